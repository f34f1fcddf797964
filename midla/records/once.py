"""One-time keys: a form that is sent twice writes once, and the second answer equals the first.

A view calls `once(user, key, act)`, where `act` writes and returns the address to go to. The key's row is stored in
the same transaction: a second request that arrives meanwhile waits for the first and gets its address; an act that
fails leaves no key behind.
"""

import datetime
import secrets
from collections.abc import Callable
from typing import Any, TypeGuard

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from midla.records.models import OneTimeKey
from midla.records.questions import Question
from midla.records.storing import insert_unless_there

LONGEST_KEY = 64
KEPT_FOR = datetime.timedelta(days=2)


def new_key() -> str:
    """A key nobody guesses."""
    return secrets.token_urlsafe(16)


class OneTimeKeyField(forms.CharField):
    """The hidden field that carries the key; where none or nonsense was sent, a fresh one takes its place."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "initial": new_key, "label": "", **kwargs})

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if is_key(data) else initial

    def clean(self, value: Any) -> str:
        return value if is_key(value) else new_key()


def is_key(value: Any) -> TypeGuard[str]:
    """True for what could be a key of ours."""
    return isinstance(value, str) and 16 <= len(value) <= LONGEST_KEY and value.isascii()


def answer_of(user: Any, key: str | None) -> str:
    """The address that an earlier sending of the form was answered with; empty where this is the first."""
    if not is_key(key):
        return ""
    used = keys_used(user.pk, key)
    return used[0].location if used else ""


@Question
def keys_used(user: int, key: str) -> QuerySet:
    """The row of a key that a user has sent, if there is one."""
    return OneTimeKey.objects.of(user).filter(key=key)


def once(user: Any, key: str, act: Callable[[], str]) -> str:
    """Run `act` unless the key was used; the address it returned, now or the first time."""
    with transaction.atomic():
        used = OneTimeKey(key=key, user=user)
        if not insert_unless_there(used):
            [used] = keys_used(user.pk, key)
        if used.location:
            return used.location
        location = act()[:500]
        OneTimeKey.objects.filter(pk=used.pk).update(location=location)
    return location


def forget_keys() -> int:
    """Delete the keys that no open page can send any more; how many they were. Part of the daily work."""
    return OneTimeKey.objects.filter(used_at__lt=timezone.now() - KEPT_FOR).delete()[0]
