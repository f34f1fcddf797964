"""Seals show what was altered, added or taken away, and survive an erasure."""

import datetime

import pytest
from django.utils import timezone

from midla.records.models import Change, Seal
from midla.records.sealing import seal_history, verify_history

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


def test_erased_values_leave_the_seal_whole(sealed):
    Change.objects.filter(record_id=1).update(after={}, before={}, salt="")
    assert list(verify_history()) == []
