"""The dashboard: every figure is the whole count of the list it opens, for every role and limit that sees it."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from associations.models import Association
from contacts.actions.meeting import Logged, log_meeting
from contacts.models import Meeting
from midla.accounts.models import User
from midla.dashboards.figures.figure import Scope
from midla.dashboards.figures.pipeline import median_days, partnerships_of
from midla.partnerships.actions.partnership import move
from midla.partnerships.models import FundingLine, Partnership
from midla.records.actions import create, edit, trash
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import FollowUpFactory, MeetingKindFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    ParticipantFactory,
    PartnershipFactory,
    ReviewFactory,
    StageChangeFactory,
)
from tests.factories.territories import CountryFactory, ProvinceFactory
from tests.reading import TOTAL, counted

PAGE = "/dashboard/"
FIGURE = re.compile(r'href="([^"]+)" data-figure="(\d+)"')
DAY = 24 * 60 * 60


def figures(client, query=""):
    """The links of the page with what they say."""
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return [(unescape(url), int(value)) for url, value in FIGURE.findall(answer.content.decode())]


def total(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return int(TOTAL.search(answer.content.decode())[1])


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


@pytest.fixture
def rome(db):
    return OfficeFactory(code="rome", country=CountryFactory(code="IT"))


@pytest.fixture
def quito_manager(db):
    return UserFactory(role="manager", limited_to=["EC"])


@pytest.fixture
def officer(rome):
    return UserFactory(name="Giulia Rossi", office=rome)


@pytest.fixture
def programme(officer, manager):
    """Something behind every widget: of one country, of several, of one's own office and of another."""
    visit = MeetingKindFactory(code="visit")
    themes = [ThemeFactory(code=code) for code in ("health", "women")]
    provinces = [ProvinceFactory(), ProvinceFactory()]
    partner = PartnerActorFactory(province=provinces[1])
    for number, codes in enumerate((["PE"], ["EC"], ["BO"], ["PE", "EC"], ["CO"])):
        owner = officer if number % 2 else manager
        association = AssociationFactory(serves=codes, owner=owner, province=provinces[number % 2])
        AssociationFactory(serves=codes)
        for days in (3, 40, 400):
            meeting = Meeting(kind=visit, starts_at=days_ago(days + number))
            log_meeting(meeting=meeting, logged=Logged(organisations=[association, partner]), by=owner)
        FollowUpFactory(owner=owner, organisation=association, due_on=timezone.localdate())
        FollowUpFactory(owner=owner, organisation=association, due_on="2026-01-01")
        for stage in ("idea", "introduced", "agreed", "active", "completed", "lapsed"):
            add_partnership(codes, stage, owner, [association, partner], themes[: number % 3])
    trash(Partnership.objects.first(), by=manager)
    trash(Association.objects.order_by("pk").last(), by=manager)


def add_partnership(codes, stage, owner, organisations, themes):
    """A partnership in a stage, with its moves, money and reviews."""
    partnership = PartnershipFactory(for_countries=codes, stage=stage, owner=owner)
    partnership.themes.set(themes)
    for organisation in organisations:
        ParticipantFactory(partnership=partnership, organisation=organisation)
    previous = ""
    for place, reached in enumerate(("idea", "introduced", "negotiating", stage)):
        days = {"partnership": partnership, "at": days_ago(30 - place)}
        StageChangeFactory(**days, from_stage=previous, to_stage=reached, seconds_before=place * DAY or None)
        previous = reached
    for origin, form in (("donor", "cash"), ("diaspora", "in_kind"), ("partner", "cash")):
        FundingLineFactory(partnership=partnership, origin=origin, form=form, said_on=timezone.localdate())
    if stage == "completed":
        ReviewFactory(partnership=partnership, still_active=len(themes) > 0)


LIMITS = ([], ["PE"], ["EC", "BO"], ["CO"])


def test_every_figure_equals_the_list_it_opens_for_every_role_and_limit(client, programme, manager, administrator):
    for user in (manager, administrator):
        for codes in LIMITS:
            user.countries.set([CountryFactory(code=code) for code in codes])
            reader = User.objects.get(pk=user.pk)
            client.force_login(reader)
            found = figures(client)
            assert len(found) > 60
            assert [(url, value) for url, value in found if counted(reader, url) != value] == []


def test_every_page_that_a_figure_opens_says_the_same_count(client, programme, quito_manager):
    client.force_login(quito_manager)
    found = dict(figures(client))
    assert {url: total(client, url) for url in found} == found


@pytest.mark.parametrize("query", ["?country=PE", "?office=rome", "?period=all", "?since=2026-01-01&until=2026-11-20"])
def test_every_figure_equals_its_list_whatever_is_asked(client, programme, manager, query):
    client.force_login(manager)
    assert [(url, value) for url, value in figures(client, query) if counted(manager, url) != value] == []


def test_there_is_something_behind_most_figures(client, programme, manager):
    client.force_login(manager)
    assert sum(value > 0 for _, value in figures(client)) > 50


def test_rows_by_community_add_up_and_several_have_their_own(client, programme, manager):
    client.force_login(manager)
    *rows, whole = client.get(PAGE).context["programme"].countries
    assert [row.label for row in rows[-2:]] == ["PE", "Several"]
    for place, figure in enumerate(whole.figures):
        assert sum(row.figures[place].value for row in rows) == figure.value
    assert whole.figures[0].value == Association.objects.kept().count()
    several = next(row for row in rows if row.label == "Several")
    assert several.figures[0].value == 2


def test_the_dashboard_is_for_who_steers(client, programme, rome_officer, lima_viewer, focal_point):
    for user in (rome_officer, lima_viewer, focal_point):
        client.force_login(user)
        assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?since=2026-02-01&until=2026-01-01", "The period ends before it begins"),
        ("?since=1700-01-01", "between 1900 and 2100"),
        ("?since=yesterday", "Enter a valid date"),
        ("?country=XX", "There is no such choice"),
        ("?period=nonsense", "There is no such choice"),
    ],
)
def test_nonsense_gets_a_sentence_and_no_numbers(client, programme, manager, query, sentence):
    client.force_login(manager)
    text = client.get(f"{PAGE}{query}").content.decode()
    assert sentence in text
    assert FIGURE.findall(text) == []


@pytest.mark.parametrize(("days", "median"), [([], None), ([4], 4), ([1, 9], 5), ([9, 1, 2], 2), ([1, 2, 4, 100], 3)])
def test_the_median_is_the_one_in_the_middle(manager, days, median):
    for number in days:
        StageChangeFactory(
            partnership=PartnershipFactory(), from_stage="idea", to_stage="introduced", seconds_before=number * DAY
        )
    StageChangeFactory(from_stage="agreed", to_stage="active", seconds_before=DAY)
    scope = Scope()
    assert median_days(partnerships_of(manager, scope), scope).get("idea") == median


def test_money_is_summed_by_origin_and_form_and_tells_what_the_donors_euro_brings(client, manager):
    partnership = PartnershipFactory(owner=manager)
    for origin, form, amount in (("donor", "cash", 100), ("diaspora", "in_kind", 50), ("partner", "cash", 150)):
        line = FundingLine(partnership=partnership, source="x", origin=origin, form=form)
        line.pledged = line.committed = amount
        create(line, by=manager)
    FundingLineFactory(partnership=partnership, said_on="2020-01-01")
    client.force_login(manager)
    money = client.get(PAGE).context["programme"].mobilised
    assert [int(row.money.committed) for row in money.origins] == [50, 150, 100]
    assert (int(money.whole.money.committed), int(money.in_kind.committed)) == (300, 50)
    assert money.leverage == (0.5, 1.5)


def test_who_came_and_who_went_on_are_counted_once(client, manager):
    partnership = PartnershipFactory(owner=manager)
    for start, end in (("", "idea"), ("idea", "introduced"), ("introduced", "idea"), ("idea", "introduced")):
        StageChangeFactory(partnership=partnership, from_stage=start, to_stage=end)
    StageChangeFactory(partnership=PartnershipFactory(), to_stage="idea")
    client.force_login(manager)
    idea, introduced, *_ = client.get(PAGE).context["programme"].funnel
    assert (idea.figure.value, idea.onward.value, idea.percent) == (2, 1, 50)
    assert (introduced.figure.value, introduced.onward.value) == (1, 0)


def test_a_partnership_that_is_agreed_is_counted_at_once(client, manager):
    countries = [CountryFactory(code="PE").pk]
    partnership = create(Partnership(title="Cacao", owner=manager), by=manager, many={"countries": countries})
    AgreementFactory(partnership=partnership)
    client.force_login(manager)
    before = client.get(PAGE).context["programme"].tiles[1].value
    for stage in ("introduced", "negotiating", "agreed"):
        partnership = move(partnership=partnership, to=stage, by=manager)
    assert client.get(PAGE).context["programme"].tiles[1].value == before + 1
    edit(partnership, by=manager, values={"next_step": "Sign"})
    assert client.get(PAGE).context["programme"].adrift.value == 0


def test_the_page_says_how_each_number_was_computed_and_as_of_when(client, programme, manager):
    client.force_login(manager)
    text = client.get(f"{PAGE}?country=PE").content.decode()
    assert text.count("How was this computed?") == 10
    assert text.count("Community: PE") >= 10


def test_the_page_asks_a_bounded_number_of_questions(client, programme, manager, django_assert_max_num_queries):
    client.force_login(manager)
    client.get(PAGE)
    for codes in LIMITS[:2]:
        manager.countries.set([CountryFactory(code=code) for code in codes])
        with django_assert_max_num_queries(40):
            client.get(PAGE)
