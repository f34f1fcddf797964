"""The gate: nothing recorded means no, and the newest word holds."""

import datetime

import pytest
from django.utils import timezone

from contacts.actions.consent import record_consent
from contacts.consent import allows, contact_readable, may_read_contacts, people_allowing
from contacts.models import Consent, Person, Purpose
from tests.factories.contacts import ConsentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def say(person, by, state="given", purpose=Purpose.CONTACT, **more):
    return record_consent(person=person, purpose=purpose, state=state, method="spoken", language="es", by=by, **more)


def test_with_nothing_recorded_the_gate_says_no():
    person = PersonFactory()
    assert [allows(person, purpose) for purpose in Purpose] == [False, False, False]
    assert list(people_allowing(Person.objects.all(), Purpose.CONTACT)) == []


def test_one_purpose_says_nothing_of_another(rome_officer):
    person = PersonFactory()
    say(person, rome_officer)
    assert [purpose for purpose in Purpose if allows(person, purpose)] == [Purpose.CONTACT]


def test_the_newest_word_holds_whatever_day_it_names(rome_officer):
    withdrawn, given = PersonFactory(), PersonFactory()
    say(withdrawn, rome_officer)
    say(withdrawn, rome_officer, "withdrawn", said_on="2020-01-01")
    say(given, rome_officer, "withdrawn")
    say(given, rome_officer)
    assert [allows(withdrawn, Purpose.CONTACT), allows(given, Purpose.CONTACT)] == [False, True]
    assert list(people_allowing(Person.objects.all(), Purpose.CONTACT)) == [given]


def test_a_yes_of_before_the_no_does_not_open_the_gate_again(rome_officer):
    person, today = PersonFactory(), timezone.localdate()
    say(person, rome_officer, "withdrawn", said_on=today - datetime.timedelta(days=9))
    say(person, rome_officer, said_on=today - datetime.timedelta(days=10))
    assert not allows(person, Purpose.CONTACT)
    assert [row.state for row in Consent.objects.order_by("id")] == ["withdrawn", "given", "withdrawn"]
    say(person, rome_officer, said_on=today)
    assert allows(person, Purpose.CONTACT)


def test_recording_adds_a_row_and_keeps_the_wording_that_was_shown(rome_officer):
    person = PersonFactory()
    say(person, rome_officer)
    say(person, rome_officer, "withdrawn", shown="Lei è d'accordo?")
    rows = list(Consent.objects.order_by("id").values_list("state", "recorded_by", "wording"))
    assert rows[1] == ("withdrawn", rome_officer.pk, "Lei è d'accordo?")
    assert rows[0][:2] == ("given", rome_officer.pk) and "MIDLA" in rows[0][2]


def test_viewers_read_no_contact_data_whatever_the_person_agreed_to(lima_viewer, outsider):
    person = PersonFactory()
    ConsentFactory(person=person, purpose=Purpose.TRANSFER)
    assert [may_read_contacts(user, person) for user in (lima_viewer, outsider)] == [False, False]
    assert not Person.objects.filter(contact_readable(lima_viewer)).exists()


def test_outside_the_eu_contact_data_is_read_only_where_the_transfer_was_agreed_to(quito_officer, rome_officer):
    asked, agreed, withdrawn = PersonFactory(), PersonFactory(), PersonFactory()
    for person in (agreed, withdrawn):
        ConsentFactory(person=person, purpose=Purpose.TRANSFER)
    ConsentFactory(person=asked, purpose=Purpose.CONTACT)
    ConsentFactory(person=withdrawn, purpose=Purpose.TRANSFER, state="withdrawn")
    assert list(Person.objects.filter(contact_readable(quito_officer))) == [agreed]
    assert [may_read_contacts(quito_officer, person) for person in (asked, agreed, withdrawn)] == [False, True, False]
    assert Person.objects.filter(contact_readable(rome_officer)).count() == 3
