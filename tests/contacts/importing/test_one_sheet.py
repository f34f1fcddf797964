"""Organisation, person, role, consent and meeting from one sheet; all of it is taken back as a whole."""

import datetime

import pytest

from associations.models import Organisation, OrganisationActivity
from contacts.models import Affiliation, Consent, Meeting, Person
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.undoing import undo_import
from midla.records.importing.writing import carry_out
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import ConsentFactory, MeetingFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("named_words")

HEAD = "Nome,Cognome,Email,Nazionalità,Provincia,Associazione,Carica,Incontrato il,Verbale\n"
SHEET = HEAD + (
    "Ana,Quispe,a@example.org,PE,GE,Casa Andina,presidente,3/3/2024,Assemblea\n"
    "Eva,Condori,e@example.org,PE,GE,Casa Andina,socio,3/3/2024,Assemblea\n"
    "Luz,Rojas,l@example.org,EC,GE,,,4/3/2024,\n"
)


def bring_in(text, user):
    """Take a file in, look through it, write it."""
    file = take_in("people", text.encode(), "list.csv", user=user)
    make_plan(file)
    carry_out(file, by=user)
    file.refresh_from_db()
    return file


def test_one_sheet_tells_of_everything(run):
    assert run("import_people", SHEET)[0] == "3 added, 0 completed, 0 there already, 0 possibly doubles"
    association = Organisation.objects.get()
    assert (Person.objects.count(), Affiliation.objects.count()) == (3, 2)
    assembly, talk = Meeting.objects.order_by("starts_at")
    assert (assembly.day, assembly.said, assembly.state) == (datetime.date(2024, 3, 3), "Assemblea", "held")
    assert list(assembly.organisations.all()) == [association]
    assert sorted(person.given_names for person in assembly.people.all()) == ["Ana", "Eva"]
    assert [person.given_names for person in talk.people.all()] == ["Luz"]
    assert OrganisationActivity.objects.get(organisation=association).last_met_on == datetime.date(2024, 3, 3)


def test_the_same_sheet_twice_and_a_longer_one_add_nothing_twice(run):
    run("import_people", SHEET)
    assert run("import_people", SHEET)[0] == "0 added, 0 completed, 3 there already, 0 possibly doubles"
    longer = SHEET.replace("Incontrato il", "Comune,Incontrato il").replace(",3/3/2024", ",Genova,3/3/2024")
    run("import_people", longer.replace(",4/3/2024", ",,4/3/2024"))
    assert (Meeting.objects.count(), Affiliation.objects.count()) == (2, 2)


def test_a_meeting_that_is_recorded_takes_the_people_of_the_sheet(run):
    association = AssociationFactory(name="Casa Andina")
    held = MeetingFactory(starts_at=datetime.datetime(2024, 3, 3, 17, tzinfo=datetime.UTC), state="held")
    held.organisations.add(association)
    run("import_people", SHEET)
    assert sorted(person.given_names for person in held.people.all()) == ["Ana", "Eva"]
    assert Meeting.objects.count() == 2


def test_a_meeting_to_come_is_refused(run):
    text = HEAD + "Ana,Quispe,a@example.org,PE,GE,,,3/3/2099,\n"
    assert run("import_people", text)[1] == [
        "Row 2: Column “Incontrato il”: This day is still to come. Write the day on which you met."
    ]


def test_undo_takes_everything_back(rome_officer):
    association = AssociationFactory(name="Casa Andina")
    held = MeetingFactory(starts_at=datetime.datetime(2024, 3, 3, 17, tzinfo=datetime.UTC), state="held")
    held.organisations.add(association)
    there = PersonFactory(given_names="Luz", family_names="Rojas", email="l@example.org", town="Roma")
    file = bring_in(SHEET, rome_officer)
    assert held.people.count() == 2
    undone = undo_import(file, by=rome_officer)
    assert undone.stayed == 0
    assert list(Person.objects.kept()) == [there]
    assert list(Meeting.objects.kept()) == [held]
    assert (held.people.count(), Affiliation.objects.kept().count()) == (0, 0)


CONSENT = "Nome,Cognome,Email,Consenso,Data del consenso,Modalità del consenso\n"


def test_undo_takes_consent_back_from_people_who_were_there(rome_officer):
    there = PersonFactory(given_names="Ana", family_names="Quispe", email="a@example.org")
    before = ConsentFactory(person=there, purpose="contact", state="withdrawn", said_on=datetime.date(2024, 1, 1))
    text = CONSENT + "Ana,Quispe,a@example.org,sì,1/2/2024,written\nEva,Condori,e@example.org,sì,1/2/2024,written\n"
    file = bring_in(text, rome_officer)
    assert sorted(Consent.objects.values_list("person__given_names", "state")) == [
        ("Ana", "given"),
        ("Ana", "withdrawn"),
        ("Eva", "given"),
    ]
    undone = undo_import(file, by=rome_officer)
    assert (undone.records, undone.stayed) == (2, 0)
    assert list(Consent.objects.all()) == [before]
