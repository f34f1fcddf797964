"""A plan is what happens: for many files that nobody wrote by hand, and a second time nothing happens."""

import csv
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from associations.models import Organisation
from contacts.models import Affiliation, Person
from midla.records.importing.columns import recognised
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.tables import Table
from midla.records.importing.types import IMPORT_TYPES
from midla.records.importing.undoing import undo_import
from midla.records.importing.writing import carry_out
from midla.records.models import Batch, Change, ImportFile, Verdict
from tests.factories.contacts import PersonFactory

pytestmark = pytest.mark.usefixtures("named_words")

HEADINGS = ("Nome", "Cognome", "Email", "Telefono", "Nazionalità", "Provincia", "Associazione", "Carica", "Nato il")
ROW = st.tuples(
    st.sampled_from(["Ana", "Eva", "ANA", "", "=cmd", "José\u0301"]),
    st.sampled_from(["Quispe", "quispe", "Condori", ""]),
    st.sampled_from(["a@example.org", "A@example.org", "b@example.org", "", "nonsense"]),
    st.sampled_from(["010 1234567", "+390101234567", "", "12"]),
    st.sampled_from(["PE", "Perú, Ecuador", "", "Atlantis"]),
    st.sampled_from(["Genova", "GE", "", "Boh"]),
    st.sampled_from(["Casa", "CASA", "Altra", ""]),
    st.sampled_from(["presidente", "socio", "", "re"]),
    st.sampled_from(["1/2/1980", "31/2/1980", "", "1980-02-01"]),
)
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def file_of(rows, user):
    """The rows, taken in and looked through."""
    written = io.StringIO()
    csv.writer(written).writerows([HEADINGS, *rows])
    file = take_in("people", written.getvalue().encode(), "list.csv", user=user)
    make_plan(file)
    return file


def recorded():
    """How many there are of each."""
    return Person.objects.kept().count(), Affiliation.objects.kept().count(), Organisation.objects.kept().count()


# Two rows of one person in one role of one holder, of which the second says more.
@example(
    rows=[
        ("Ana", "", "", "+390101234567", "PE", "GE", "Casa", "presidente", ""),
        ("Ana", "", "b@example.org", "010 1234567", "PE", "", "CASA", "presidente", "1980-02-01"),
    ]
)
@FEW
@given(rows=st.lists(ROW.filter(any), min_size=1, max_size=8))
def test_what_was_shown_is_what_happens(rome_officer, rows):
    before, people = recorded(), Person.objects.kept().count()
    file = file_of(rows, rome_officer)
    promised = {verdict: file.rows.of(verdict).count() for verdict in Verdict}
    assert sum(promised.values()) == file.rows.count()
    assert recorded() == before
    batch = carry_out(file, by=rome_officer, good_rows=True)
    assert Person.objects.kept().count() - people == promised[Verdict.CREATE]
    changed = Change.objects.filter(batch=batch, model_label="contacts.person", verb="edited").count()
    own = file.rows.of(Verdict.UPDATE).exclude(record_id=None)
    assert changed == len({row.record_id for row in own if "values" in row.plan or "many" in row.plan})
    doubtful = list(file.rows.of(Verdict.DOUBT).values_list("number", flat=True))

    after = recorded()
    again = file_of(rows, rome_officer)
    # Whom a row may have meant is known better, now that the others are recorded; nobody is added.
    assert not again.rows.of(Verdict.CREATE).exists()
    assert not again.rows.of(Verdict.UPDATE).exclude(number__in=doubtful).exists()
    assert recorded() == after

    file.refresh_from_db()
    undo_import(file, by=rome_officer)
    assert recorded() == before
    ImportFile.objects.all().delete()


KNOWN = st.tuples(
    st.sampled_from(["Ana", "Eva", "José"]),
    st.sampled_from(["Quispe", "Condori", ""]),
    st.sampled_from(["a@example.org", "b@example.org", ""]),
    st.sampled_from(["+390101234567", ""]),
    st.sampled_from(["Roma", ""]),
    st.lists(st.sampled_from(["PE", "EC"]), unique=True),
)
MORE = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COLUMNS = ("given_names", "family_names", "email", "phone", "town", "birth_date", "province_id")


def everybody():
    """What is recorded of each person who is not in the trash: columns by name, citizenships."""
    return {
        person.pk: {
            **{name: getattr(person, name) for name in COLUMNS},
            "citizenships": sorted(country.code for country in person.citizenships.all()),
        }
        for person in Person.objects.kept().prefetch_related("citizenships")
    }


def given_by(row):
    """What a planned row gives a record, as Python holds it."""
    columns = {column.attname: column for column in Person._meta.concrete_fields}
    values = {name: columns[name].to_python(value) for name, value in row.plan.get("values", {}).items()}
    return {**values, **{name: sorted(keys) for name, keys in row.plan.get("many", {}).items()}}


def promised(rows, before):
    """Everybody as a plan says: those who are there by their keys, those to be added in the order of the rows."""
    there, new = {key: dict(known) for key, known in before.items()}, {}
    blank = {**dict.fromkeys(COLUMNS, ""), "birth_date": None, "province_id": None, "citizenships": []}
    for row in rows:
        if row.verdict == Verdict.CREATE:
            new[row.number] = {**blank, **given_by(row)}
        elif row.verdict == Verdict.UPDATE and row.record_id:
            union = {"citizenships": there[row.record_id]["citizenships"]} | given_by(row)
            union["citizenships"] = sorted({*union["citizenships"], *there[row.record_id]["citizenships"]})
            there[row.record_id] |= union
        elif row.verdict == Verdict.UPDATE:
            new[row.same_as] |= given_by(row)
    told = {name for person in new.values() for name in person}
    assert told <= {*blank, "languages"}
    return there, list(new.values())


@MORE
@given(
    known=st.lists(KNOWN, max_size=3),
    rows=st.lists(ROW.filter(any), min_size=1, max_size=8),
    decide=st.lists(st.sampled_from([None, 0, 1, -1]), min_size=8, max_size=8),
)
def test_records_become_what_the_plan_says_and_what_they_were_when_it_is_undone(rome_officer, known, rows, decide):
    for given_names, family_names, email, phone, town, codes in known:
        person = PersonFactory(given_names=given_names, family_names=family_names, email=email, phone=phone, town=town)
        person.citizenships.set(codes)
    before = everybody()
    file = file_of(rows, rome_officer)
    for row, choice in zip(file.rows.of(Verdict.DOUBT), decide, strict=False):
        candidates = row.plan["candidates"]
        row.decided = candidates[0 if choice == 1 else -1] if choice else choice
        row.save()
    make_plan(file)
    planned = list(file.rows.all())
    assert everybody() == before
    there, new = promised(planned, before)
    carry_out(file, by=rome_officer, good_rows=True)
    after = everybody()
    assert {key: after[key] for key in before} == there
    assert [after[key] for key in sorted(after) if key not in before] == new
    file.refresh_from_db()
    assert undo_import(file, by=rome_officer).stayed == 0
    assert everybody() == before
    for model in (ImportFile, Affiliation, Change, Batch):
        model._base_manager.all().delete()
    Person._base_manager.all().delete()
    Organisation._base_manager.all().delete()


@given(st.data())
def test_headings_are_known_however_they_are_written_and_wherever_they_stand(data):
    columns = IMPORT_TYPES["people"].columns
    chosen = data.draw(st.permutations(columns))
    write = data.draw(st.sampled_from([str.upper, str.lower, str.title, lambda word: f" {word} "]))
    headings = [write(data.draw(st.sampled_from(column.words))) for column in chosen]
    assert recognised(Table(headings, []), columns) == [column.name for column in chosen]
