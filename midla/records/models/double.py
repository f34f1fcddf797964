"""Pairs of records that may be one, and merges of two records, which can be undone."""

from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from midla.records.fields import CountField


class PairState(models.TextChoices):
    """What was decided about a pair."""

    OPEN = "open", _("to decide")
    NOT_SAME = "not_same", _("not the same")
    MERGED = "merged", _("merged")


def seen_by(user: Any, *names: str) -> Q:
    """The condition that a user sees each record whose key stands in one of these columns."""
    from midla.records.registry import visible_keys  # the registry imports models: a cycle at load time

    seen = Q(pk__in=[])
    for label, faces in visible_keys(user):
        every = Q(model_label=label)
        for name in names:
            either = Q(pk__in=[])
            for keys in faces:
                either |= Q(**{f"{name}__in": keys})
            every &= either
        seen |= every
    return seen


class DoublePairQuerySet(models.QuerySet):
    """Pairs; a pair is shown only to who sees both records."""

    def visible_to(self, user: Any) -> Self:
        """Pairs of records that the user sees both."""
        return self.filter(seen_by(user, "first_id", "second_id"))

    def of(self, record: Any) -> Self:
        """The pairs one record is in."""
        return self.filter(Q(first_id=record.pk) | Q(second_id=record.pk), model_label=record.label())

    def open(self) -> Self:
        """Those that nobody has decided about."""
        return self.filter(state=PairState.OPEN)


class DoublePair(models.Model):
    """Two records of one kind that may be one, with what speaks for it; the lower key first."""

    model_label = models.CharField(_("kind of record"), max_length=60)
    first_id = models.BigIntegerField(_("first record"))
    second_id = models.BigIntegerField(_("second record"))
    score = CountField(_("score"), most=100)
    # Without what rests on contact data: for who may not read that.
    open_score = CountField(_("score without contact data"), most=100)
    # Code and points of each reason; never a value.
    reasons = models.JSONField(_("reasons"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField(_("found on"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = DoublePairQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("pair of doubles"), _("pairs of doubles")
        ordering = ("-score", "id")
        constraints = [
            models.UniqueConstraint(fields=["model_label", "first_id", "second_id"], name="records_doublepair_once"),
            models.CheckConstraint(name="records_doublepair_lower_key_first", condition=Q(first_id__lt=F("second_id"))),
            models.CheckConstraint(
                name="records_doublepair_known_state", condition=Q(state__in=["open", "not_same", "merged"])
            ),
            models.CheckConstraint(
                name="records_doublepair_decided_by_needs_decided_at",
                condition=Q(decided_by__isnull=True) | Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "id"], name="records_doublepair_likeliest"),
            models.Index(fields=["model_label", "second_id"], name="records_doublepair_second"),
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.first_id} ↔ {self.second_id}"


class InnerQuerySet(models.QuerySet):
    """Rows by which the program works and that no page shows."""

    def visible_to(self, user: Any) -> Self:
        """None: there is nothing in them for anybody."""
        return self.none()


class ComparedRecord(models.Model):
    """In which version a record was compared last. Where it is due, its keys are new and it is still to be compared."""

    model_label = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    compared_version = models.PositiveIntegerField(_("version"))
    is_due = models.BooleanField(_("due"), default=True)

    objects = InnerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("compared record"), _("compared records")
        constraints = [models.UniqueConstraint(fields=["model_label", "record_id"], name="records_comparedrecord_once")]
        indexes = [
            models.Index(fields=["model_label"], name="records_comparedrecord_due", condition=Q(is_due=True)),
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.record_id}"


class DoubleKey(models.Model):
    """Something that doubles share, as a keyed digest that says nothing itself: records with one digest are a block.

    In a large block neighbours by `place` are compared, which stands for the beginning of what else tells them apart.
    """

    compared = models.ForeignKey(ComparedRecord, models.CASCADE, related_name="keys", verbose_name=_("record"))
    digest = models.BigIntegerField(_("digest"))
    place = models.BigIntegerField(_("place"))

    objects = InnerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("key of doubles"), _("keys of doubles")
        indexes = [models.Index(fields=["digest", "place", "compared"], name="records_doublekey_block")]

    def __str__(self) -> str:
        return f"{self.compared_id} {self.digest}"


class MergeQuerySet(models.QuerySet):
    """Merges; seen by whoever sees the record that was kept."""

    def visible_to(self, user: Any) -> Self:
        """Merges into records that the user sees."""
        return self.filter(seen_by(user, "winner_id"))

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def into(self, record: Any) -> Self:
        """What was merged into one record and stands."""
        return self.standing().filter(model_label=record.label(), winner_id=record.pk)


class Merge(models.Model):
    """One record was merged into another. `steps` say how to undo it; they are emptied with the trash."""

    model_label = models.CharField(_("kind of record"), max_length=60)
    winner_id = models.BigIntegerField(_("record that was kept"))
    loser_id = models.BigIntegerField(_("record that was merged into it"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(_("undone on"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("merge"), _("merges")
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["model_label", "loser_id"], condition=Q(undone_at=None), name="records_merge_into_one"
            ),
            models.CheckConstraint(
                name="records_merge_undone_by_needs_undone_at",
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["model_label", "winner_id"], name="records_merge_winner")]

    def __str__(self) -> str:
        return f"{self.model_label} {self.loser_id} → {self.winner_id}"
