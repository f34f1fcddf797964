"""The columns of the list of follow-ups."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, DateField, Expression, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.concerned import concerned
from contacts.models import PromisedBy
from midla.accounts.permissions import Permission
from midla.records.columns import Column, Row, few, joined
from midla.ui import marks
from midla.ui.dates import due, short_day
from midla.ui.lists import title

# Later than any day a field takes: what has no day comes last, what is done after it.
NO_DAY, DONE_DAY = date(2101, 1, 1), date(2101, 1, 2)


def names_concerned(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """Whom each concerns, of those the reader sees."""
    return {key: [one.name for one in ones] for key, ones in concerned(keys, user).items()}


def what_cell(row: Row) -> SafeString:
    """What was promised, and whom it concerns."""
    return title(row["what"], row["url"], few("follow_up")(row))


def due_cell(row: Row) -> Any:
    """When it is due, or that it is done."""
    if row["done_at"]:
        return marks.mark("good", gettext("done"))
    return due(row["due_on"]) if row["due_on"] else ""


def open_first(user: Any) -> Expression:
    """Sorts by the day it is due: overdue first, without a day later, done last."""
    due_day = Coalesce(F("due_on"), Value(NO_DAY), output_field=DateField())
    return Case(When(done_at__isnull=False, then=Value(DONE_DAY)), default=due_day, output_field=DateField())


def done_button(row: Row) -> SafeString | str:
    """One click says that it is done; the button sends the list's own form to another address."""
    if row["done_at"]:
        return ""
    words = {"what": row["what"]}
    return format_html(
        '<button class="btn btn-text btn-sm" formaction="{}" aria-label="{}">{}</button>',
        *(f"{row['url']}done/", gettext("Mark as done: %(what)s") % words, gettext("Done")),
    )


FOLLOW_UP_COLUMNS = (
    Column("follow_up", _("What"), ("what",), gather=names_concerned, show=what_cell, sort="what"),
    Column("concerned", _("Whom it concerns"), gather=names_concerned, value=joined, only_exported=True),
    Column("due", _("Due"), ("due_on", "done_at"), show=due_cell, sort=open_first, css="nowrap"),
    Column("owner", _("Who"), ("owner__name",), sort="owner__name"),
    Column(
        "promised_by",
        _("Promised by"),
        ("promised_by",),
        value=lambda by: str(PromisedBy(by).label),
        sort="promised_by",
        away=True,
    ),
    Column(
        "done",
        _("Done on"),
        ("done_at",),
        show=lambda row: short_day(row["done_at"]) if row["done_at"] else "",
        sort="done_at",
        nullable=True,
        at_first=False,
        labelled=True,
        away=True,
    ),
    Column("notes", _("Notes"), ("notes",), only_exported=True),
    Column(
        "act",
        _("Mark as done"),
        ("what", "done_at"),
        show=done_button,
        never_exported=True,
        away=True,
        permission=Permission.EDIT,
    ),
)
