"""Which territories: all of them, for whoever is signed in."""

from typing import Any, Self

from django.db import models


class TerritoryQuerySet(models.QuerySet):
    """Territories are open to every role."""

    def visible_to(self, user: Any) -> Self:
        """Every territory, for whoever is signed in and active."""
        return self.all() if user.is_authenticated and user.is_active else self.none()


class PopulationFigureQuerySet(models.QuerySet):
    """Official counts of residents."""

    def visible_to(self, user: Any) -> Self:
        """Every figure, for whoever is signed in and active."""
        return self.all() if user.is_authenticated and user.is_active else self.none()

    def of_provinces(self) -> Self:
        """Figures of provinces, which are the parts of those of regions."""
        return self.filter(province__isnull=False)

    def of_regions(self) -> Self:
        """Figures of regions, which are the parts of those of Italy."""
        return self.filter(region__isnull=False)

    def of_italy(self) -> Self:
        """Figures of the whole of Italy."""
        return self.filter(province__isnull=True, region__isnull=True)
