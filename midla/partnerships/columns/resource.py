"""The columns of the lists of needs and offers."""

from datetime import date
from typing import Any

from django.db.models import DateField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.partnerships.holders import holder_names
from midla.partnerships.models import Resource, ResourceKind, ResourceState
from midla.records.columns import Column, Row, coded, first_in, held_in, joined
from midla.ui import marks
from midla.ui.dates import short_day
from midla.ui.lists import title

# Later than any day a field takes: what holds without an end comes last.
NO_END = date(2101, 1, 1)
MARKS = {ResourceState.OPEN: "note", ResourceState.MET: "good", ResourceState.WITHDRAWN: "plain"}


def what_cell(row: Row) -> SafeString:
    """What it is, and whose, as far as the reader sees that."""
    return title(row["what"], row["url"], row["name"] or "")


def is_over(state: str, ends_on: date | None) -> bool:
    """True where it is open and its last day is over."""
    return state == ResourceState.OPEN and ends_on is not None and ends_on < timezone.localdate()


def state_word(state: str, ends_on: date | None) -> str:
    """Open, met, withdrawn, or expired."""
    return _("expired") if is_over(state, ends_on) else str(ResourceState(state).label)


def state_cell(row: Row) -> SafeString:
    """The same as a mark."""
    state, ends_on = row["state"], row["ends_on"]
    return marks.mark("warn" if is_over(state, ends_on) else MARKS[ResourceState(state)], state_word(state, ends_on))


def kind_word(kind: str) -> str:
    return str(ResourceKind(kind).label)


def by_end(user: Any) -> Coalesce:
    """Sorts by the last day; without one it comes last."""
    return Coalesce(F("ends_on"), Value(NO_END), output_field=DateField())


def day_of(name: str) -> Any:
    """Shows a day shortly, nothing where there is none."""
    return lambda row: short_day(row[name]) if row[name] else ""


def many(name: str, label: Any, column: str, first: str, **options: Any) -> Column:
    """A column of what a many-to-many relation holds."""
    return Column(
        name,
        label,
        gather=held_in(Resource, name, column),
        value=joined,
        sort=first_in(Resource, name, first),
        nullable=True,
        **{"at_first": False, "away": True, **options},
    )


RESOURCE_COLUMNS = (
    Column("name", gettext_lazy("What"), ("what",), gather=holder_names, show=what_cell, sort="what"),
    Column(
        "holder",
        gettext_lazy("Whose"),
        gather=holder_names,
        value=lambda name: name or "",
        only_exported=True,
    ),
    Column("kind", gettext_lazy("Kind"), ("kind",), value=kind_word, sort="kind"),
    Column("theme", gettext_lazy("Theme"), ("theme__name_*",), sort="theme__code"),
    many("countries", gettext_lazy("Countries"), "country_id", "country_id", show=coded("countries"), at_first=True),
    many("subdivisions", gettext_lazy("Subdivisions"), "subdivision__name", "subdivision__code"),
    many("provinces", gettext_lazy("Provinces"), "province__name", "province__name"),
    Column(
        "amount",
        gettext_lazy("Amount in EUR"),
        ("amount",),
        show=lambda row: marks.grouped(row["amount"], 0) if row["amount"] is not None else "",
        sort="amount",
        nullable=True,
        css="num low",
        labelled=True,
        away=True,
    ),
    Column("quantity", gettext_lazy("Quantity"), ("quantity",), sort="quantity", nullable=True, at_first=False),
    Column("until", gettext_lazy("Until"), ("ends_on",), show=day_of("ends_on"), sort=by_end, labelled=True, away=True),
    Column("state", gettext_lazy("State"), ("state", "ends_on"), show=state_cell, value=state_word, sort="state"),
    Column(
        "closed",
        gettext_lazy("Closed on"),
        ("closed_on",),
        show=day_of("closed_on"),
        sort="closed_on",
        nullable=True,
        at_first=False,
        labelled=True,
        away=True,
    ),
    Column(
        "owner",
        gettext_lazy("Officer"),
        ("owner__name",),
        sort="owner__name",
        nullable=True,
        css="low",
        away=True,
    ),
    Column(
        "office",
        gettext_lazy("Office"),
        ("owner__office__name_*",),
        sort="owner__office__code",
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column("details", gettext_lazy("Details"), ("details",), only_exported=True),
    Column("from", gettext_lazy("From"), ("starts_on",), only_exported=True),
    Column(
        "recorded",
        gettext_lazy("Recorded on"),
        ("created_at",),
        show=day_of("created_at"),
        # They are numbered as they are recorded, and of numbers there is an index.
        sort="pk",
        at_first=False,
        labelled=True,
    ),
    Column(
        "changed",
        gettext_lazy("Changed on"),
        ("updated_at",),
        show=day_of("updated_at"),
        sort="updated_at",
        at_first=False,
        labelled=True,
    ),
)
