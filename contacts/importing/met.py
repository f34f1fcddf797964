"""Meetings that files of people tell of: on which day somebody was met, with their organisation."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Meeting, MeetingKind, MeetingState
from midla.records.actions import Edit, create_many, edit_many
from midla.records.history import chosen_values
from midla.records.importing.beside import Beside, Problems
from midla.records.importing.keys import Keys
from midla.records.importing.types import Said, Stored
from midla.records.models import Batch, ImportRow
from midla.records.storing import in_lots

NOON = datetime.time(12)
USUAL_KIND = "visit"
TWO_DAYS = datetime.timedelta(days=2)
RELATIONS = {"organisations": "organisation_id", "people": "person_id"}
# The word for the first rows that tell of meetings, or for meetings that are recorded.
FIRST = "first"
# A day, "organisations" or "people", and the key of the one that was met.
OnDay = tuple[datetime.date, str, int]
# What makes one meeting of several rows: day, kind, organisation, what was said.
Occasion = tuple[datetime.date, int, int | None, str]


def known_days(meetings: QuerySet[Meeting]) -> Iterator[tuple[OnDay, int]]:
    """On which days somebody or something was met, with the key of the meeting."""
    for relation in RELATIONS:
        yield from days_of(meetings, relation)


def days_of(
    meetings: QuerySet[Meeting], relation: str, only: Collection[int] | None = None
) -> Iterator[tuple[OnDay, int]]:
    """The same for organisations or people alone; for those with some keys only, where these are given."""
    # The type checker does not know that these names are many-to-many fields.
    through, other = Meeting._meta.get_field(relation).remote_field.through, RELATIONS[relation]
    links = through._default_manager.order_by()
    if only is None:
        links = links.filter(meeting__in=meetings.order_by().values("pk"))
    else:
        # Asked of each link: SQLite would else look for each meeting with each of these.
        links = links.filter(Exists(meetings.filter(pk=OuterRef("meeting_id"))), **{f"{other}__in": only})
    rows = links.values_list("meeting_id", "meeting__starts_at", "meeting__time_zone", other)
    for key, start, zone, met in rows.iterator():
        yield (start.astimezone(ZoneInfo(zone)).date(), relation, met), key


def met_on(
    meetings: QuerySet[Meeting], days: Collection[datetime.date], relation: str, keys: Collection[int]
) -> dict[OnDay, int]:
    """Which organisations or people, of some, were met from the first of some days to the last."""
    if not days:
        return {}
    first, last = (datetime.datetime.combine(day, NOON, datetime.UTC) for day in (min(days), max(days)))
    # The days that zones shift over count too: what is found is looked up by its own day.
    some = meetings.filter(starts_at__gte=first - TWO_DAYS, starts_at__lte=last + TWO_DAYS)
    return dict(days_of(some, relation, keys))


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

    def learn(self, told: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """On which days some people were met."""
        met = [(key, beside["met_on"]) for key, beside in told if "met_on" in beside]
        self.held = met_on(self.rows(), {day for _key, day in met}, "people", {key for key, _day in met})

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        if "met_on" in told and (told["met_on"], "people", record_id) in self.held:
            self.drop(told)

    # --- writing ---
    @cached_property
    def written(self) -> Keys:
        """What makes one meeting -> the people to whom the rows written so far tell of it.

        Beside these, under FIRST, the number of the first row that tells of each.
        """
        return Keys()

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        for one in stored:
            if "met_on" in one.beside:
                occasion = self.occasion(one.beside)
                if self.written.claim(occasion, one.record.pk):
                    self.written.add(FIRST, one.number)
                else:
                    self.written.add(occasion, one.record.pk)

    def occasion(self, told: Any) -> Occasion:
        """What makes one meeting of a row and others."""
        name = told["met_with"]
        keys = self.importer.words.keys_called(name) if name else []
        day = datetime.date.fromisoformat(told["met_on"])
        return day, told["met_kind"], keys[0] if keys else None, told.get("met_said", "")

    def close(self, rows: QuerySet[ImportRow], *, by: Any, batch: Batch) -> None:
        """Add people to the meeting their organisation had on the day; where none is recorded, record it."""
        # Those that this import records itself come after.
        newest = Meeting.objects.aggregate(newest=Max("pk"))["newest"] or 0
        recorded = self.rows().filter(pk__lte=newest)
        there = Keys()
        for numbers in in_lots(self.written.in_order(FIRST)):
            plans = rows.filter(number__in=numbers).order_by("number").values_list("plan", flat=True)
            occasions = [self.occasion(plan["beside"]) for plan in plans]
            create_many(list(self.new_meetings(occasions, recorded, there)), by=by, batch=batch)
        for keys in in_lots(there.in_order(FIRST)):
            self.add_people({key: there.of((key,)) for key in keys}, by=by, batch=batch)

    def new_meetings(
        self, occasions: Sequence[Occasion], recorded: QuerySet[Meeting], there: Keys
    ) -> Iterator[tuple[Meeting, dict[str, list[int]]]]:
        """The meetings to be recorded; of those that are, notes who else was there."""
        organisations = {organisation for _day, _kind, organisation, _said in occasions if organisation}
        known = met_on(recorded, {day for day, *_rest in occasions}, "organisations", organisations)
        zone = timezone.get_current_timezone_name()
        for occasion in occasions:
            day, kind, organisation, said = occasion
            people, key = self.written.of(occasion), known.get((day, "organisations", organisation or 0))
            if key is None:
                start = moment_of(day, None, zone)
                held = Meeting(kind_id=kind, state=MeetingState.HELD, starts_at=start, time_zone=zone, said=said)
                yield held, {"organisations": [organisation] if organisation else [], "people": sorted(people)}
                continue
            there.add(FIRST, key)
            for person in people:
                there.add((key,), person)

    def add_people(self, there: Mapping[int, Collection[int]], *, by: Any, batch: Batch) -> None:
        """Add people to meetings that are recorded."""
        keys = list(there)
        versions = dict(self.rows().filter(pk__in=keys).order_by().values_list("pk", "version"))
        held = chosen_values(Meeting, "people", keys) if keys else {}
        edits: list[Edit] = [
            (key, {}, {"people": sorted({*held[key], *people})}, versions[key]) for key, people in there.items()
        ]
        edit_many(Meeting, edits, by=by, batch=batch)
