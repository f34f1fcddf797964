"""Seals show what was altered, added or taken away, and survive an erasure."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from associations.models import Association
from midla.records.actions import edit, trash
from midla.records.models import Change, Seal
from midla.records.sealing import seal_history, verify_history
from tests.factories.associations import AssociationFactory

YESTERDAY = datetime.timedelta(days=1)


@pytest.fixture
def sealed(db):
    for number in (1, 2):
        change = Change(verb="edited", model_label="contacts.person", record_id=number, at=timezone.now() - YESTERDAY)
        change.after = {"given_names": "Rosa"}
        change.sign()
        change.save()
    assert seal_history() == 1


def test_a_full_day_is_sealed_once(sealed):
    assert seal_history() == 0
    assert Seal.objects.get().changes == 2
    assert list(verify_history()) == []


def test_an_altered_value_is_found(sealed):
    Change.objects.filter(record_id=1).update(after={"given_names": "Ana"})
    assert len(list(verify_history())) == 1


def test_a_missing_row_is_found(sealed):
    Change.objects.filter(record_id=1).delete()
    assert "1 changes where 2 were sealed" in next(iter(verify_history()))


def test_a_change_put_among_older_ones_is_found(sealed):
    change = Change(verb="edited", model_label="contacts.person", record_id=3, at=timezone.now() - 3 * YESTERDAY)
    change.sign()
    change.save()
    assert seal_history() == 0
    assert ["older than the last one sealed" in told for told in verify_history()] == [True]


def test_a_seal_taken_away_is_not_made_anew(sealed):
    with time_machine.travel(timezone.now() + YESTERDAY):
        Change.objects.create(verb="edited", model_label="contacts.person", record_id=4, at=timezone.now() - YESTERDAY)
        assert seal_history() == 1
        Seal.objects.order_by("day").first().delete()
        assert seal_history() == 0
        assert any("older than the last one sealed" in told for told in verify_history())


def test_who_and_why_cannot_be_altered_either(sealed, rome_officer):
    Change.objects.filter(record_id=1).update(by=rome_officer)
    Change.objects.filter(record_id=2).update(reason="a mistake")
    assert len(list(verify_history())) == 2


def test_an_alteration_does_not_hide_behind_an_erasure(sealed):
    Change.objects.filter(record_id=1).update(after={"given_names": "Ana"}, salt="")
    assert ["its values are not" in told for told in verify_history()] == [True]


def test_a_seal_is_made_with_the_sites_own_key(sealed, settings):
    settings.SECRET_KEY = "somebody else's"
    assert len(list(verify_history())) == 1


def test_the_command_tells_and_fails(sealed, capsys):
    call_command("verify_history")
    Change.objects.filter(record_id=1).update(after={"given_names": "Ana"})
    with pytest.raises(CommandError):
        call_command("verify_history")


def test_a_purge_leaves_the_seal_whole(rome_officer):
    association = AssociationFactory()
    edit(association, by=rome_officer, values={"name": "Secret"})
    trash(association, by=rome_officer, reason="no longer there")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        seal_history()
        call_command("purge_trash", verbosity=0)
        assert not Association.objects.exists()
        assert list(verify_history()) == []
    assert {(*change.before, *change.after, change.reason) for change in Change.objects.of(association)} == {("",)}


def test_erased_values_leave_the_seal_whole(sealed):
    assert Change.objects.filter(record_id=1).erase_values() == 1
    assert list(verify_history()) == []
