"""What was promised, and the private addresses of calendars."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.models.meeting import Meeting
from contacts.models.person import NOT_HERE, Person
from contacts.querysets import FollowUpQuerySet
from midla.records.fields import DayField, LineField, NoteField
from midla.records.models import Record
from midla.records.models.kept import OwnQuerySet
from midla.records.search import search_key


class PromisedBy(models.TextChoices):
    """Whose promise it is."""

    US = "us", _("us")
    THEM = "them", _("them")


class FollowUp(Record):
    """Something that somebody will do, by a day; hangs on at least one organisation, person or meeting."""

    what = LineField(_("what"), max_length=300, help_text=NOT_HERE)
    promised_by = models.CharField(_("promised by"), max_length=4, choices=PromisedBy.choices, default=PromisedBy.US)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups", verbose_name=_("looked after by")
    )
    due_on = DayField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("done by"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("person")
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("meeting")
    )
    notes = NoteField(_("notes"), max_length=2000, blank=True, help_text=NOT_HERE)
    confined_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("confined to")
    )
    search_key = models.TextField(editable=False, default="")

    objects = FollowUpQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("follow-up"), _("follow-ups")
        ordering = ("due_on", "id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_hangs_on_something",
                condition=Q(organisation__isnull=False) | Q(person__isnull=False) | Q(meeting__isnull=False),
                violation_error_message=_("Say whom it concerns: an organisation, a person or a meeting."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_done_by_needs_done_at",
                condition=Q(done_by__isnull=True) | Q(done_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                name="contacts_followup_due",
                condition=Q(done_at__isnull=True, trashed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.what

    def refresh_search_key(self) -> None:
        """Make the search key anew from what is to be done."""
        self.search_key = search_key(self.what, self.notes)


def new_calendar_secret() -> str:
    """A secret nobody guesses."""
    return secrets.token_urlsafe(32)


class CalendarAddress(models.Model):
    """The private address of a user's calendar: whoever has it reads when and where, never who."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_address", verbose_name=_("user")
    )
    secret = models.CharField(max_length=64, unique=True, default=new_calendar_secret, editable=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("calendar address"), _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
