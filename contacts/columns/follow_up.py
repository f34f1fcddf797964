"""The columns of the list of follow-ups."""

from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.models import PromisedBy
from midla.records.columns import Column, Row
from midla.ui import marks
from midla.ui.dates import due
from midla.ui.lists import title

NO_DAY = date(2100, 12, 31)


def what_cell(row: Row) -> SafeString:
    """What was promised, and whom it concerns."""
    person = f"{row['person__given_names'] or ''} {row['person__family_names'] or ''}".strip()
    return title(row["what"], row["url"], row["organisation__name"] or person)


def due_cell(row: Row) -> Any:
    """When it is due, or that it is done."""
    if row["done_at"]:
        return marks.mark("good", gettext("done"))
    return due(row["due_on"]) if row["due_on"] else ""


FOLLOW_UP_COLUMNS = (
    Column(
        "what",
        _("What"),
        ("what", "organisation__name", "person__given_names", "person__family_names"),
        show=what_cell,
        sort="what",
    ),
    Column(
        "due",
        _("Due"),
        ("due_on", "done_at"),
        show=due_cell,
        value=lambda row: row["due_on"],
        sort=lambda user: Coalesce(F("due_on"), NO_DAY),
        css="nowrap",
    ),
    Column("owner", _("Who"), ("owner__name",), sort="owner__name"),
    Column(
        "promised_by",
        _("Promised by"),
        ("promised_by",),
        show=lambda row: PromisedBy(row["promised_by"]).label,
        value=lambda row: str(PromisedBy(row["promised_by"]).label),
        away=True,
    ),
)
