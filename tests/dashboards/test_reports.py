"""The donor report: written, issued, frozen, printed, issued again; without any natural person in it."""

import datetime
import hashlib
import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from associations.models import Organisation
from contacts.models import Meeting, Person
from midla.dashboards.actions.report import begin_edition, issue
from midla.dashboards.models import Report, ReportFile, Target
from midla.dashboards.reporting import files
from midla.dashboards.reporting.frozen import freeze
from midla.dashboards.reporting.printing import store_prints
from midla.dashboards.reporting.telling import tell
from midla.partnerships.actions.partnership import move
from midla.partnerships.models import Partnership
from midla.records.actions import create, edit, trash, undo
from midla.records.errors import Conflict, Refused
from midla.records.models import Change
from tests.dashboards.test_indicators import log
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import PersonFactory
from tests.factories.dashboards import IndicatorFactory, ReportFactory, ReportFileFactory, TargetFactory, load_framework
from tests.factories.partnerships import (
    FundingLineFactory,
    ParticipantFactory,
    PartnershipFactory,
    ResultFactory,
    StageChangeFactory,
)
from tests.factories.territories import CountryFactory

TODAY = timezone.localdate()
PERIOD = {"starts_on": TODAY - datetime.timedelta(days=300), "ends_on": TODAY + datetime.timedelta(days=60)}
KINDS = {(code, kind) for code in ("it", "es", "en", "fr") for kind in ("html", "xlsx")}


@pytest.fixture
def partnership(db, manager):
    """One that was agreed, with organisations, a person and money."""
    partnership = create(Partnership(title="Café de origen", owner=manager), by=manager)
    partnership.countries.set([CountryFactory(code="PE")])
    lead = AssociationFactory(name="Raíces del Perú", serves=["PE"])
    ParticipantFactory(partnership=partnership, organisation=lead, role="lead")
    ParticipantFactory(partnership=partnership, organisation=PartnerActorFactory(name="Comune di Genova"))
    person = PersonFactory(given_names="Rosalinda", family_names="Chuquimarca")
    ParticipantFactory(partnership=partnership, organisation=None, person=person)
    FundingLineFactory(partnership=partnership, source="Ermenegildo Mecenate", said_on=TODAY, committed=Decimal(1500))
    ResultFactory(partnership=partnership, what="Roasters trained", quantity=12, unit="people", reached_on=TODAY)
    for stage in ("introduced", "negotiating"):
        move(partnership=partnership, to=stage, by=manager)
    reason = "The memorandum is oral."
    return move(partnership=partnership, to="agreed", by=manager, no_agreement_reason=reason)


@pytest.fixture
def report(db, manager):
    """A draft on the running period."""
    load_framework()
    log(manager, 3, [PersonFactory(given_names="Wilmer", family_names="Tupayachi")], headcount=20, women=12, men=8)
    return create(Report(title="First half", summary="We met many.", **PERIOD), by=manager)


def stored(report):
    """The files as the database holds them."""
    return {(file.language, file.kind): bytes(file.content) for file in report.files.all()}


def text_of(pages):
    """All that the files say, the spreadsheets opened."""
    said = []
    for (_language, kind), content in pages.items():
        if kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                said += [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
        elif kind == "html":
            said.append(content.decode())
    return "\n".join(said)


def test_issuing_stores_page_and_spreadsheet_in_four_languages(report, partnership, manager):
    issued = issue(report=report, by=manager)
    assert set(stored(issued)) == KINDS
    assert issued.is_issued
    assert issued.issued_by == manager
    for file in issued.files.all():
        assert file.digest == hashlib.sha256(bytes(file.content)).hexdigest()
        assert file.size == len(file.content)
    pages = stored(issued)
    assert b"Resultados" in pages["es", "html"] or b"alianza" in pages["es", "html"]
    assert "Associazioni identificate" in pages["it", "html"].decode()
    assert "Associations identifiées" in pages["fr", "html"].decode()


def test_a_report_tells_results_narratives_sheets_and_annexes(report, partnership, manager):
    TargetFactory(indicator=IndicatorFactory(code="meetings_held"), **PERIOD, value=4)
    page = stored(issue(report=report, by=manager))["en", "html"].decode()
    for words in (
        *("We met many.", "Café de origen", "Raíces del Perú (lead)", "Comune di Genova (promoter)", "1 person"),
        *("Roasters trained: 12 people", "1,500", "Associations by community", "Meetings by month"),
        *("Partnerships by stage", "Meetings by province", "How to read the numbers"),
    ):
        assert words in page, words


def test_a_page_needs_no_other_file(report, partnership, manager):
    page = stored(issue(report=report, by=manager))["it", "html"].decode()
    assert re.findall(r"<(?:script|link|img|iframe)\b", page) == []
    assert re.findall(r"(?:src|href)=", page) == []
    assert "url(" not in page


def test_a_report_holds_no_natural_person(report, partnership, manager):
    manager.name = "Ondina Capoufficio"
    manager.save()
    said = text_of(stored(issue(report=report, by=manager))) + str(Report.objects.get(pk=report.pk).frozen)
    for name in ("Rosalinda", "Chuquimarca", "Wilmer", "Tupayachi", "Ondina", "Capoufficio", "Ermenegildo"):
        assert name not in said


def test_what_is_issued_stays_byte_for_byte_whatever_changes(report, partnership, manager):
    TargetFactory(indicator=IndicatorFactory(code="meetings_held"), **PERIOD, value=4)
    before = stored(issue(report=report, by=manager))
    digests = list(report.files.order_by("pk").values_list("digest", flat=True))
    Organisation.objects.update(name="Otherwise", search_key="otherwise")
    Person.objects.update(family_names="Otherwise")
    edit(partnership, by=manager, values={"title": "Otherwise"})
    Target.objects.update(value=999)
    Meeting.objects.update(headcount=999, women=None, men=None)
    IndicatorFactory._meta.model.objects.update(name_it="Altro", definition_it="Altro")
    trash(partnership, by=manager)
    assert stored(report) == before
    assert list(report.files.order_by("pk").values_list("digest", flat=True)) == digests


def test_a_download_is_what_was_stored(client, report, manager, rome_officer):
    issued = issue(report=report, by=manager)
    client.force_login(rome_officer)
    answer = client.get(f"/reports/donor/{issued.pk}/file/?language=es&kind=xlsx")
    assert answer.content == stored(issued)["es", "xlsx"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="first-half-1-es.xlsx"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    for asked in ("language=xx", "kind=exe", "language=es&kind=pdf", "language=%00"):
        assert client.get(f"/reports/donor/{issued.pk}/file/?{asked}").status_code in {400, 404}


def test_an_issued_report_refuses_every_way_of_changing_it(report, manager):
    issued = issue(report=report, by=manager)
    for change in (
        lambda: edit(issued, by=manager, values={"summary": "other"}),
        lambda: trash(issued, by=manager),
        lambda: issue(report=issued, by=manager),
        lambda: undo(issued, Change.objects.of(issued).first(), by=manager),
    ):
        with pytest.raises(Refused), transaction.atomic():
            change()
    assert Report.objects.get(pk=issued.pk).summary == "We met many."


def test_the_database_keeps_files_from_changing(db):
    file = ReportFileFactory()
    for values in ({"content": b"other"}, {"digest": "1" * 64}, {"language": "fr"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportFile.objects.filter(pk=file.pk).update(**values)
    assert bytes(ReportFile.objects.get().content) == b"<p>"


def test_issuing_is_all_or_nothing(report, manager, monkeypatch):
    # The third file cannot be made: as where a disk is full.
    monkeypatch.setattr(files, "LANGUAGES", ["it", "zz/"])
    monkeypatch.setattr(files, "STYLE", "css/no-such-file.css")
    with pytest.raises((TypeError, OSError)):
        issue(report=report, by=manager)
    held = Report.objects.get(pk=report.pk)
    assert (held.state, held.frozen, held.files.count()) == ("draft", {}, 0)


def test_who_read_an_older_draft_does_not_issue_the_newer_one(report, manager):
    edit(report, by=manager, values={"summary": "newer"})
    with pytest.raises(Conflict):
        issue(report=report, by=manager, version=1)
    assert Report.objects.get(pk=report.pk).state == "draft"


def test_only_a_manager_issues(client, report, rome_officer, manager):
    client.force_login(rome_officer)
    assert client.post(f"/reports/donor/{report.pk}/issue/").status_code == 403
    with pytest.raises(Refused):
        issue(report=report, by=rome_officer)
    assert "/issue/" not in client.get(f"/reports/donor/{report.pk}/").content.decode()
    client.force_login(manager)
    key = {"one_time_key": "k" * 22}
    first = client.post(f"/reports/donor/{report.pk}/issue/", key)
    again = client.post(f"/reports/donor/{report.pk}/issue/", key)
    assert first.url == again.url == f"/reports/donor/{report.pk}/"
    assert ReportFile.objects.count() == len(KINDS)


def test_pages_become_pdf_all_of_them_once(report, manager):
    issued = issue(report=report, by=manager)
    pages = {code: files.pdf(stored(issued)[code, "html"]) for code in ("it",)}
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pages["it"])).pages)
    assert "First half" in text
    assert "We met many." in text


def test_a_worker_prints_each_language_and_no_language_twice(report, manager, monkeypatch):
    issued = issue(report=report, by=manager)
    monkeypatch.setattr("midla.dashboards.reporting.printing.pdf", lambda page: b"%PDF" + page[:9])
    assert store_prints(issued) == 4
    assert store_prints(issued) == 0
    assert issued.files.filter(kind="pdf").count() == 4


def test_where_nothing_prints_the_page_says_so(client, report, manager, monkeypatch):
    monkeypatch.setattr(files, "printer", lambda: None)
    issued = issue(report=report, by=manager)
    client.force_login(manager)
    assert "This site makes no PDF" in client.get(f"/reports/donor/{issued.pk}/").content.decode()


def test_a_new_edition_tells_what_differs(client, report, partnership, manager):
    first = issue(report=report, by=manager)
    log(manager, 2, headcount=30, women=10, men=20)
    draft = begin_edition(report=first, by=manager)
    assert begin_edition(report=first, by=manager) == draft
    assert (draft.edition, draft.previous, draft.summary, draft.state) == (2, first, "We met many.", "draft")
    second = issue(report=draft, by=manager)
    page = stored(second)["en", "html"].decode()
    rows = re.findall(
        r'<th scope="row">([^<]*)</th><td class="num">([^<]*)</td><td class="num">([^<]*)</td>\s*</tr>', page
    )
    assert ("Meetings held", "1", "2") in rows
    assert ("Participants in meetings", "20", "50") in rows
    client.force_login(manager)
    assert "What differs from edition 1" in client.get(f"/reports/donor/{second.pk}/").content.decode()
    assert set(stored(first)) == KINDS


def test_a_draft_has_no_edition_after_it(client, report, manager):
    with pytest.raises(Refused):
        begin_edition(report=report, by=manager)
    client.force_login(manager)
    assert client.post(f"/reports/donor/{report.pk}/edition/").url == f"/reports/donor/{report.pk}/"
    assert Report.objects.count() == 1


def test_few_participants_are_not_told_apart(report, manager):
    Meeting.objects.update(headcount=20, women=3, men=17)
    values = {one["code"]: one["value"] for step in freeze(report, manager)["aims"] for one in step["indicators"]}
    assert values["women_participants"] == "<5"
    assert values["participants"] == "20"
    Meeting.objects.update(headcount=4, women=0, men=0)
    values = {one["code"]: one["value"] for step in freeze(report, manager)["aims"] for one in step["indicators"]}
    assert values["participants"] == "<5"


def test_a_report_of_one_country_names_nobody_of_another(report, partnership, manager):
    ParticipantFactory(partnership=partnership, organisation=AssociationFactory(name="Solo Ecuador", serves=["EC"]))
    report = edit(report, by=manager, values={"country_id": "PE"})
    page = stored(issue(report=report, by=manager))["en", "html"].decode()
    assert "Solo Ecuador" not in page
    assert "1 other organisation" in page


def test_a_limited_reader_sees_reports_of_their_country_only(client, db, lima_viewer):
    whole, other = ReportFactory(title="Whole"), ReportFactory(title="Of Ecuador", country=CountryFactory(code="EC"))
    own = ReportFactory(title="Of Peru", country=CountryFactory(code="PE"))
    client.force_login(lima_viewer)
    assert client.get(f"/reports/donor/{own.pk}/").status_code == 200
    for report in (whole, other):
        for page in ("", "preview/", "file/", "history/"):
            assert client.get(f"/reports/donor/{report.pk}/{page}").status_code == 404
    text = client.get("/reports/donor/").content.decode()
    assert "Of Peru" in text
    assert "Whole" not in text
    assert "Of Ecuador" not in text


def test_a_preview_shows_the_draft_in_any_language(client, report, partnership, manager):
    client.force_login(manager)
    for code, words in {"it": "Incontri tenuti", "fr": "Rencontres tenues", "xx": "Meetings held"}.items():
        assert words in client.get(f"/reports/donor/{report.pk}/preview/?language={code}").content.decode()
    assert ReportFile.objects.count() == 0


def test_the_form_warns_of_a_known_name_and_saves_all_the_same(client, report, manager):
    client.force_login(manager)
    sent = {
        **{name: value.isoformat() for name, value in PERIOD.items()},
        "title": "Half",
        "summary": "Grazie a Wilmer Tupayachi!",
        "version": report.version,
    }
    answer = client.post(f"/reports/donor/{report.pk}/edit/", sent, follow=True)
    assert "“Wilmer Tupayachi”" in answer.content.decode()
    assert Report.objects.get(pk=report.pk).summary == "Grazie a Wilmer Tupayachi!"


def add_partnership(number):
    """One more that the report tells, with all that hangs on it."""
    partnership = PartnershipFactory(title=f"More {number}", stage="agreed")
    StageChangeFactory(partnership=partnership, to_stage="agreed")
    partnership.themes.add(ThemeFactory())
    for record in (ParticipantFactory, FundingLineFactory, ResultFactory):
        record(partnership=partnership)


def questions(report, manager):
    with CaptureQueriesContext(connection) as asked:
        frozen = freeze(report, manager)
        tell(report, frozen, None)
    return len(asked), len(frozen["sheets"])


def test_a_report_asks_as_much_for_many_partnerships_as_for_one(report, manager):
    add_partnership(0)
    one, sheets = questions(report, manager)
    for number in range(1, 9):
        add_partnership(number)
    many, more_sheets = questions(report, manager)
    assert (sheets, more_sheets) == (1, 9)
    assert many <= one < 60
