"""What an import keeps: the file as it was read, what each row would do, and what was written long ago."""

from collections.abc import Iterator
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from midla.records.fields import CountField, LineField
from midla.records.models.change import Batch
from midla.records.models.job import Job
from midla.records.models.kept import OwnQuerySet


class ImportState(models.TextChoices):
    """How far an import is."""

    READ = "read", _("columns to check")
    PLANNING = "planning", _("being looked through")
    PLANNED = "planned", _("to be looked at")
    WRITING = "writing", _("being written")
    WRITTEN = "written", _("written")
    UNDONE = "undone", _("undone")


class Verdict(models.TextChoices):
    """What an import does with a row."""

    CREATE = "create", _("will be added")
    UPDATE = "update", _("will be completed")
    THERE = "there", _("is there already")
    DOUBT = "doubt", _("possibly a double")
    REFUSED = "refused", _("does not fit")


class ImportFile(models.Model):
    """A file that somebody brings in. A copy of personal data: nobody but its user sees it, and it is purged."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    filename = LineField(max_length=200)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.READ)
    headings = models.JSONField(default=list)
    # The field each column holds, in the order of the headings; empty for a column that is left out.
    mapping = models.JSONField(default=list)
    good_rows = models.BooleanField(default=False)
    # How its user reads and where: sentences are kept as they are said, and times of day are those of this zone.
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=40, default="Europe/Rome")
    # What of the file was not read, such as further sheets.
    left_out = models.CharField(max_length=500, blank=True, null=True)
    # Why the last attempt wrote nothing.
    sentence = models.CharField(max_length=500, blank=True)
    # Of files whose rows are no records: the file itself, compressed until it is written, and what came of it.
    content = models.BinaryField(null=True)
    report = models.JSONField(null=True)
    # The newest row of history when the plan was made.
    seen_change = models.BigIntegerField(default=0)
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("imported file"), _("imported files")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                name="records_importfile_known_state",
                condition=Q(state__in=["read", "planning", "planned", "writing", "written", "undone"]),
            )
        ]

    def __str__(self) -> str:
        return self.filename


class ImportRowQuerySet(models.QuerySet):
    """Rows of imported files; nobody but the user of the file sees them."""

    def visible_to(self, user: Any) -> Self:
        """The rows of one's own files."""
        return self.filter(file__user_id=user.pk)

    def of(self, verdict: str) -> Self:
        """The rows to which one thing happens."""
        return self.filter(verdict=verdict)

    def lots(self, size: int, name: str = "number") -> Iterator[list["ImportRow"]]:
        """The rows some at a time, in the order of a number they have; those that share it come together."""
        ordered = self.order_by(name, "number")
        some = list(ordered[: size + 1])
        while some:
            lot, more = some[:size], some[size:]
            last = getattr(lot[-1], name)
            if more and getattr(more[0], name) == last:
                lot += ordered.filter(**{name: last, "number__gt": lot[-1].number})
            yield lot
            some = list(ordered.filter(**{f"{name}__gt": last})[: size + 1]) if more else []


class ImportRow(models.Model):
    """One row of a file, what happens to it and why. A copy of personal data, purged with its file."""

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="rows")
    number = CountField(least=1)
    cells = models.JSONField(default=list)
    verdict = models.CharField(max_length=7, choices=Verdict.choices, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    title = models.CharField(max_length=250, blank=True)
    # What is to be written: columns, choices of many, and what hangs on the record.
    plan = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64, blank=True)
    record_id = models.BigIntegerField(null=True)
    # Whom the user says that a row means which may be a double: a record, below zero a row of the file, zero nobody.
    decided = models.BigIntegerField(null=True)
    record_version = models.PositiveIntegerField(null=True)
    # The number of the row above whose record it completes.
    same_as = models.PositiveIntegerField(null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("row of an imported file"), _("rows of imported files")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="records_importrow_once_a_file")]
        indexes = [
            models.Index(fields=["file", "verdict", "number"], name="records_importrow_verdict"),
            models.Index(
                fields=["file", "same_as"], condition=Q(same_as__isnull=False), name="records_importrow_same_as"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ImportedRowQuerySet(models.QuerySet):
    """Rows imported before; seen by who imported them."""

    def visible_to(self, user: Any) -> Self:
        """Those of one's own imports."""
        return self.filter(batch__by_id=user.pk)


class ImportedRow(models.Model):
    """That a row was imported, by its keyed digest alone: it is recognised if it comes again. Says nothing else."""

    digest = models.CharField(max_length=64, unique=True)
    model_label = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="imported_rows")

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("row imported before"), _("rows imported before")

    def __str__(self) -> str:
        return f"{self.model_label} {self.record_id}"


class ColumnMemory(models.Model):
    """How somebody said to read the columns of files with these headings: remembered for the next one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    # Stands for the folded headings in their order.
    headings = models.CharField(max_length=64)
    mapping = models.JSONField(default=list)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("columns remembered"), _("columns remembered")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "headings"], name="records_columnmemory_once_per_headings")
        ]

    def __str__(self) -> str:
        return self.kind
