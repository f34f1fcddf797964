"""Meetings that files of people tell of: on which day somebody was met, with their organisation."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Meeting, MeetingKind, MeetingState
from midla.records.actions import Edit, create_many, edit_many
from midla.records.history import chosen_values
from midla.records.importing.beside import Beside, Problems
from midla.records.importing.types import Said, Stored
from midla.records.models import Batch

NOON = datetime.time(12)
USUAL_KIND = "visit"
RELATIONS = (("organisations", "organisation_id"), ("people", "person_id"))
# A day, "organisations" or "people", and the key of the one that was met.
OnDay = tuple[datetime.date, str, int]
# What makes one meeting of several rows: day, kind, organisation, what was said.
Occasion = tuple[datetime.date, int, int | None, str]


def known_days(meetings: QuerySet[Meeting]) -> Iterator[tuple[OnDay, int]]:
    """On which days somebody or something was met, with the key of the meeting."""
    for relation, other in RELATIONS:
        # The type checker does not know that these names are many-to-many fields.
        through = Meeting._meta.get_field(relation).remote_field.through
        links = through._default_manager.filter(meeting__in=meetings.order_by().values("pk")).order_by()
        rows = links.values_list("meeting_id", "meeting__starts_at", "meeting__time_zone", other)
        for key, start, zone, met in rows.iterator():
            yield (start.astimezone(ZoneInfo(zone)).date(), relation, met), key


def moment_of(day: datetime.date, clock: datetime.time | None, zone: str) -> datetime.datetime:
    """When a meeting began: at noon where nobody says when."""
    return datetime.datetime.combine(day, clock or NOON, ZoneInfo(zone)).astimezone(datetime.UTC)


class Met(Beside):
    """That somebody was met on a day; several rows of one day, organisation and text tell of one meeting."""

    fields = ("met_on", "met_kind", "met_said", "met_with")

    def check(self, said: Said) -> Problems:
        """A meeting that was held lies in the past."""
        told = said.beside
        if "met_on" not in told:
            self.drop(told)
        elif told["met_on"] > timezone.localdate():
            yield "met_on", _("This day is still to come. Write the day on which you met.")
        else:
            told.setdefault("met_kind", self.usual_kind)
            # Kept apart from the role, which is left out where it is known.
            told["met_with"] = told.get("organisation", "")

    @cached_property
    def usual_kind(self) -> int:
        return self.importer.words.word_of(MeetingKind, USUAL_KIND)

    def rows(self) -> QuerySet[Meeting]:
        """The meetings that the user sees."""
        return Meeting.objects.kept() if self.user is None else Meeting.objects.visible_to(self.user)

    @cached_property
    def years(self) -> dict[int, dict[OnDay, int]]:
        return {}

    def known(self, day: datetime.date, relation: str, key: int | None) -> int | None:
        """The meeting on a day with somebody; each year is asked for once, with the days that zones shift over."""
        if day.year not in self.years:
            first, last = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (day.year, day.year + 1))
            one_day = datetime.timedelta(days=1)
            rows = self.rows().filter(starts_at__gte=first - one_day, starts_at__lt=last + one_day)
            self.years[day.year] = dict(known_days(rows))
        return None if key is None else self.years[day.year].get((day, relation, key))

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        if "met_on" in told and self.known(told["met_on"], "people", record_id):
            self.drop(told)

    @cached_property
    def occasions(self) -> dict[Occasion, list[int]]:
        """Whom the rows written so far tell of, by what makes one meeting."""
        return defaultdict(list)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        for one in stored:
            if "met_on" in one.beside:
                self.occasions[self.occasion(one.beside)].append(one.record.pk)

    def occasion(self, told: Any) -> Occasion:
        """What makes one meeting of a row and others."""
        name = told["met_with"]
        keys = self.importer.words.keys_called(name) if name else []
        day = datetime.date.fromisoformat(told["met_on"])
        return day, told["met_kind"], keys[0] if keys else None, told.get("met_said", "")

    def close(self, *, by: Any, batch: Batch) -> None:
        """Add people to the meeting their organisation had on the day; where none is recorded, record it."""
        there: dict[int, list[int]] = {}
        new: list[tuple[Meeting, dict[str, list[int]]]] = []
        for (day, kind, organisation, said), people in self.occasions.items():
            key = self.known(day, "organisations", organisation)
            if key is not None:
                there.setdefault(key, []).extend(people)
                continue
            zone = timezone.get_current_timezone_name()
            meeting = Meeting(
                kind_id=kind,
                state=MeetingState.HELD,
                starts_at=moment_of(day, None, zone),
                time_zone=zone,
                said=said,
            )
            many = {"organisations": [organisation] if organisation else [], "people": sorted(set(people))}
            new.append((meeting, many))
        create_many(new, by=by, batch=batch)
        self.add_people(there, by=by, batch=batch)

    def add_people(self, there: dict[int, list[int]], *, by: Any, batch: Batch) -> None:
        """Add people to meetings that are recorded."""
        keys = list(there)
        versions = dict(self.rows().filter(pk__in=keys).order_by().values_list("pk", "version"))
        held = chosen_values(Meeting, "people", keys) if keys else {}
        edits: list[Edit] = [
            (key, {}, {"people": sorted({*held[key], *people})}, versions[key]) for key, people in there.items()
        ]
        edit_many(Meeting, edits, by=by, batch=batch)
