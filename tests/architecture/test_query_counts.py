"""How many questions each page asks of the database: the same for one row as for many, and no more than the baseline.

The baseline is tests/performance/query_counts.json. Where a page asks more for a good reason, write it anew with
`WRITE_QUERY_COUNTS=1 pytest tests/architecture/test_query_counts.py`, and say the reason in the commit.
"""

import json
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Meeting
from midla.dashboards.models import Target
from midla.partnerships.actions.match import introduce, set_aside
from midla.partnerships.computing import match_all
from midla.records.actions import edit, trash
from midla.records.attachments import attach
from midla.territories.models import PopulationFigure
from tests.architecture.source import ROOT
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import (
    AssociationFactory,
    InitiativeFactory,
    PartnerActorFactory,
    ThemeFactory,
)
from tests.factories.contacts import (
    AffiliationFactory,
    ConsentFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingKindFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.dashboards import ReportFactory, TargetFactory, load_framework
from tests.factories.imports import ImportFileFactory, ImportRowFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    MilestoneFactory,
    NeedFactory,
    OfferFactory,
    ParticipantFactory,
    PartnershipFactory,
    ResultFactory,
    StageChangeFactory,
)
from tests.factories.territories import CountryFactory, PopulationFigureFactory, SubdivisionFactory

BASELINE = ROOT / "tests" / "performance" / "query_counts.json"
MANY = 12
LIMITS = {"all": [], "EC": ["EC"]}
# Tests run inside a transaction, so that what is a transaction elsewhere is a savepoint here.
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN")
# Where more than a screenful is found, the search counts it: once for each kind of record.
MAY_GROW = {"/search/?q=ayni": 10}
MOST_OF_LISTS, MOST_OF_ORGANISATION, MOST_OF_LOGGING = 10, 15, 25
LISTS = ("/associations/", "/partners/", "/people/", "/meetings/", "/follow-ups/", "/initiatives/", "/matching/needs/")
PAGES = (
    *("/", "/search/?q=ayni", "/trash/", "/menu/", "/accounts/roles/", "/accounts/profile/"),
    *LISTS,
    *(f"{path}?q=ayni&sort=-changed" for path in ("/associations/", "/people/")),
    *("/associations/?community=EC&columns=themes,tags,owner", "/people/?columns=contact_phone,languages,roles"),
    *("/meetings/?theme=culture&community=EC", "/follow-ups/?stands=open&overdue=1"),
    *("/associations/export.csv", "/people/export.csv", "/meetings/export.csv", "/follow-ups/export.xlsx"),
    *("/associations/{association}/", "/associations/{association}/history/", "/associations/{association}/edit/"),
    *("/partners/{partner}/", "/people/{person}/", "/people/{person}/history/", "/people/{person}/edit/"),
    *("/meetings/{meeting}/", "/meetings/{meeting}/minutes/", "/meetings/{meeting}/people/"),
    *("/meetings/{meeting}/history/", "/meetings/{meeting}/edit/", "/follow-ups/{follow_up}/"),
    *("/meetings/calendar/?month=2026-11", "/meetings/log/", "/meetings/add/", "/associations/add/", "/people/add/"),
    *("/matching/", "/matching/?side=offer", "/matching/needs/", "/matching/needs/?columns=subdivisions,provinces"),
    *("/matching/needs/{need}/", "/matching/needs/{need}/edit/", "/matching/needs/{need}/matches/{offer}/introduce/"),
    *("/matching/offers/{offer}/", "/matching/offers/add/", "/matching/offers/export.csv", "/jobs/"),
    *("/initiatives/?theme=culture&country=EC", "/initiatives/export.csv", "/initiatives/add/", "/initiatives/import/"),
    *("/initiatives/{initiative}/", "/initiatives/{initiative}/history/", "/initiatives/{initiative}/edit/"),
    *("/initiatives/map/", "/initiatives/map/?country=EC&theme=culture"),
    *("/partnerships/network/", "/partnerships/network/?around={association}&kind=meetings"),
    *("/partnerships/", "/partnerships/?stage=agreed&country=EC&columns=themes,subdivisions", "/partnerships/board/"),
    *("/partnerships/board/?by=theme", "/partnerships/{partnership}/", "/partnerships/{partnership}/history/"),
    *("/partnerships/{partnership}/edit/", "/partnerships/{partnership}/move/", "/partnerships/add/"),
    *("/partnerships/export.csv", "/partnerships/find/?q=ayni"),
    *("/diaspora/", "/diaspora/?community=EC&measure=people", "/diaspora/010/", "/diaspora/export.csv"),
    *("/diaspora/origins/", "/diaspora/origins/?measure=people&community=EC"),
    *("/import/", "/import/{imported}/", "/import/{imported}/?rows=create", "/import/{imported}/left-out.csv"),
    *("/reports/", "/reports/?country=EC", "/reports/donor/", "/reports/donor/{report}/"),
    *("/meetings/typeahead/?q=ayni&with_whom=o{association}", "/people/find/?q=ayni", "/associations/find/?q=ayni"),
    *("/duplicates/", "/duplicates/like/?kind=person&given_names=Rosa&family_names=Ayni"),
    "/duplicates/like/?kind=organisation&name=Ayni",
)


def fill(reader, count):
    """`count` of everything, all of it hanging on one association, one person and one meeting."""
    kind, theme = MeetingKindFactory(), ThemeFactory()
    association = AssociationFactory(name="Ayni first", serves=["EC"], owner=reader)
    person = PersonFactory(family_names="Ayni first", citizen_of=["EC"])
    meeting = MeetingFactory(title="Ayni first", kind=kind, with_organisations=[association])
    meeting.themes.add(theme)
    load_framework()
    for number in range(count):
        add_more(reader, number, association, person, meeting)
    ConsentFactory(person=person)
    partner = PartnerActorFactory(name="Ayni partner")
    follow_up = FollowUpFactory(what="Ayni first", owner=reader, organisation=association, due_on="2026-01-01")
    need = NeedFactory(what="Ayni first", organisation=association, for_countries=["EC"])
    offer = OfferFactory(what="Ayni first", organisation=partner, for_countries=["EC"])
    for number in range(count):
        add_fit(reader, number, need, offer)
    match_all()
    initiative = InitiativeFactory(title="Ayni first", organisation=association, places=["EC"], about=["culture"])
    for number in range(count):
        edit(initiative, by=reader, values={"description": f"text {number}"})
    partnership = add_partnerships(reader, count, association, person, meeting)
    named = {
        "imported": add_imports(reader, count),
        "need": need,
        "offer": offer,
        "partnership": partnership,
        "association": association,
        "initiative": initiative,
        "person": person,
        "meeting": meeting,
        "partner": partner,
        "report": ReportFactory(country_id="EC"),
    }
    return {name: record.pk for name, record in {**named, "follow_up": follow_up}.items()}


def add_more(reader, number, association, person, meeting):
    """One more of everything."""
    other = AssociationFactory(name=f"Ayni {number}", serves=["EC"], owner=UserFactory(), parent=association)
    somebody = PersonFactory(family_names=f"Ayni {number}", citizen_of=["EC"], phone="+390101234567")
    another = MeetingFactory(title=f"Ayni {number}", with_organisations=[association, other])
    for held in (another, meeting):
        ParticipationFactory(meeting=held, person=somebody)
        held.organisations.add(other)
        held.staff.add(UserFactory())
    ParticipationFactory(meeting=another, person=person)
    for organisation in (association, other):
        AffiliationFactory(person=somebody, organisation=organisation)
    AffiliationFactory(person=person, organisation=other)
    ConsentFactory(person=somebody)
    ReportFactory(country_id="EC")
    year = 1950 + Target.objects.count()
    TargetFactory(starts_on=f"{year}-01-01", ends_on=f"{year}-12-31", country_id="EC")
    FollowUpFactory(what=f"Ayni {number}", owner=reader, organisation=association, person=person, meeting=meeting)
    for record, values in ((association, "notes"), (person, "profession"), (meeting, "outcome")):
        edit(record, by=UserFactory(), values={values: f"text {number}"})
        attach(record, SimpleUploadedFile("a.txt", b"text"), by=reader)
    PartnerActorFactory(name=f"Ayni partner {number}")
    part = SubdivisionFactory(country=CountryFactory(code="EC"))
    other.origin_subdivisions.add(part)
    somebody.origin_subdivision = part
    somebody.save()
    for community in ("BO", "CO", "EC", "PE"):
        of_year = {"year": 2000 + PopulationFigure.objects.count(), "citizenship": CountryFactory(code=community)}
        PopulationFigureFactory(province=other.province, **of_year)
    InitiativeFactory(
        title=f"Ayni {number}",
        organisation=association,
        places=["EC", "PE"],
        parts=[part],
        about=["culture", f"t{number}"],
    )
    gone = AssociationFactory(name=f"Ayni gone {number}", serves=["EC"], owner=reader)
    trash(gone, by=reader)


def add_imports(reader, count):
    """Files brought in, and the rows of one of them."""
    for _number in range(count):
        ImportFileFactory(user=reader)
    file = ImportFileFactory(user=reader, state="planned", row=None)
    for number in range(count):
        ImportRowFactory(file=file, number=number + 2, verdict="create" if number % 2 else "refused", title="Ayni")
    return file


def add_fit(reader, number, need, offer):
    """One more that fits each of the two, and a decision about each."""
    holder, both = AssociationFactory(serves=["EC"]), {"for_countries": ["EC"]}
    NeedFactory(what=f"Ayni {number}", organisation=holder, meeting=MeetingFactory(), **both)
    OfferFactory(what=f"Ayni {number}", organisation=holder, **both)
    set_aside(need=need, offer=OfferFactory(**both), reason="too late", by=reader)
    introduce(need=need, offer=OfferFactory(**both), by=reader)
    person = PersonFactory(citizen_of=["EC"])
    AffiliationFactory(person=person, organisation=need.organisation, main_contact=True)
    ConsentFactory(person=person, purpose="sharing")


def add_partnerships(reader, count, association, person, meeting):
    """A partnership with `count` of everything, and as many others."""
    for number in range(count + 1):
        partnership = PartnershipFactory(title=f"Ayni {number}", owner=UserFactory(), stage="agreed", **for_ecuador())
        ParticipantFactory(partnership=partnership, organisation=association)
        partnership.themes.add(ThemeFactory())
    for number in range(count):
        ParticipantFactory(partnership=partnership, organisation=AssociationFactory(serves=["EC"]))
        attach(AgreementFactory(partnership=partnership), SimpleUploadedFile("a.txt", b"text"), by=reader)
        FundingLineFactory(partnership=partnership, organisation=AssociationFactory(serves=["EC"]))
        MilestoneFactory(partnership=partnership)
        ResultFactory(partnership=partnership)
        StageChangeFactory(partnership=partnership, by=UserFactory())
        partnership.follow_ups.add(FollowUpFactory(organisation=association, owner=UserFactory()))
        partnership.resources.add(NeedFactory(organisation=association, **for_ecuador()))
        edit(partnership, by=UserFactory(), values={"next_step": f"text {number}"})
    ParticipantFactory(partnership=partnership, organisation=None, person=person)
    partnership.meetings.add(meeting)
    return partnership


def for_ecuador():
    return {"for_countries": ["EC"]}


def asked(client, path):
    """How many questions a page asks."""
    with CaptureQueriesContext(connection) as captured:
        read(client, path)
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured)


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    if answer.streaming:
        answer.getvalue()


def a_reader():
    """An officer, who sees every country."""
    return UserFactory(office=OfficeFactory(code="rome", country=CountryFactory(code="IT")))


def counted(client, reader, keys):
    """How many questions each page asks: of a reader who sees every country, and where they see one."""
    counts = {}
    for limit, codes in LIMITS.items():
        reader.countries.set(codes)
        counts[limit] = {path: asked(client, path.format(**keys)) for path in PAGES}
    return counts


@pytest.fixture
def kept_for_long(monkeypatch):
    """What is read once a minute, such as choices of filters, is read once."""
    monkeypatch.setattr("midla.records.options.KEPT_SECONDS", 10**6)


def test_pages_ask_as_much_for_many_rows_as_for_one_and_no_more_than_before(client, kept_for_long, db):
    reader = a_reader()
    client.force_login(reader)
    keys = fill(reader, 1)
    for path in PAGES:
        read(client, path.format(**keys))
    few = counted(client, reader, keys)
    many = counted(client, reader, fill(reader, MANY))
    for limit, counts in many.items():
        grown = {path: (few[limit][path], count) for path, count in counts.items()}
        assert {path: two for path, two in grown.items() if two[1] > two[0] + MAY_GROW.get(path, 0)} == {}
    if os.environ.get("WRITE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(many, indent=1, sort_keys=True) + "\n")
        return
    known = json.loads(BASELINE.read_text())
    for limit, counts in many.items():
        assert counts.keys() == known[limit].keys()
        more = {path: (known[limit][path], count) for path, count in counts.items() if count > known[limit][path]}
        assert (limit, more) == (limit, {})


def test_the_baseline_keeps_to_the_limits():
    for counts in json.loads(BASELINE.read_text()).values():
        assert {path: counts[path] for path in LISTS if counts[path] > MOST_OF_LISTS} == {}
        assert counts["/associations/{association}/"] <= MOST_OF_ORGANISATION


def test_logging_a_meeting_asks_little(client, db):
    client.force_login(a_reader())
    associations = [AssociationFactory() for _ in range(3)]
    MeetingKindFactory()
    sent = {
        "with_whom": [f"o{association.pk}" for association in associations],
        "when": "now",
        "said": "We talked.",
        "one_time_key": "a-key-of-the-form-1234",
        "promises-TOTAL_FORMS": "1",
        "promises-INITIAL_FORMS": "0",
        "promises-0-what": "Call",
    }
    client.get("/meetings/log/")
    with CaptureQueriesContext(connection) as captured:
        assert client.post("/meetings/log/", sent).status_code == 302
    counted_ones = [query["sql"] for query in captured if not query["sql"].startswith(NOT_COUNTED)]
    assert Meeting.objects.get().organisations.count() == 3
    assert len(counted_ones) <= MOST_OF_LOGGING
