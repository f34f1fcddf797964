"""What a page says after something was done, with the way to undo it."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo:"


def say(request: HttpRequest, text: str | Promise, *, undo_url: str = "", level: int = messages.SUCCESS) -> None:
    """Say what happened on the next page; `undo_url` is posted to when the reader undoes it."""
    messages.add_message(request, level, str(text), extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def undo_address(message: Message) -> str:
    """The address that undoes what a message tells, if there is one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
