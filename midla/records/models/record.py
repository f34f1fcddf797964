"""What every record has: a version, authors, the trash."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from midla.records.querysets import RecordQuerySet


def rests_on(constraint: models.BaseConstraint, names: Collection[str]) -> bool:
    """True where a condition asks for one of these fields."""
    return isinstance(constraint, models.CheckConstraint) and any(
        name in names for name in constraint.condition.referenced_base_fields
    )


class Record(models.Model):
    """A row that people write: it has authors and a version, and goes to the trash before it is gone."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("recorded on"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    trashed_at = models.DateTimeField(_("moved to trash on"), null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("moved to trash by"),
    )

    objects = RecordQuerySet.as_manager()

    # Fields that are not part of what a person typed: history neither keeps nor restores them.
    not_in_history = frozenset(
        {
            "id",
            "version",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by",
            "trashed_at",
            "trashed_by",
            "search_key",
        }
    )
    # The row of history that was written last through this very instance.
    newest_change: Any = None
    # Many-to-many fields with a table of their own whose keys history keeps and restores all the same.
    through_in_history: frozenset[str] = frozenset()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_trashed_by_needs_trashed_at",
                condition=Q(trashed_by__isnull=True) | Q(trashed_at__isnull=False),
            )
        ]

    @property
    def is_trashed(self) -> bool:
        """True while the record lies in the trash."""
        return self.trashed_at is not None

    @classmethod
    def label(cls) -> str:
        """The name under which history, files and views know this record: that of its concrete model."""
        return cls._meta.concrete_model._meta.label_lower

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Ask nothing where each constraint rests on a field left out: Django finds that out by a query for each."""
        constraints = [constraint for _model, some in self.get_constraints() for constraint in some]
        if not all(rests_on(constraint, exclude or ()) for constraint in constraints):
            super().validate_constraints(exclude)

    def refresh_search_key(self) -> None:
        """Make the search key anew from the names; records without one have nothing to do."""
