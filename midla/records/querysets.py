"""Querysets that every record's own queryset stands on."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef


class RecordQuerySet(models.QuerySet):
    """Rows that may lie in the trash and that a user sees only through `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Rows this user may see, without the trash. Each record says how, so none can forget."""
        raise NotImplementedError(f"{type(self).__name__} does not say who sees {self.model.__name__}.")

    def kept(self) -> Self:
        """Rows that are not in the trash."""
        return self.filter(trashed_at__isnull=True)

    def trashed(self) -> Self:
        """Rows in the trash."""
        return self.filter(trashed_at__isnull=False)

    def for_list(self) -> Self:
        """Rows with what a list shows; owns the joins and prefetches."""
        return self


class ConfinedQuerySet(RecordQuerySet):
    """Rows that may be confined to some users."""

    def open_to(self, user: Any) -> Self:
        """Rows confined to nobody, or to this user among others."""
        through = self.model.confined_to.through
        named = through.objects.filter(**{f"{self.model._meta.model_name}_id": OuterRef("pk")})
        return self.filter(~Exists(named) | Exists(named.filter(user_id=user.pk)))

    def unconfined(self) -> Self:
        """Rows confined to nobody: what figures and engagement may count."""
        return self.filter(confined_to__isnull=True)


class WordQuerySet(models.QuerySet):
    """Words of a list; open to everybody who is signed in."""

    def visible_to(self, user: Any) -> Self:
        """Every word, for whoever is signed in."""
        return self if user.is_authenticated else self.none()

    def active(self) -> Self:
        """Words still offered in forms."""
        return self.filter(active=True)
