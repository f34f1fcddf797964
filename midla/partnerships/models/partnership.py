"""Partnerships: who takes part, the stage it has reached, and how long each stage took."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations.models import Organisation, Theme
from contacts.models import FollowUp, Meeting, Person
from contacts.models.person import NOT_HERE
from midla.partnerships.models.resource import Resource
from midla.partnerships.querysets import ParticipantQuerySet, PartnershipQuerySet, StageChangeQuerySet
from midla.records.fields import DayField, LineField, NoteField
from midla.records.models import Record
from midla.records.search import search_key
from midla.territories.models import Country, Subdivision


class Stage(models.TextChoices):
    """How far it has come; the order of the pipeline."""

    IDEA = "idea", _("idea")
    INTRODUCED = "introduced", _("introduced")
    NEGOTIATING = "negotiating", _("negotiating")
    AGREED = "agreed", _("agreed")
    ACTIVE = "active", pgettext_lazy("stage of a partnership", "active")
    COMPLETED = "completed", _("completed")
    LAPSED = "lapsed", _("lapsed")


# The way forward, one stage at a time; lapsed is beside the way.
FORWARD = (Stage.IDEA, Stage.INTRODUCED, Stage.NEGOTIATING, Stage.AGREED, Stage.ACTIVE, Stage.COMPLETED)
# Still being worked on.
LIVE = FORWARD[:-1]
# What counts as being in partnership.
RUNNING = (Stage.AGREED, Stage.ACTIVE)
# Stages that rest on an agreement.
NEEDS_AGREEMENT = (Stage.AGREED, Stage.ACTIVE, Stage.COMPLETED)


class Partnership(Record):
    """Organisations that do something together, with the programme's help, from the idea to its end."""

    title = LineField(_("title"), max_length=200)
    summary = NoteField(_("summary"), max_length=5000, blank=True, help_text=NOT_HERE)
    countries = models.ManyToManyField(
        Country, related_name="+", limit_choices_to={"in_programme": True}, verbose_name=_("programme countries")
    )
    subdivisions = models.ManyToManyField(Subdivision, blank=True, related_name="+", verbose_name=_("subdivisions"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="partnerships", verbose_name=_("themes"))
    stage = models.CharField(_("stage"), max_length=11, choices=Stage.choices, default=Stage.IDEA, editable=False)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("officer responsible"),
    )
    next_step = LineField(_("next step"), max_length=200, blank=True, help_text=NOT_HERE)
    next_step_on = DayField(_("next step by"), null=True, blank=True)
    no_agreement_reason = LineField(_("why there is no agreement"), max_length=300, blank=True, editable=False)
    resources = models.ManyToManyField(
        Resource, blank=True, related_name="partnerships", verbose_name=_("needs and offers")
    )
    meetings = models.ManyToManyField(Meeting, blank=True, related_name="partnerships", verbose_name=_("meetings"))
    follow_ups = models.ManyToManyField(FollowUp, blank=True, related_name="partnerships", verbose_name=_("follow-ups"))
    search_key = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=100, editable=False, default="")

    objects = PartnershipQuerySet.as_manager()

    not_in_history = Record.not_in_history | {"sort_key"}

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("partnership"), _("partnerships")
        ordering = ("-stage_since", "-id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_known_stage", condition=Q(stage__in=[stage.value for stage in Stage])
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_day_needs_next_step",
                condition=Q(next_step_on__isnull=True) | ~Q(next_step=""),
                violation_error_message=_("Write the next step too, or empty its day."),
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "-stage_since", "-id"], name="partnerships_by_stage"),
            models.Index(fields=["sort_key", "id"], name="partnerships_by_title", condition=Q(trashed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("partnerships:partnership-detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        """True while it is being worked on."""
        return self.stage in LIVE

    @property
    def is_adrift(self) -> bool:
        """True where it is live and nobody has said what comes next."""
        return self.is_live and not self.next_step

    @property
    def is_overdue(self) -> bool:
        """True where it is live and the day of its next step is over."""
        return self.is_live and self.next_step_on is not None and self.next_step_on < timezone.localdate()

    @property
    def days_in_stage(self) -> int:
        """Whole days since it came to its stage."""
        return (timezone.now() - self.stage_since).days

    def refresh_search_key(self) -> None:
        """Make the search key anew from title and summary, the sort key from the title."""
        self.search_key = search_key(self.title, self.summary)
        self.sort_key = search_key(self.title)[:100]


class PartRole(models.TextChoices):
    """What a participant does in a partnership."""

    LEAD = "lead", _("lead")
    PROMOTER = "promoter", _("promoter")
    FUNDER = "funder", _("funder")
    TECHNICAL = "technical", _("technical partner")
    BENEFICIARY = "beneficiary", _("beneficiary")


class Participant(Record):
    """The part of an organisation, or of a person, in a partnership."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="participants", verbose_name=_("partnership")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnership_parts",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="partnership_parts", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=11, choices=PartRole.choices, default=PartRole.PROMOTER)
    note = LineField(_("note"), max_length=200, blank=True, help_text=NOT_HERE)

    objects = ParticipantQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("participant"), _("participants")
        ordering = ("id",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_exactly_one_of_two",
                condition=Q(organisation__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False),
                violation_error_message=_("Choose an organisation or a person, one of the two."),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_organisation_once_per_role",
                fields=["partnership", "organisation", "role"],
                condition=Q(trashed_at=None),
                violation_error_message=_("It takes part in this role already."),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_person_once_per_role",
                fields=["partnership", "person", "role"],
                condition=Q(trashed_at=None),
                violation_error_message=_("This person takes part in this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.organisation or self.person}"


class StageChange(models.Model):
    """One move from stage to stage: rows are added, never changed."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="stage_changes", verbose_name=_("partnership")
    )
    from_stage = models.CharField(_("from"), max_length=11, choices=Stage.choices, blank=True)
    to_stage = models.CharField(_("to"), max_length=11, choices=Stage.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # The first of these was entered when the partnership was recorded; kept so that medians need no window function.
    seconds_before = models.BigIntegerField(_("seconds in the stage before"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    reason = LineField(_("reason"), max_length=300, blank=True)

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("change of stage"), _("changes of stage")
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["partnership", "at"], name="partnerships_stages_of"),
            models.Index(fields=["to_stage", "at"], name="partnerships_stages_reached"),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_stage_display()} → {self.get_to_stage_display()}"
