"""Which users."""

from typing import Any, Self

from django.db import models


class UserQuerySet(models.QuerySet):
    """Users; colleagues see each other's names, only administrators their accounts."""

    def visible_to(self, user: Any) -> Self:
        """Every colleague, for whoever is signed in."""
        return self if user.is_authenticated else self.none()

    def active(self) -> Self:
        """Users who can sign in."""
        return self.filter(is_active=True)

    def administrators(self) -> Self:
        """Active administrators."""
        return self.active().filter(role="administrator")
