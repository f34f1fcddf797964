"""History: one table of changes for all records, sealed by day."""

import hashlib
import json
import secrets
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """Changes made by one act on many records, which can be undone as a whole."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    act = models.CharField(_("what"), max_length=100)
    size = models.PositiveIntegerField(_("records"), default=0)
    undone_at = models.DateTimeField(_("undone on"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("batch of changes"), _("batches of changes")

    def __str__(self) -> str:
        return f"{self.act} ({self.size})"


class Verb(models.TextChoices):
    """What happened to the record."""

    CREATED = "created", _("recorded")
    EDITED = "edited", _("edited")
    TRASHED = "trashed", _("moved to trash")
    RESTORED = "restored", _("taken back from the trash")
    UNDONE = "undone", _("undone")


class ChangeQuerySet(models.QuerySet):
    """Changes, newest first; seen by whoever sees the record they tell of."""

    def of(self, record: models.Model) -> Self:
        """The history of one record, which the caller has fetched through its own `visible_to`."""
        return self.filter(model_label=record.label(), record_id=record.pk)

    def erase_values(self) -> int:
        """Empty what these rows tell; who did what when stays, and so does the seal, which rests on their digests."""
        return self.update(before={}, after={}, reason="", salt="")

    def visible_to(self, user: object) -> Self:
        """Changes of records of every declared type that the user sees."""
        from midla.records.registry import rows_following  # the registry imports models: a cycle at load time

        return rows_following(self, user)


class Change(models.Model):
    """One change of one record: who, when, and the changed fields before and after. Never edited."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="changes", verbose_name=_("batch"))
    verb = models.CharField(_("what"), max_length=10, choices=Verb.choices)
    model_label = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # The seal of a day rests on these digests, so that the values can be erased and the seal stays whole.
    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("change"), _("history")
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["model_label", "record_id", "-at"], name="records_change_of_record"),
            models.Index(fields=["-at"], name="records_change_newest"),
            models.Index(fields=["by", "-at"], name="records_change_by"),
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.record_id}: {self.verb}"

    def sign(self) -> None:
        """Give the row its salt and digest; called once, before it is stored."""
        self.salt = secrets.token_hex(16)
        self.digest = self.digest_of_values()

    def digest_of_values(self) -> str:
        """SHA-256, in hex, of the salt and of what the row says."""
        told = [self.model_label, self.record_id, self.verb, self.by_id, self.at.isoformat(), self.before, self.after]
        told += [self.reason] if self.reason else []
        text = json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(f"{self.salt}{text}".encode()).hexdigest()


class Seal(models.Model):
    """The keyed digest over one day's changes: shows later that none was altered, added or taken away."""

    day = models.DateField(_("day"), unique=True)
    changes = models.PositiveIntegerField(_("changes"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = _("seal of a day"), _("seals of days")
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
