"""Meetings: with whom, when, what was said; who was there, by name or only counted."""

import datetime
import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation, Theme
from contacts.models.person import NOT_HERE, Person
from contacts.models.words import MeetingKind
from contacts.querysets import MeetingQuerySet, ParticipationQuerySet
from midla.records.fields import CountField, LineField, MomentField, NoteField
from midla.records.models import Record
from midla.records.search import search_key
from midla.territories.models import Country, Province


class MeetingState(models.TextChoices):
    """Whether it happened."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class Meeting(Record):
    """A visit, call, message, online meeting or event, with organisations and people."""

    kind = models.ForeignKey(MeetingKind, models.PROTECT, related_name="meetings", verbose_name=_("kind"))
    state = models.CharField(_("state"), max_length=9, choices=MeetingState.choices, default=MeetingState.HELD)
    title = LineField(_("title"), max_length=200, blank=True)
    starts_at = MomentField(_("start"))
    # The venue's zone, beside the moment in UTC, so that the day it was there is known for ever.
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Rome")
    minutes_long = CountField(_("length in minutes"), least=1, most=60 * 24 * 14, null=True, blank=True)
    place = LineField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("province")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="meetings", verbose_name=_("IOM staff")
    )
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="meetings", verbose_name=_("organisations")
    )
    people = models.ManyToManyField(
        Person, through="Participation", blank=True, related_name="meetings", verbose_name=_("people")
    )
    headcount = CountField(_("everybody present"), most=100_000, null=True, blank=True)
    women = CountField(_("women"), most=100_000, null=True, blank=True)
    men = CountField(_("men"), most=100_000, null=True, blank=True)
    under_30 = CountField(_("under 30"), most=100_000, null=True, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="meetings", verbose_name=_("themes"))
    said = NoteField(_("what happened"), blank=True, help_text=NOT_HERE)
    outcome = NoteField(_("outcome"), max_length=5000, blank=True, help_text=NOT_HERE)
    confined_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("confined to")
    )
    search_key = models.TextField(editable=False, default="")

    objects = MeetingQuerySet.as_manager()

    through_in_history = frozenset({"people"})

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("meeting"), _("meetings")
        ordering = ("-starts_at", "-id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_parts_within_headcount",
                condition=Q(headcount__isnull=True)
                | Q(headcount__gte=Coalesce(F("women"), 0) + Coalesce(F("men"), 0))
                & Q(headcount__gte=Coalesce(F("under_30"), 0)),
                violation_error_message=_("Women, men or people under 30 are more than everybody present."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_known_state", condition=Q(state__in=["planned", "held", "cancelled"])
            ),
        ]
        indexes = [
            # SQLite counts from an index only where that holds every column asked of, those of its condition too.
            models.Index(
                fields=["-starts_at", "-id", "trashed_at"],
                name="contacts_meeting_newest_kept",
                condition=Q(trashed_at=None),
            ),
            # Counts by state and period are read from this index alone: the rows hold long minutes.
            models.Index(
                fields=["state", "-starts_at", "-id", "trashed_at"],
                name="contacts_meeting_state_kept",
                condition=Q(trashed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.day:%d/%m/%Y}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The venue's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def starts_there(self) -> datetime.datetime:
        """The start as clocks at the venue show it."""
        return self.starts_at.astimezone(self.zone)

    @property
    def day(self) -> datetime.date:
        """The day it was at the venue."""
        return self.starts_there.date()

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The end in UTC: so many minutes on, whatever clocks do in between."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes_long) if self.minutes_long else None

    @property
    def not_said(self) -> int | None:
        """People present who are counted neither as women nor as men."""
        return None if self.headcount is None else self.headcount - (self.women or 0) - (self.men or 0)

    def refresh_search_key(self) -> None:
        """Make the search key anew from title, minutes and place."""
        self.search_key = search_key(self.title, self.said, self.outcome, self.place)


class HeadCount(models.Model):
    """How many of those present hold one citizenship: counted, never by name."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="headcounts", verbose_name=_("meeting"))
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("citizenship"))
    people = CountField(_("people"), most=100_000)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("head-count by citizenship"), _("head-counts by citizenship")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "country"], name="contacts_headcount_once_per_country")
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.people}"


class Presence(models.TextChoices):
    """Where somebody stands with a meeting."""

    INVITED = "invited", _("invited")
    COMING = "coming", _("coming")
    PRESENT = "present", _("present")
    EXCUSED = "excused", _("excused")


class Participation(models.Model):
    """Somebody's part in a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participations", verbose_name=_("meeting"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations", verbose_name=_("person"))
    presence = models.CharField(_("presence"), max_length=8, choices=Presence.choices, default=Presence.PRESENT)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("participation"), _("participations")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="contacts_participation_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_presence_display()}"
