"""The morning's reminder: one mail a user a day with what is due, and none where nothing is.

The mail holds initials and addresses, never names: whoever reads it over a shoulder learns nothing.
"""

import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from midla.records.models import Digest
from midla.records.registry import Due, due_for

logger = logging.getLogger(__name__)


def initials(text: str) -> str:
    """The first letters of the words of a name: `Rosa Quispe` becomes `R. Q.`."""
    return " ".join(f"{word[0]}." for word in text.split() if word)[:40]


class NotSent(OSError):
    """Some reminders could not be handed to the mail server; they are tried again at the next run."""


def send_reminders(day: datetime.date) -> int:
    """Send each active user what is due for them by this day, once; how many mails went out.

    Raises NotSent, after all the others, where a mail could not be handed over.
    """
    users: Iterable[Any] = get_user_model().objects.filter(is_active=True).order_by("pk")
    failed: list[int] = []
    sent = sum(remind(user, day, failed) for user in users)
    if failed:
        raise NotSent(f"reminders not sent: {len(failed)}")
    return sent


def remind(user: Any, day: datetime.date, failed: list[int]) -> bool:
    """Send one user's reminder unless nothing is due or it was sent; the mail leaves once that is noted for good."""
    due = due_for(user, day)
    if not due:
        return False
    with transaction.atomic():
        digest, is_new = Digest.objects.get_or_create(user=user, day=day)
        if is_new:
            transaction.on_commit(lambda: hand_over(digest, due, failed))
    return is_new


def hand_over(digest: Digest, due: list[Due], failed: list[int]) -> None:
    """Give the mail to the server; where that fails, forget that it was sent."""
    try:
        mail(digest.user, due, digest.day)
    except OSError as error:
        failed.append(digest.user_id)
        logger.error("reminder to user %s failed: %s", digest.user_id, type(error).__name__)
        digest.delete()


def mail(user: Any, due: list[Due], day: datetime.date) -> None:
    """The mail, in the user's language."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = ngettext("MIDLA: %(n)s thing due", "MIDLA: %(n)s things due", len(due)) % {"n": len(due)}
        address = settings.SITE_ADDRESS.rstrip("/")
        lines = [(one.day, initials(one.about), f"{address}{one.url}") for one in due]
        text = render_to_string("records/reminder.txt", {"lines": lines, "day": day})
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
