"""The morning's reminder: one mail a user a day with what is due, and none where nothing is.

The mail holds initials and addresses, never names: whoever reads it over a shoulder learns nothing.
"""

import datetime
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


def initials(text: str) -> str:
    """The first letters of the words of a name: `Rosa Quispe` becomes `R. Q.`."""
    return " ".join(f"{word[0]}." for word in text.split() if word)[:40]


def send_reminders(day: datetime.date) -> int:
    """Send each active user what is due for them by this day, once; how many mails went out."""
    users: Iterable[Any] = get_user_model().objects.filter(is_active=True).order_by("pk")
    return sum(remind(user, day) for user in users)


def remind(user: Any, day: datetime.date) -> bool:
    """Send one user's reminder unless nothing is due or it was sent; the mail leaves once that is noted for good."""
    due = due_for(user, day)
    if not due:
        return False
    with transaction.atomic():
        _digest, is_new = Digest.objects.get_or_create(user=user, day=day)
        if is_new:
            transaction.on_commit(lambda: mail(user, due, day))
    return is_new


def mail(user: Any, due: list[Due], day: datetime.date) -> None:
    """The mail, in the user's language."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = ngettext("MIDLA: %(n)s thing due", "MIDLA: %(n)s things due", len(due)) % {"n": len(due)}
        address = settings.SITE_ADDRESS.rstrip("/")
        lines = [(one.day, initials(one.about), f"{address}{one.url}") for one in due]
        text = render_to_string("records/reminder.txt", {"lines": lines, "day": day})
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
