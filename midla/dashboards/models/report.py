"""The donor report: what somebody writes about a period, and the files it was issued as."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from midla.dashboards.querysets import ReportFileQuerySet, ReportQuerySet
from midla.records.fields import CountField, DayField, LineField, NoteField
from midla.records.models import Record
from midla.territories.models import Country

NARRATIVES = ("summary", "achievements", "difficulties", "next_steps")
NARRATIVE_LENGTH = 10_000
NO_NAMES = _("Name no person: the report goes out, and is kept for good.")


class ReportState(models.TextChoices):
    """Whether it can still be written on."""

    DRAFT = "draft", _("draft")
    ISSUED = "issued", _("issued")


class Report(Record):
    """A report to the donor on a period. Once issued it never changes; what has to change is a new edition."""

    title = LineField(_("title"), max_length=200, help_text=NO_NAMES)
    starts_on = DayField(_("from"))
    ends_on = DayField(_("until"))
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"in_programme": True},
        verbose_name=_("country"),
        help_text=_("Empty: the whole programme."),
    )
    summary = NoteField(_("summary"), max_length=NARRATIVE_LENGTH, blank=True, help_text=NO_NAMES)
    achievements = NoteField(_("achievements"), max_length=NARRATIVE_LENGTH, blank=True, help_text=NO_NAMES)
    difficulties = NoteField(_("difficulties"), max_length=NARRATIVE_LENGTH, blank=True, help_text=NO_NAMES)
    next_steps = NoteField(_("next steps"), max_length=NARRATIVE_LENGTH, blank=True, help_text=NO_NAMES)
    state = models.CharField(
        _("state"), max_length=6, choices=ReportState.choices, default=ReportState.DRAFT, editable=False
    )
    issued_at = models.DateTimeField(_("issued on"), null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("issued by"),
    )
    edition = CountField(_("edition"), least=1, default=1, editable=False)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="later",
        verbose_name=_("edition before"),
    )
    # What was counted when it was issued, without any language; the files are made of it.
    frozen = models.JSONField(_("as counted"), default=dict, editable=False)

    objects = ReportQuerySet.as_manager()

    not_in_history = Record.not_in_history | {"frozen"}

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("donor report"), _("donor reports")
        ordering = ("-ends_on", "-id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("It ends before it starts: check the two dates."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_issued_has_its_moment",
                condition=Q(state="draft", issued_at__isnull=True) | Q(state="issued", issued_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})" if self.edition > 1 else self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("dashboards:report-detail", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.state == ReportState.ISSUED

    @property
    def narratives(self) -> list[tuple[Any, str]]:
        """Label and text of each box."""
        return [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in NARRATIVES]


class FileKind(models.TextChoices):
    """As what a report is given out."""

    PAGE = "html", _("page")
    PDF = "pdf", "PDF"
    XLSX = "xlsx", _("spreadsheet")


class ReportFile(models.Model):
    """One file of an issued report. Rows are added and never changed: a trigger of the database sees to it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="files", verbose_name=_("report"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind.choices)
    content = models.BinaryField(_("content"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    made_at = models.DateTimeField(_("made on"), auto_now_add=True)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("file of a report"), _("files of reports")
        ordering = ("report", "language", "kind")
        constraints = [
            models.UniqueConstraint(
                name="dashboards_reportfile_one_per_language_and_kind", fields=["report", "language", "kind"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}-{self.language}.{self.kind}"
