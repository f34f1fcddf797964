"""Every indicator is the number of the records its link opens, whoever looks, whatever period, country and office."""

import datetime
import functools
import itertools
import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from contacts.actions.meeting import Logged, log_meeting
from contacts.models import Meeting, Presence
from midla.dashboards.figures import Scope
from midla.dashboards.indicators import function_of, measured
from midla.dashboards.models import Indicator
from midla.dashboards.reporting.frozen import freeze
from midla.dashboards.reporting.telling import tell
from midla.dashboards.results import lines_of, results
from midla.records.actions import trash
from tests.factories.accounts import OfficeFactory
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import MeetingKindFactory, PersonFactory
from tests.factories.dashboards import IndicatorFactory, ReportFactory, load_framework
from tests.factories.territories import CountryFactory, PopulationFigureFactory, ProvinceFactory
from tests.reading import counted

TOTAL = re.compile(r'data-total="(\d+)"')
FIGURE = re.compile(r'href="([^"]+)" data-figure="(\d+)"')
TODAY = timezone.localdate()
THIS_YEAR = {"since": TODAY - datetime.timedelta(days=364), "until": TODAY}


@pytest.fixture
def framework(db):
    """The aims and indicators as they are loaded."""
    load_framework()


def log(by, days, people=(), kind="visit", associations=(), **values):
    """A held meeting so many days ago."""
    start = timezone.now() - datetime.timedelta(days=days)
    meeting = Meeting(kind=MeetingKindFactory(code=kind), starts_at=start, **values)
    logged = Logged(organisations=list(associations), people=list(people), presence=Presence.PRESENT)
    return log_meeting(meeting=meeting, logged=logged, by=by)


@pytest.fixture
def programme(framework, rome_officer):
    """Associations of three communities, met or not, lately or long ago; some meetings counted, some not."""
    rome_officer.office = OfficeFactory(code="rome")
    rome_officer.save()
    call = MeetingKindFactory(code="call", counts_as="contact")
    for code in ("PE", "EC", "BO"):
        for days in (3, 40, 400):
            association = AssociationFactory(serves=[code], owner=rome_officer)
            log(rome_officer, days, [PersonFactory(citizen_of=[code])], associations=[association])
        log(rome_officer, 5, kind=call.code, associations=[AssociationFactory(serves=[code])])
    mixed = AssociationFactory(serves=["PE", "EC"])
    log(rome_officer, 10, associations=[mixed, PartnerActorFactory()], headcount=20, women=12, men=7)
    CountryFactory(code="CO")


def scopes(start):
    """Every two of period, country and office together; from 0 one half of all, from 1 the other."""
    for number, (period, country) in enumerate(itertools.product(({}, THIS_YEAR), ("", "PE", "CO")), start):
        yield Scope(**period, country=country, office=("", "rome")[number % 2])


def total(client, url):
    return int(TOTAL.search(client.get(url).content.decode()).group(1))


def test_every_indicator_names_a_function(framework):
    codes = list(Indicator.objects.values_list("code", flat=True))
    assert len(codes) >= 10
    assert [code for code in codes if function_of(code) is None] == []


@pytest.mark.parametrize("code", ["", "counted", "Figure", "in_the_room", "__import__", "of_meeting", "MeetingType"])
def test_what_is_no_indicator_is_not_called(code):
    assert function_of(code) is None


PERSONAS = (
    *("rome_officer", "lima_viewer", "quito_officer", "adviser"),
    *("manager", "focal_point", "administrator", "outsider"),
)


def test_every_indicator_equals_the_list_it_opens(client, programme, request):
    for number, user in enumerate(map(request.getfixturevalue, PERSONAS)):
        # Several indicators rest on the same records: each address is asked once.
        listed = functools.cache(functools.partial(counted, user))
        for scope in scopes(start=number % 2):
            figures = [line.figure for line in lines_of(results(user, scope))]
            assert [(one.url, one.value) for one in figures] == [(one.url, listed(one.url)) for one in figures]
        # What a list counts is what its page says.
        client.force_login(user)
        whole = {figure.url for figure in figures}
        assert {url: total(client, url) for url in whole} == {url: listed(url) for url in whole}


def test_every_figure_of_the_page_equals_the_list_it_opens(client, programme, manager):
    client.force_login(manager)
    figures = FIGURE.findall(client.get("/reports/").content.decode())
    assert len(figures) >= 10
    assert [(url, int(n)) for url, n in figures] == [(url, total(client, unescape(url))) for url, _ in figures]


def value(code, user, **scope):
    return int(measured(IndicatorFactory(code=code), user, Scope(**scope)).number)


def test_associations_met_are_those_of_visits_within_the_period(programme, manager):
    assert value("associations_met", manager) == 10
    assert value("associations_met", manager, **THIS_YEAR) == 7
    assert value("associations_met", manager, **THIS_YEAR, country="PE") == 3


def test_two_meetings_around_a_period_do_not_count_as_one_within(framework, rome_officer, manager):
    association = AssociationFactory()
    for days in (10, 100):
        log(rome_officer, days, associations=[association])
    since, until = (TODAY - datetime.timedelta(days=days) for days in (60, 20))
    assert value("associations_met", manager, since=since, until=until) == 0


def test_participants_are_counted_by_number_or_by_name(programme, manager):
    # Six meetings with one person by name, one with twenty people in the room.
    assert value("participants", manager, **THIS_YEAR) == 26
    assert value("women_participants", manager, **THIS_YEAR) == 12
    assert value("meetings_held", manager, **THIS_YEAR) == 7


def test_calls_and_confined_meetings_are_no_associations_met(framework, rome_officer, manager):
    association = AssociationFactory()
    log(rome_officer, 1, associations=[association]).confined_to.add(rome_officer)
    assert value("associations_met", manager) == value("associations_met", rome_officer) == 0
    trash(log(rome_officer, 1, associations=[association]), by=rome_officer)
    assert value("associations_met", manager) == 0


@pytest.fixture
def official(programme):
    """Official counts for the programme: its associations lie in Genova, nobody was met elsewhere."""
    genova = ProvinceFactory()
    elsewhere = ProvinceFactory(code="015", plate="MI", name="Milano")
    for place, code, number in ((genova, "PE", 2500), (genova, "EC", 14000), (elsewhere, "EC", 30000)):
        residents = {"citizenship": CountryFactory(code=code), "residents": number, "year": TODAY.year - 1}
        PopulationFigureFactory(province=place, **residents)
    return genova


def test_residents_reached_are_a_share_of_those_whose_number_is_known(official, manager, quito_officer):
    indicator = IndicatorFactory(code="residents_reached")
    figure = measured(indicator, manager, Scope(**THIS_YEAR))
    assert (figure.number, figure.value) == (Decimal("35.5"), 7)
    assert (figure.basis.year, figure.basis.residents) == (TODAY.year - 1, 46500)
    assert measured(indicator, manager, Scope(**THIS_YEAR, country="PE")).number == 100
    assert measured(indicator, quito_officer, Scope(**THIS_YEAR)).number == Decimal("31.8")


def test_residents_reached_are_not_known_without_figures_of_the_time(official, manager):
    indicator = IndicatorFactory(code="residents_reached")
    days = datetime.date(2001, 1, 1), datetime.date(2001, 12, 31)
    figure = measured(indicator, manager, Scope(*days))
    assert (figure.number, figure.basis, figure.value) == (None, None, 0)


def test_the_page_and_the_report_say_on_which_figures_a_share_rests(client, official, manager):
    client.force_login(manager)
    period = f"since={THIS_YEAR['since']}&until={THIS_YEAR['until']}"
    sentence = f"Of 46,500 residents whose number is known: first-published, 1 January {TODAY.year - 1}."
    text = client.get(f"/reports/?{period}").content.decode()
    assert sentence in text
    assert "35.5\xa0%" in text
    report = ReportFactory(starts_on=THIS_YEAR["since"], ends_on=THIS_YEAR["until"])
    told = tell(report, json.loads(json.dumps(freeze(report, manager))), None)
    share = next(one for aim in told.aims for one in aim.measures if one.unit == "percent")
    assert sentence in share.definition
    assert "Italian citizenship" in share.definition
    assert share.written["value"] == "35.5\xa0%"


def test_a_report_issued_before_there_were_shares_is_still_told(official, manager):
    report = ReportFactory()
    frozen = freeze(report, manager)
    for aim in frozen["aims"]:
        for one in aim["indicators"]:
            del one["basis"]
    assert tell(report, frozen, None).aims


def test_a_share_of_more_than_a_hundred_is_no_target(client, framework, manager):
    client.force_login(manager)
    indicator = Indicator.objects.get(code="residents_reached")
    sent = {"indicator": indicator.pk, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "value": "100.5"}
    answer = client.post("/reports/targets/add/", sent)
    assert "A share is at most 100 per cent." in answer.content.decode()
    assert client.post("/reports/targets/add/", {**sent, "value": "60"}).status_code == 302
