"""Which territories: all of them, for whoever is signed in."""

from typing import Any, Self

from django.db import models


class TerritoryQuerySet(models.QuerySet):
    """Territories are open to every role."""

    def visible_to(self, user: Any) -> Self:
        """Every territory, for whoever is signed in and active."""
        return self.all() if user.is_authenticated and user.is_active else self.none()
