"""The columns of the list of partnerships."""

import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from midla.partnerships.models import LIVE, Partnership, Stage
from midla.partnerships.money import NONE, Money, money_by_partnership, sum_of
from midla.partnerships.participants import names_by_partnership, organisations_by_partnership
from midla.records.columns import Column, Row, coded, few, first_in, held_in, joined
from midla.ui import marks
from midla.ui.dates import due, short_day
from midla.ui.lists import title

STAGE_MARKS = {
    Stage.IDEA: ("plain", "sticky"),
    Stage.INTRODUCED: ("note", "people"),
    Stage.NEGOTIATING: ("note", "chat-dots"),
    Stage.AGREED: ("good", "pen"),
    Stage.ACTIVE: ("good", "activity"),
    Stage.COMPLETED: ("good", "check-all"),
    Stage.LAPSED: ("bad", "x-lg"),
}


@lru_cache(maxsize=64)
def stage_mark(stage: str, language: str | None) -> SafeString:
    """A stage with its shape and colour; `language` is part of the key."""
    kind, icon = STAGE_MARKS[Stage(stage)]
    return marks.mark(kind, str(Stage(stage).label), icon)


def stage_cell(row: Row) -> SafeString:
    """The stage as a mark."""
    return stage_mark(row["stage"], get_language())


def stage_place(user: Any) -> Case:
    """Sorts by the place on the way."""
    places = [When(stage=stage, then=Value(place)) for place, stage in enumerate(Stage)]
    return Case(*places, default=Value(len(Stage)), output_field=IntegerField())


def days_since(moment: datetime.datetime) -> int:
    """Whole days since a moment."""
    return (timezone.now() - moment).days


def days_cell(row: Row) -> str:
    """How long it has been in its stage."""
    days = days_since(row["stage_since"])
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def next_step_cell(row: Row) -> SafeString | str:
    """What comes next and when; that nobody has said it, where that matters."""
    if row["next_step"]:
        when = due(row["next_step_on"]) if row["next_step_on"] and row["stage"] in LIVE else ""
        return format_html('{}<span class="sub">{}</span>', row["next_step"], when) if when else row["next_step"]
    return marks.mark("warn", gettext("adrift")) if row["stage"] in LIVE else ""


def money_column(name: str, label: Any, *, at_first: bool = False) -> Column:
    """One of the three sums in EUR."""

    def amount(money: Money | None) -> Any:
        return getattr(money or NONE, name)

    return Column(
        name,
        label,
        gather=money_by_partnership,
        show=lambda row: marks.euros(amount(row[name])) if amount(row[name]) else "",
        value=amount,
        sort=sum_of(name),
        nullable=True,
        css="num nowrap",
        at_first=at_first,
        labelled=True,
        away=True,
    )


PARTNERSHIP_COLUMNS = (
    Column(
        "partnership",
        _("Partnership"),
        ("title",),
        gather=names_by_partnership,
        show=lambda row: title(row["title"], row["url"], few("partnership")(row)),
        sort="sort_key",
    ),
    Column(
        "participants",
        _("Participants"),
        gather=organisations_by_partnership,
        value=joined,
        only_exported=True,
    ),
    Column(
        "stage",
        _("Stage"),
        ("stage",),
        show=stage_cell,
        in_words=lambda: {stage.value: str(stage.label) for stage in Stage},
        sort=stage_place,
    ),
    Column(
        "since",
        _("In this stage"),
        ("stage_since",),
        show=days_cell,
        value=datetime.datetime.date,
        sort="stage_since",
        css="nowrap",
        labelled=True,
    ),
    Column(
        "countries",
        _("Countries"),
        gather=held_in(Partnership, "countries", "country_id"),
        show=coded("countries"),
        value=joined,
        sort=first_in(Partnership, "countries", "country_id"),
        nullable=True,
    ),
    Column(
        "next_step",
        _("Next step"),
        ("next_step", "next_step_on", "stage"),
        show=next_step_cell,
        sort="next_step_on",
        nullable=True,
        away=True,
    ),
    Column("next_step_on", _("Next step by"), ("next_step_on",), only_exported=True),
    Column("owner", _("Officer"), ("owner__name",), sort="owner__name", nullable=True, css="low", away=True),
    money_column("committed", _("Committed"), at_first=True),
    money_column("pledged", _("Pledged")),
    money_column("disbursed", _("Disbursed")),
    Column(
        "themes",
        _("Themes"),
        gather=held_in(Partnership, "themes", "theme__name_*"),
        value=joined,
        sort=first_in(Partnership, "themes", "theme__code"),
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column(
        "subdivisions",
        _("Subdivisions"),
        gather=held_in(Partnership, "subdivisions", "subdivision__name"),
        value=joined,
        sort=first_in(Partnership, "subdivisions", "subdivision__name"),
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column(
        "recorded",
        _("Recorded"),
        ("created_at",),
        show=lambda row: short_day(row["created_at"]),
        sort="created_at",
        at_first=False,
        labelled=True,
    ),
    Column("summary", _("Summary"), ("summary",), only_exported=True),
)


def stage_word(stage: str) -> str:
    """A stage as a heading."""
    return capfirst(str(Stage(stage).label))
