"""One reminder a morning: nothing twice, nothing where nothing is due, no names."""

import datetime

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from midla.records.models import Digest
from midla.records.reminders import send_reminders
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory

DAY = datetime.date(2026, 11, 24)


class RefusesTheFirst(EmailBackend):
    """A mail server that one address cannot be written to."""

    def send_messages(self, messages):
        if any(message.to == ["officer@example.org"] for message in messages):
            raise ConnectionRefusedError
        return super().send_messages(messages)


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


def test_a_mail_that_cannot_be_handed_over_keeps_nobody_from_theirs_and_is_tried_again(
    due, manager, settings, django_capture_on_commit_callbacks
):
    FollowUpFactory(owner=manager, due_on=DAY)
    settings.EMAIL_BACKEND = "tests.records.test_reminders.RefusesTheFirst"
    with django_capture_on_commit_callbacks(execute=True):
        send_reminders(DAY)
    assert [message.to for message in mail.outbox] == [[manager.email]]
    assert [digest.user for digest in Digest.objects.all()] == [manager]


@pytest.mark.django_db(transaction=True)
def test_the_command_says_that_some_were_not_sent(due, settings, caplog):
    settings.EMAIL_BACKEND = "tests.records.test_reminders.RefusesTheFirst"
    with pytest.raises(CommandError, match="reminders not sent: 1"):
        call_command("send_reminders", day="2026-11-24")
    assert f"reminder to user {due.owner_id} failed: ConnectionRefusedError" in caplog.text
    assert "officer@example.org" not in caplog.text
