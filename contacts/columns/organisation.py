"""What the lists of organisations show beside their own columns: the next step."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Min, OuterRef, Subquery
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contacts.models import FollowUp
from midla.records.columns import Column, Row
from midla.ui.dates import due

LONGEST_STEP = 40


def next_steps(keys: Sequence[int], user: Any) -> Mapping[int, tuple[str, date | None]]:
    """The open follow-up of each organisation that is due first."""
    rows = FollowUp.objects.of(user, organisation_id__in=keys).open()
    found: dict[int, tuple[str, date | None]] = {}
    for key, what, due_on in rows.order_by(F("due_on").asc(nulls_last=True), "id").values_list(
        "organisation_id", "what", "due_on"
    ):
        found.setdefault(key, (what, due_on))
    return found


def next_step(row: Row) -> SafeString | str:
    """What, and by when."""
    if not row["next_step"]:
        return ""
    what, due_on = row["next_step"]
    short = what if len(what) <= LONGEST_STEP else f"{what[: LONGEST_STEP - 1]}…"
    return format_html('<span class="step">{}</span> {}', short, due(due_on) if due_on else "")


def next_step_sort(user: Any) -> Subquery:
    """Sorts by when the next step is due."""
    rows = FollowUp.objects.visible_to(user).open().filter(organisation_id=OuterRef("pk"))
    return Subquery(rows.order_by().values("organisation_id").annotate(first=Min("due_on")).values("first"))


NEXT_STEP = Column(
    "next_step",
    _("Next step"),
    gather=next_steps,
    show=next_step,
    value=lambda step: ", ".join(str(part) for part in step or () if part),
    sort=next_step_sort,
    nullable=True,
    labelled=True,
    away=True,
)
