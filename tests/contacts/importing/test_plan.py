"""A plan is what happens: for many files that nobody wrote by hand, and a second time nothing happens."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
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
from midla.records.models import Change, ImportFile, Verdict

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
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


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


@given(st.data())
def test_headings_are_known_however_they_are_written_and_wherever_they_stand(data):
    columns = IMPORT_TYPES["people"].columns
    chosen = data.draw(st.permutations(columns))
    write = data.draw(st.sampled_from([str.upper, str.lower, str.title, lambda word: f" {word} "]))
    headings = [write(data.draw(st.sampled_from(column.words))) for column in chosen]
    assert recognised(Table(headings, []), columns) == [column.name for column in chosen]
