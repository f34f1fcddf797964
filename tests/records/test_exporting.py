"""Lists as files: what a spreadsheet program reads is what the records hold, and never a formula."""

import datetime
import io
import re
import zipfile
import zoneinfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.models import Association
from contacts.models import Person
from midla.records.exporting import csv_column, guarded
from midla.records.fields import composed
from midla.records.models import Access
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, TagFactory, ThemeFactory
from tests.factories.contacts import (
    AffiliationFactory,
    ConsentFactory,
    LanguageFactory,
    MeetingFactory,
    PersonFactory,
)
from tests.reading import content, csv_rows, read, sheets

GOLDEN_CSV = (
    "\ufeffAssociation;Form;Short name;Former name;Community;Province;Region;Engagement;Last contact;Next step;"
    "Members;Founded in;Women, %;Under 30, %;What it does here;What it does at home;What is missing;Officer;Office;"
    "Themes;Tags;E-mail;Phone;Website;Address;Tax code;VAT number;Identified on;Recorded on;Changed on\r\n"
    '"Ñandú ""Perú"" d’Oro";registered association;ÑP;\'=SUM(A1:A9);EC, PE;Genova;Liguria;identified;;;1200;1998;;;'
    '"Quota: 5 € al mese;\nmartedì";;Tax code;Giulia Rossi;rome;culture;tag,uno;soci@example.org;+39 010 1234567;;'
    "'@via Prè, 3;;;2026-03-29;2026-03-29 12:30;2026-03-29 12:30\r\n"
)


@pytest.fixture
def nandu(rome_officer):
    """An association with accents, a currency sign, quotes, a formula, separators, days and a phone number."""
    association = AssociationFactory(
        name='Ñandú "Perú" d’Oro',
        short_name="ÑP",
        former_name="=SUM(A1:A9)",
        form="registered",
        members=1200,
        founded_in=1998,
        does_here="Quota: 5 € al mese;\nmartedì",
        email="soci@example.org",
        phone="+39 010 1234567",
        address="@via Prè, 3",
        identified_on=datetime.date(2026, 3, 29),
        owner=rome_officer,
        serves=["PE", "EC"],
    )
    association.themes.add(ThemeFactory())
    association.tags.add(TagFactory(name="tag,uno"))
    moment = datetime.datetime(2026, 3, 29, 10, 30, tzinfo=datetime.UTC)
    Association.objects.update(created_at=moment, updated_at=moment)
    return association


# --- CSV --------------------------------------------------------------------------------------------------------------
def test_csv_equals_the_golden_file(client, nandu, rome_officer):
    client.force_login(rome_officer)
    assert content(client.get("/associations/export.csv")).decode() == GOLDEN_CSV


def test_csv_has_commas_where_asked(client, nandu, rome_officer):
    client.force_login(rome_officer)
    with_commas = csv_rows(client.get("/associations/export.csv?separator=,"), ",")
    assert with_commas == csv_rows(client.get("/associations/export.csv"))
    assert csv_rows(client.get("/associations/export.csv?separator=x")) == with_commas


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=", "-", "+", "@", "--1", "-2-3", "+1/0", "-1e5x", "+39 a"],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        *("", "Ñandú", "1+1", "'=1", "-5", "+5", "-1.234,56", "-0.5", "-.5", "a=b", " =1"),
        *("+393471234567", "+39 347 123 4567", "+39 (0)10 123456", "+51-1-4567890", "+593 2/345.6789"),
    ],
)
def test_numbers_and_phone_numbers_stay_as_they_are(text):
    assert guarded(text) == text


def test_a_column_of_csv_may_hold_values_of_several_kinds():
    moment = datetime.datetime(2026, 3, 29, 10, 30, 59, tzinfo=datetime.UTC)
    rome, day = zoneinfo.ZoneInfo("Europe/Rome"), datetime.date(2026, 3, 29)
    cells = ["=1", None, "", 5, day, moment, moment.replace(tzinfo=None)]
    assert csv_column(cells, rome) == ["'=1", None, "", 5, day, "2026-03-29 12:30", "2026-03-29 10:30"]


def test_headings_come_before_any_row_is_read(client, nandu, rome_officer):
    client.force_login(rome_officer)
    answer = client.get("/associations/export.csv")
    assert answer.streaming
    first = next(iter(answer.streaming_content)).decode()
    assert first.count("\r\n") == 1
    assert first.startswith("\ufeffAssociation;")


# --- XLSX -------------------------------------------------------------------------------------------------------------
def test_xlsx_holds_typed_values(client, nandu, rome_officer):
    client.force_login(rome_officer)
    heads, row = sheets(client.get("/associations/export.xlsx"))[0]
    cells = dict(zip(heads, row, strict=True))
    assert cells["Association"] == 'Ñandú "Perú" d’Oro'
    assert (cells["Members"], cells["Founded in"]) == (1200, 1998)
    assert cells["Identified on"] == datetime.date(2026, 3, 29)
    # Rome's clocks had gone on an hour that night.
    assert cells["Recorded on"] == datetime.datetime(2026, 3, 29, 12, 30)
    assert (cells["Phone"], cells["Former name"]) == ("+39 010 1234567", "=SUM(A1:A9)")
    assert cells["Women, %"] == ""


def test_xlsx_holds_no_formula_and_no_link(client, nandu, rome_officer):
    Association.objects.update(website="https://example.org/", short_name="=HYPERLINK(1)")
    client.force_login(rome_officer)
    with zipfile.ZipFile(io.BytesIO(content(client.get("/associations/export.xlsx")))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_xlsx_leaves_out_what_xml_cannot_hold(client, rome_officer):
    AssociationFactory(name="A\ufffeB\uffffC")
    client.force_login(rome_officer)
    assert sheets(client.get("/associations/export.xlsx"))[0][1][0] == "ABC"


def test_second_sheet_says_who_when_and_which_filters(client, nandu, rome_officer):
    client.force_login(rome_officer)
    rows, about = sheets(client.get("/associations/export.xlsx?q=nandu&form=registered"))
    assert len(rows) == 2
    told = [(row[0], row[1]) for row in about]
    assert told[:2] == [("What", "associations"), ("Exported by", "Giulia Rossi")]
    assert ("Records", 1) in told
    assert [value for label, value in told if label == "Filter"] == ["Name: nandu", "Form: registered association"]


def test_file_name_says_what_by_which_filters_who_and_when(client, nandu, rome_officer):
    client.force_login(rome_officer)
    name = client.get("/associations/export.csv?q=Ñandú").headers["Content-Disposition"]
    assert re.fullmatch(
        r'attachment; filename="midla_associations_name-nandu_giulia-rossi_\d{4}-\d\d-\d\d-\d{4}\.csv"', name
    )


def test_a_meeting_is_written_as_clocks_at_the_venue_showed_it(client, rome_officer):
    MeetingFactory(starts_at=datetime.datetime(2026, 11, 10, 2, 30, tzinfo=datetime.UTC), time_zone="America/Lima")
    client.force_login(rome_officer)
    heads, row = csv_rows(client.get("/meetings/export.csv"))
    cells = dict(zip(heads, row, strict=True))
    assert (cells["When"], cells["Time zone"]) == ("2026-11-09 21:30", "America/Lima")
    heads, row = sheets(client.get("/meetings/export.xlsx"))[0]
    assert dict(zip(heads, row, strict=True))["When"] == datetime.datetime(2026, 11, 9, 21, 30)


# --- any text ---------------------------------------------------------------------------------------------------------
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60)
RISKY = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", ";", '"', "'", "\n"]), ANY_TEXT)


@given(text=ANY_TEXT | RISKY)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_back_from_csv(client, nandu, rome_officer, text):
    Association.objects.update(does_here=text)
    text = composed(text)
    client.force_login(rome_officer)
    heads, row = csv_rows(client.get("/associations/export.csv"))
    cell = row[heads.index("What it does here")]
    assert cell == guarded(text)
    assert cell.removeprefix("'") == text.removeprefix("'")


@given(text=ANY_TEXT | RISKY)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_back_from_xlsx(client, nandu, rome_officer, text):
    Association.objects.update(does_here=text)
    text = composed(text)
    client.force_login(rome_officer)
    heads, row = sheets(client.get("/associations/export.xlsx"))[0]
    assert row[heads.index("What it does here")] == re.sub("[\ufffe\uffff]", "", text)


# --- whose rows, which columns ----------------------------------------------------------------------------------------
def test_viewers_and_the_focal_point_take_nothing_out(client, nandu, lima_viewer, focal_point):
    for user in (lima_viewer, focal_point):
        client.force_login(user)
        for kind in ("csv", "xlsx"):
            assert client.get(f"/associations/export.{kind}").status_code == 403
            assert client.post(f"/associations/export.{kind}", {"pick": nandu.pk}).status_code == 403
        assert "export." not in client.get("/associations/").content.decode()
    assert not Access.objects.exists()


def test_file_holds_the_rows_of_the_screen_in_their_order(client, rome_officer, quito_officer):
    for number, codes in enumerate((["PE"], ["EC"], ["EC", "PE"], ["EC"])):
        AssociationFactory(name=f"Ñandú {number}", members=number, serves=codes)
    AssociationFactory(name="Somebody else", serves=["EC"])
    for user, expected in ((rome_officer, [3, 2, 1, 0]), (quito_officer, [3, 2, 1])):
        client.force_login(user)
        shown = read(client, "/associations/?q=nandu&sort=-members")
        for rows in (
            csv_rows(client.get("/associations/export.csv?q=nandu&sort=-members")),
            sheets(client.get("/associations/export.xlsx?q=nandu&sort=-members"))[0],
        ):
            assert [row[0] for row in rows[1:]] == shown.names == [f"Ñandú {number}" for number in expected]


def test_only_the_picked_rows_are_taken_out_and_only_those_seen(client, quito_officer):
    seen, other, hidden = (AssociationFactory(serves=[code]) for code in ("EC", "EC", "PE"))
    client.force_login(quito_officer)
    answer = client.post("/associations/export.csv", {"pick": [seen.pk, hidden.pk], "query": ""})
    assert [row[0] for row in csv_rows(answer)[1:]] == [seen.name]
    about = sheets(client.post("/associations/export.xlsx", {"pick": [other.pk], "query": ""}))[1]
    assert ["Rows", "only those picked"] in [row[:2] for row in about]


def test_with_nothing_picked_there_is_a_sentence_and_no_file(client, nandu, rome_officer):
    client.force_login(rome_officer)
    answer = client.post("/associations/export.xlsx", {"query": "q=nandu"}, follow=True)
    assert answer.redirect_chain == [("/associations/?q=nandu", 302)]
    assert "Nothing was picked." in answer.content.decode()
    assert not Access.objects.exists()


def test_an_export_is_noted_with_who_how_much_and_for_what(client, nandu, rome_officer):
    client.force_login(rome_officer)
    client.get("/associations/export.csv")
    access = Access.objects.get()
    assert (access.by, access.act, access.model_label, access.rows) == (
        rome_officer,
        "export",
        "associations.organisation",
        1,
    )
    assert access.purpose == "internal use"


def test_a_filter_that_cannot_be_read_gives_no_file(client, nandu, rome_officer):
    client.force_login(rome_officer)
    assert client.get("/associations/export.csv?updated_since=0001-01-01").status_code == 400
    assert not Access.objects.exists()


def test_contact_data_are_only_of_those_whose_the_reader_may_read(client, rome_officer, quito_officer):
    PersonFactory(family_names="Agreed", phone="+393470000001", citizen_of=["EC"])
    PersonFactory(family_names="Not asked", phone="+393470000002", citizen_of=["EC"])
    ConsentFactory(person=Person.objects.get(family_names="Agreed"), purpose="transfer")
    phones = {}
    for user in (rome_officer, quito_officer):
        client.force_login(user)
        heads, *rows = csv_rows(client.get("/people/export.csv"))
        phones[user] = [row[heads.index("Phone")] for row in rows]
    assert phones[rome_officer] == ["+393470000001", "+393470000002"]
    assert phones[quito_officer] == ["+393470000001", ""]


def test_special_category_data_are_in_no_file(client, manager):
    person = PersonFactory()
    person.languages.add(LanguageFactory(code="es"), LanguageFactory(code="quechua", special=True))
    AffiliationFactory(person=person, organisation=AssociationFactory(name="Hermandad", form="religious"))
    AffiliationFactory(person=person, organisation=AssociationFactory(name="Club Sport"))
    client.force_login(manager)
    text = content(client.get("/people/export.csv")).decode()
    assert "Club Sport" in text
    assert "Hermandad" not in text
    assert "quechua" not in text


def test_a_person_who_looks_after_records_is_named_as_text(client, manager):
    AssociationFactory(owner=UserFactory(name="=cmd|' /C calc'!A0"))
    client.force_login(manager)
    heads, row = csv_rows(client.get("/associations/export.csv"))
    assert row[heads.index("Officer")] == "'=cmd|' /C calc'!A0"
