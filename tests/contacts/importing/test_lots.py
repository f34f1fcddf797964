"""Files are read, compared, written some rows at a time: where a lot ends changes nothing, and none is held on to."""

from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.models import Organisation
from contacts.importing import met
from contacts.models import Affiliation, Meeting, Person
from midla.records.actions import create
from midla.records.csv_files import FileRefused
from midla.records.importing import planning, writing
from midla.records.importing.keys import Keys
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.undoing import undo_import
from midla.records.importing.writing import carry_out
from midla.records.models import ImportedRow, ImportFile, ImportRow, Verdict
from midla.records.storing import in_lots
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("named_words")

HEAD = "Nome,Cognome,Email,Telefono,Nazionalità,Provincia,Associazione,Carica,Nato il,Comune\n"
ROW = st.tuples(
    st.sampled_from(["Ana", "Eva"]),
    st.sampled_from(["Quispe", "Condori"]),
    st.sampled_from(["a@example.org", "b@example.org", ""]),
    st.sampled_from(["010 1234567", ""]),
    st.sampled_from(["PE", "EC", "Atlantis", ""]),
    st.sampled_from(["GE", ""]),
    st.sampled_from(["Casa", "Altra", ""]),
    st.sampled_from(["presidente", "socio"]),
    st.sampled_from(["1/2/1980", ""]),
    st.sampled_from(["Savona", "Genova", ""]),
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_lots_of(size, monkeypatch):
    """Have so many rows looked through, or written, at once."""
    for module in (planning, writing):
        monkeypatch.setattr(module, "AT_ONCE", size)


def planned(file):
    """What happens to each row, without the keys of what one run recorded."""
    make_plan(file)
    return list(file.rows.values_list("number", "verdict", "why", "same_as", "plan"))


def recorded():
    """What there is, by name."""
    return (
        sorted(
            Person.objects.kept().values_list("given_names", "family_names", "email", "phone", "town", "birth_date")
        ),
        sorted(Affiliation.objects.kept().values_list("person__email", "organisation__name", "role__code")),
        sorted(Organisation.objects.kept().values_list("name", "province__plate", "communities")),
    )


@FEW
@given(rows=st.lists(ROW, min_size=2, max_size=10), size=st.integers(1, 4))
def test_where_a_lot_ends_changes_nothing(rome_officer, monkeypatch, rows, size):
    text = HEAD + "".join(f"{','.join(row)}\n" for row in rows)
    file = take_in("people", text.encode(), "list.csv", user=rome_officer)
    whole = planned(file)
    found = []
    for lot in (1_000, size):
        with monkeypatch.context() as small:
            in_lots_of(lot, small)
            assert planned(file) == whole
            carry_out(file, by=rome_officer, good_rows=True)
        found.append(recorded())
        file.refresh_from_db()
        undo_import(file, by=rome_officer)
        ImportFile.objects.update(batch=None)
    assert found[0] == found[1]
    ImportFile.objects.all().delete()


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_rows_that_mean_one_record_come_together(rome_officer, monkeypatch, size):
    known = [PersonFactory(given_names=name, family_names="Quispe", email=f"{name}@example.org") for name in ("A", "B")]
    rows = [f"{name},Quispe,{name}@example.org,{word}\n" for word in ("one", "two", "three") for name in ("A", "B")]
    in_lots_of(size, monkeypatch)
    file = take_in("people", ("Nome,Cognome,Email,Note\n" + "".join(rows)).encode(), "list.csv", user=rome_officer)
    make_plan(file)
    carry_out(file, by=rome_officer)
    for person in known:
        person.refresh_from_db()
        assert (person.version, person.notes) == (2, "three")


def held(thing, seen=None):
    """How many things the lists, sets and dictionaries hold that an object keeps, and those that these keep."""
    seen = set() if seen is None else seen
    if id(thing) in seen or isinstance(thing, (str, int, Model, Keys, type)):
        return 0
    seen.add(id(thing))
    if isinstance(thing, dict):
        return len(thing) + sum(held(one, seen) for one in thing.values())
    if isinstance(thing, (list, tuple, set, frozenset)):
        return len(thing) + sum(held(one, seen) for one in thing)
    own = getattr(type(thing), "__module__", "").partition(".")[0] in {"midla", "contacts", "associations"}
    return sum(held(one, seen) for one in vars(thing).values()) if own and hasattr(thing, "__dict__") else 0


MORE_HEAD = (
    "Nome,Cognome,Email,Nazionalità,Provincia,Associazione,Carica,Consenso,Data del consenso,Modalità del consenso"
)


def many(count):
    """A file of people with new organisations, single roles, consents, meetings; every other row says more of one."""
    rows = "".join(
        f"Ana{number // 2},Quispe,a{number // 2}@example.org,PE,GE,Casa {number},presidente,sì,1/2/2024,written,"
        f"{number % 28 + 1}/3/2024,{number}\n"
        for number in range(count)
    )
    return f"{MORE_HEAD},Incontrato il,Comune\n{rows}"


def test_no_more_is_held_for_a_file_of_four_times_the_rows(rome_officer, monkeypatch):
    kept = []
    for module, name in ((planning, "Planner"), (writing, "Writing")):
        made = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, made=made: kept.append(made(*given)) or kept[-1])
    in_lots_of(8, monkeypatch)
    found = []
    for count in (24, 96):
        kept.clear()
        file = take_in("people", many(count).encode(), "list.csv", user=rome_officer)
        make_plan(file)
        carry_out(file, by=rome_officer)
        assert file.rows.of(Verdict.UPDATE).exclude(same_as=None).count() == count // 2
        found.append([held(one) for one in kept])
        file.refresh_from_db()
        undo_import(file, by=rome_officer)
    assert found[0] == found[1]
    assert Meeting.objects.kept().count() == 0


@pytest.mark.parametrize("size", [1, 1_000])
def test_meetings_of_one_day_that_tell_different_things_stay_two(rome_officer, monkeypatch, size):
    """What the import itself recorded is no meeting that was there; what was there gets everybody in one edit."""
    monkeypatch.setattr(met, "in_lots", partial(in_lots, size=size))
    there = MeetingFactory(starts_at="2024-03-01T12:00:00Z", time_zone="Europe/Rome")
    there.organisations.add(AssociationFactory(name="Casa"))
    AssociationFactory(name="Altra")
    head = "Nome,Email,Provincia,Associazione,Incontrato il,Verbale\n"
    rows = [f"Ana{name}{said},{name}{said}@example.org,GE,{name},1/3/2024,{said}\n" for name in ("Casa", "Altra")
            for said in ("uno", "due")]  # fmt: skip
    file = take_in("people", (head + "".join(rows)).encode(), "list.csv", user=rome_officer)
    make_plan(file)
    carry_out(file, by=rome_officer)
    there.refresh_from_db()
    assert (there.version, there.people.count()) == (2, 2)
    assert sorted(Meeting.objects.exclude(pk=there.pk).values_list("said", "organisations__name")) == [
        ("due", "Altra"),
        ("uno", "Altra"),
    ]


def test_a_file_that_is_refused_for_its_last_row_leaves_nothing(rome_officer):
    text = "Nome,Cognome\n" + "Ana,Quispe\n" * 3_000 + f"Eva,{'C' * 200_000}\n"
    with pytest.raises(FileRefused):
        take_in("people", text.encode(), "list.csv", user=rome_officer)
    assert (ImportFile.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_plans_of_before_say_in_their_column_what_they_complete(rome_officer):
    move = import_module("midla.records.migrations.0009_move_which_row_a_row_completes")
    text = "Nome,Cognome,Email,Comune\nAna,Quispe,a@example.org,\nAna,Quispe,a@example.org,Savona\n"
    file = take_in("people", text.encode(), "list.csv", user=rome_officer)
    make_plan(file)
    told = list(file.rows.values_list("plan", "same_as"))
    move.to_plan(apps, None)
    assert [(row.plan.get("same_as"), row.same_as) for row in file.rows.all()] == [(None, None), (2, None)]
    move.to_column(apps, None)
    assert list(file.rows.values_list("plan", "same_as")) == told
    carry_out(file, by=rome_officer)
    assert list(Person.objects.values_list("email", "town")) == [("a@example.org", "Savona")]
    assert ImportedRow.objects.count() == 2


def test_a_row_that_rests_on_another_is_written_whatever_was_recorded_meanwhile(rome_officer):
    rows = "Ana,Quispe,,Nueva,PE\nEva,Condori,GE,Nueva,PE\n"
    text = "Nome,Cognome,Provincia,Associazione,Nazionalità\n" + rows
    file = take_in("people", text.encode(), "list.csv", user=rome_officer)
    make_plan(file)
    create(Person(given_names="Luz", family_names="Rojas"), by=rome_officer)
    carry_out(file, by=rome_officer)
    assert Organisation.objects.get(name="Nueva").affiliations.count() == 2
