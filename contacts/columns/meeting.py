"""The columns of the list of meetings."""

import zoneinfo
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, Min, OuterRef, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.models import Meeting, MeetingState
from contacts.wording import meeting_title
from midla.records.columns import Column, Row, few, first_in, held_in, joined
from midla.records.seeing import one_of
from midla.ui import marks
from midla.ui.dates import short_day
from midla.ui.lists import title


def there(starts_at: datetime, time_zone: str) -> datetime:
    """The start as clocks at the venue show it."""
    return starts_at.astimezone(zoneinfo.ZoneInfo(time_zone)).replace(tzinfo=None)


def meeting_name(given: str, kind: str, organisations: Sequence[str] | None) -> str:
    """What a meeting is called."""
    others = gettext("and others")
    return meeting_title(given, kind, [name for name in organisations or () if name != others])


def meeting_cell(row: Row) -> SafeString:
    below = [row["kind__name_*"], few("meeting")(row)] if row["title"] else []
    return title(row["called"], row["url"], " · ".join(part for part in (*below, row["place"]) if part))


def when(row: Row) -> str:
    """Day and time at the venue."""
    start = there(row["starts_at"], row["time_zone"])
    return f"{short_day(start)}, {start:%H:%M}"


def state_mark(row: Row) -> SafeString | str:
    return marked_state(row["state"], get_language())


@lru_cache(maxsize=32)
def marked_state(state: str, language: str | None) -> SafeString | str:
    """Planned and cancelled stand out; held is the rule. `language` is part of the key."""
    kind = {"planned": "note", "cancelled": "bad"}.get(state)
    word = str(MeetingState(state).label)
    return marks.mark(kind, word) if kind else word


def organisations(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """Whom a meeting was with: names the reader sees, then "and others"."""
    through = Meeting.organisations.through
    seen = Exists(Organisation.objects.visible_to(user).filter(pk=OuterRef("organisation_id")))
    rows = through.objects.filter(meeting_id__in=keys, organisation__trashed_at=None).annotate(seen=seen)
    found: dict[int, list[str]] = defaultdict(list)
    for key, name, is_seen in rows.order_by("-seen", "organisation__sort_key").values_list(
        "meeting_id", "organisation__name", "seen"
    ):
        if is_seen:
            found[key].append(name)
        elif not found[key] or found[key][-1] != gettext("and others"):
            found[key].append(gettext("and others"))
    return found


def organisation_sort(user: Any) -> Subquery:
    """Sorts by the first organisation the reader sees."""
    seen = one_of(Organisation.objects.visible_to(user), "organisation_id")
    rows = Meeting.organisations.through.objects.filter(seen, meeting_id=OuterRef("pk"))
    return Subquery(rows.values("meeting_id").annotate(first=Min("organisation__sort_key")).values("first"))


MEETING_COLUMNS = (
    Column(
        "meeting",
        _("Meeting"),
        ("title", "kind__name_*", "place"),
        gather=organisations,
        show=meeting_cell,
        value=lambda given, kind, place, organisations: meeting_name(given, kind, organisations),
        sort="title",
    ),
    Column(
        "when",
        _("When"),
        ("starts_at", "time_zone"),
        show=when,
        value=there,
        sort="starts_at",
        css="nowrap",
    ),
    Column("time_zone", _("Time zone"), ("time_zone",), only_exported=True),
    Column("minutes_long", _("Length in minutes"), ("minutes_long",), only_exported=True),
    Column("kind", _("Kind"), ("kind__name_*",), sort="kind__code", at_first=False),
    Column(
        "organisations",
        _("With"),
        gather=organisations,
        show=few("organisations"),
        value=joined,
        sort=organisation_sort,
        nullable=True,
        # The name says with whom it was.
        at_first=False,
    ),
    Column(
        "state",
        _("State"),
        ("state",),
        show=state_mark,
        in_words=lambda: {state.value: str(state.label) for state in MeetingState},
        sort="state",
    ),
    Column("place", _("Place"), ("place",), only_exported=True),
    Column("province", _("Province"), ("province__name",), sort="province__name", nullable=True, away=True),
    Column(
        "headcount",
        _("Present"),
        ("headcount",),
        show=lambda row: marks.grouped(row["headcount"]),
        sort="headcount",
        nullable=True,
        css="num low",
    ),
    Column("women", _("Women"), ("women",), sort="women", nullable=True, css="num", at_first=False, away=True),
    Column("men", _("Men"), ("men",), sort="men", nullable=True, css="num", at_first=False, away=True),
    Column(
        "under_30", _("Under 30"), ("under_30",), sort="under_30", nullable=True, css="num", at_first=False, away=True
    ),
    Column(
        "staff",
        _("IOM staff"),
        gather=held_in(Meeting, "staff", "user__name"),
        value=joined,
        sort=first_in(Meeting, "staff", "user__name"),
        nullable=True,
        css="low nowrap",
        away=True,
    ),
    Column(
        "themes",
        _("Themes"),
        gather=held_in(Meeting, "themes", "theme__name_*"),
        value=joined,
        sort=first_in(Meeting, "themes", "theme__code"),
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column("said", _("What happened"), ("said",), only_exported=True),
    Column("outcome", _("Outcome"), ("outcome",), only_exported=True),
)
