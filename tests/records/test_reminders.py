"""One reminder a morning: nothing twice, nothing where nothing is due, no names."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command

from midla.records.reminders import send_reminders
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory

DAY = datetime.date(2026, 11, 24)


@pytest.fixture
def due(rome_officer):
    association = AssociationFactory(name="Mujeres Ñandú")
    return FollowUpFactory(what="Llamar a Rosa", owner=rome_officer, due_on=DAY, organisation=association)


def test_what_is_due_is_sent_once_with_initials_only(due, rome_officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert send_reminders(DAY) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert send_reminders(DAY) == 0
    (message,) = mail.outbox
    assert message.to == [rome_officer.email]
    assert "M. Ñ." in message.body
    assert "Mujeres" not in message.body
    assert "Rosa" not in message.body


def test_nothing_due_sends_nothing(db, rome_officer):
    FollowUpFactory(owner=rome_officer, due_on=DAY + datetime.timedelta(days=1))
    assert send_reminders(DAY) == 0


def test_somebody_deactivated_gets_nothing(due, rome_officer):
    rome_officer.is_active = False
    rome_officer.save()
    assert send_reminders(DAY) == 0


def test_without_mail_server_nothing_is_sent_and_it_is_said(due, settings, capsys):
    settings.MAIL_CONFIGURED = False
    call_command("send_reminders", day="2026-11-24")
    assert "No mail server is set" in capsys.readouterr().out
    assert mail.outbox == []
