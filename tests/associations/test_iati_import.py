"""Existing efforts from IATI: read in bounds, added once, never written over what people changed."""

import csv
import io

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from associations.iati_activity import number
from associations.iati_reading import CHUNK, MOST_BYTES, activities_in
from associations.iati_sectors import THEMES_BY_SECTOR, themes_of
from associations.models import Initiative
from midla.records.actions import edit, trash
from midla.records.csv_files import FileRefused
from midla.records.models import Batch, Change
from tests.factories.associations import InitiativeFactory, ThemeFactory
from tests.factories.territories import CountryFactory, SubdivisionFactory

ACTIVITY = """
<iati-activity default-currency="EUR" xml:lang="it">
  <iati-identifier>{identifier}</iati-identifier>
  <reporting-org ref="XM-1"><narrative>Agencia de Prueba</narrative></reporting-org>
  <title><narrative>Caffè delle Ande</narrative><narrative xml:lang="en">{title}</narrative></title>
  <description><narrative>Better   coffee,
   better prices.</narrative></description>
  <participating-org role="1"><narrative>The one who pays</narrative></participating-org>
  <participating-org role="4"><narrative>Cooperativa Uno</narrative></participating-org>
  <activity-date type="1" iso-date="2018-01-01"/>
  <activity-date type="2" iso-date="{start}-03-01"/>
  <activity-date type="3" iso-date="2023-12-31"/>
  <recipient-country code="{country}" percentage="60"/>
  <recipient-country code="KE" percentage="40"/>
  <location><name><narrative>Cusco</narrative></name></location>
  <sector vocabulary="1" code="31110" percentage="50"/>
  <sector vocabulary="1" code="24050" percentage="50"/>
  <sector vocabulary="99" code="11220" percentage="50"/>
  <budget><value value-date="2020-01-01">{budget}</value></budget>
  <budget><value currency="EUR" value-date="2021-01-01">500.5</value></budget>
  <document-link url="https://example.org/project"/>
</iati-activity>
"""
COMPLETE = {"identifier": "XM-1-a", "title": "Coffee of the Andes", "start": "2019", "country": "PE", "budget": "1000"}


def activity(**values):
    return ACTIVITY.format(**{**COMPLETE, **values})


def file_of(*activities, version="2.03", before=""):
    body = "".join(activities)
    return f'<?xml version="1.0"?>{before}<iati-activities version="{version}">{body}</iati-activities>'.encode()


@pytest.fixture
def places(db):
    for code in ("PE", "EC"):
        CountryFactory(code=code)
    cusco = SubdivisionFactory(country=CountryFactory(code="PE"), code="PE-CUS", name="Cusco")
    SubdivisionFactory(country=CountryFactory(code="EC"), code="EC-A", name="Azuay")
    for code in ("agriculture", "remittances"):
        ThemeFactory(code=code)
    return cusco


@pytest.fixture
def run(places, tmp_path):
    """Load a file; what the command printed, or the error it ended with, and its sentences."""

    def load(content, **options):
        path, out, err = tmp_path / "iati.xml", io.StringIO(), io.StringIO()
        path.write_bytes(content)
        try:
            call_command("iati_import", str(path), stdout=out, stderr=err, **options)
        except CommandError as error:
            return f"refused: {error}", err.getvalue().splitlines()
        return out.getvalue().strip(), err.getvalue().splitlines()

    return load


def test_what_iati_tells_becomes_an_existing_effort(run, places):
    assert run(file_of(activity()))[0].startswith("1 added, 0 changed")
    record = Initiative.objects.get()
    told = {
        name: getattr(record, name) for name in ("title", "run_by", "description", "starts_in", "ends_in", "source")
    }
    assert told == {
        "title": "Coffee of the Andes",
        "run_by": "Cooperativa Uno",
        "description": "Better coffee, better prices.",
        "starts_in": 2019,
        "ends_in": 2023,
        "source": "IATI: Agencia de Prueba",
    }
    assert (str(record.budget), record.currency, record.source_url) == ("1500.50", "EUR", "https://example.org/project")
    assert [country.code for country in record.countries.all()] == ["PE"]
    assert (list(record.subdivisions.all()), {theme.code for theme in record.themes.all()}) == (
        [places],
        {"agriculture", "remittances"},
    )
    assert Change.objects.of(record).get().batch == Batch.objects.get()


def test_loading_a_file_twice_changes_nothing(run):
    run(file_of(activity()))
    before = list(Initiative.objects.values())
    assert run(file_of(activity()))[0].startswith("0 added, 0 changed, 1 the same")
    assert (list(Initiative.objects.values()), Batch.objects.count()) == (before, 1)


def test_what_iati_changed_is_taken_over_but_never_an_edit(run, rome_officer):
    run(file_of(activity()))
    edit(Initiative.objects.get(), by=rome_officer, values={"title": "Our own title", "starts_in": 2022})
    said = run(file_of(activity(title="Other", start="2020", budget="2000")))[0]
    record = Initiative.objects.get()
    assert said.startswith("0 added, 1 changed, 0 the same, 2 edits kept")
    assert (record.title, record.starts_in, str(record.budget)) == ("Our own title", 2022, "2500.50")
    run(file_of(activity(title="Third", start="2020", budget="2000")))
    assert Initiative.objects.get().title == "Our own title"


def test_years_of_which_people_changed_one_stay_together(run, rome_officer):
    run(file_of(activity()))
    edit(Initiative.objects.get(), by=rome_officer, values={"starts_in": 2023})
    run(file_of(activity().replace("2023-12-31", "2021-12-31")))
    assert Initiative.objects.values_list("starts_in", "ends_in").get() == (2023, 2023)


def test_an_effort_typed_by_hand_gets_only_what_it_lacks(run):
    InitiativeFactory(title="Typed", iati_identifier="XM-1-a", places=["EC"], budget=None)
    run(file_of(activity()))
    record = Initiative.objects.get()
    assert (record.title, record.run_by, str(record.budget)) == ("Typed", "Cooperativa Uno", "1500.50")
    assert [country.code for country in record.countries.all()] == ["EC"]
    assert not record.subdivisions.exists()


def test_what_lies_in_the_trash_stays_there(run, rome_officer):
    run(file_of(activity()))
    trash(Initiative.objects.get(), by=rome_officer)
    assert "1 in the trash" in run(file_of(activity(title="Other")))[0]
    assert not Initiative.objects.kept().exists()


def test_activities_for_other_countries_are_counted_and_left_out(run):
    said = run(file_of(activity(country="KE"), activity(identifier="XM-1-b", country="EC")))[0]
    assert (said.split(", ")[0], "1 for other countries" in said) == ("1 added", True)


def test_one_activity_that_does_not_fit_holds_all_back_unless_told(run):
    content = file_of(activity(), activity(identifier=""), activity(identifier="x" * 201), activity())
    outcome, problems = run(content)
    assert (outcome, len(problems)) == ("refused: Nothing was loaded: 3 activities do not fit.", 3)
    assert not Initiative.objects.exists()
    outcome, problems = run(content, good_rows=True)
    assert outcome == "refused: 3 activities do not fit and were left out."
    assert problems[-1] == "Activity XM-1-a: its iati-identifier stands in the file twice."
    assert Initiative.objects.count() == 1


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
REFUSED = {
    "entities": (file_of(activity(title="&b;"), before=BOMB), "declares a document type"),
    "a file outside": (file_of(activity(), before=OUTSIDE), "declares a document type"),
    "an unknown entity": (file_of(activity(title="&nbsp;")), "no well-formed XML: line 5"),
    "another version": (file_of(activity(), version="1.05"), "version 1.05"),
    "another kind of XML": (b"<html></html>", "no file of IATI activities"),
    "no XML": (b"Title;Country\nA;PE\n", "no well-formed XML: line 1"),
    "nothing": (b"", "no well-formed XML"),
    "half a file": (file_of(activity())[:-30], "no well-formed XML"),
    "an encoding nobody knows": (b'<?xml version="1.0" encoding="klingon"?><iati-activities/>', "no well-formed XML"),
    "too deep": (b"<iati-activities><iati-activity>" + b"<a>" * 100_000, "nested deeper"),
    "too large": (b" " * (MOST_BYTES + 1), "larger than 20 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_file_that_is_none_gets_a_sentence(run, what):
    content, sentence = REFUSED[what]
    assert sentence in run(content)[0]
    assert not Initiative.objects.exists()


def test_file_that_is_not_there_gets_a_sentence():
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("iati_import", "nowhere.xml")


def test_activities_are_read_whole_wherever_the_file_is_cut():
    padding = "<!-- " + "x" * (CHUNK - 700) + " -->"
    found = activities_in(file_of(padding, *(activity(identifier=str(place)) for place in range(200))))
    assert [element.findtext("iati-identifier") for element in found] == [str(place) for place in range(200)]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"<budget>": '<budget type="2">', "500.5": "7"}, "1007.00 EUR"),
        ({"500.5": "-2000"}, "None "),
        ({"500.5": "NaN"}, "1000.00 EUR"),
        ({"500.5": "1e999999"}, "1000.00 EUR"),
        ({'currency="EUR" value-date': 'currency="USD" value-date'}, "None "),
        ({'"EUR"': '"JPY"'}, "None "),
        ({"<budget>": "<other>", "</budget>": "</other>"}, "None "),
    ],
    ids=["revised", "below zero", "no number", "endless", "two currencies", "a currency not ours", "none"],
)
def test_budget_is_the_sum_in_one_currency_or_none(run, changes, wanted):
    content = activity()
    for old, new in changes.items():
        content = content.replace(old, new)
    run(file_of(content))
    record = Initiative.objects.get()
    assert f"{record.budget} {record.currency}" == wanted


def test_without_a_budget_what_was_committed_counts(run):
    moved = '<transaction><transaction-type code="{}"/><value value-date="2020-01-01">{}</value></transaction>'
    content = activity().replace("<budget>", "<other>").replace("</budget>", "</other>")
    content = content.replace("</iati-activity>", moved.format(2, 90) + moved.format(3, 40) + "</iati-activity>")
    run(file_of(content))
    assert str(Initiative.objects.get().budget) == "90.00"


@pytest.mark.parametrize("day", ["0019-01-01", "nonsense", "9999-01-01", ""])
def test_impossible_date_is_no_year(run, day):
    run(file_of(activity().replace("2019-03-01", day).replace("2018-01-01", day)))
    assert Initiative.objects.values_list("starts_in", "ends_in").get() == (None, 2023)


def test_every_theme_of_a_sector_is_one_of_the_list():
    path = settings.BASE_DIR / "associations" / "data" / "theme.csv"
    with path.open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert {theme for themes in THEMES_BY_SECTOR.values() for theme in themes} <= known


def test_longest_beginning_of_a_sector_decides():
    assert (themes_of("11330"), themes_of("11320"), themes_of("311")) == (
        ("education", "training"),
        ("education",),
        ("agriculture",),
    )
    assert (themes_of("99810"), themes_of(""), themes_of("1")) == ((), (), ())


@given(text=st.text(max_size=40))
def test_any_text_is_an_amount_or_nothing(text):
    assert number(text).is_finite()


@given(content=st.binary(max_size=300))
def test_any_file_is_read_or_refused(content):
    try:
        assert list(activities_in(content)) == []
    except FileRefused as refused:
        assert str(refused.sentence)
