"""Which targets, reports and files of reports: who sees them."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from midla.accounts.scope import countries_of
from midla.records.querysets import RecordQuerySet


class OfCountryQuerySet(RecordQuerySet):
    """Rows about one country, or about the whole programme, which who is limited to a country does not see."""

    def visible_to(self, user: Any) -> Self:
        """All; for a user with a country limit those about one of these countries."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        codes = countries_of(user)
        return self.kept().filter(country_id__in=codes) if codes else self.kept()


class TargetQuerySet(OfCountryQuerySet):
    """Targets."""

    def for_list(self) -> Self:
        """With indicator and country."""
        return self.select_related("indicator", "country")


class ReportQuerySet(OfCountryQuerySet):
    """Donor reports."""

    def issued(self) -> Self:
        """Those that never change any more."""
        return self.filter(state="issued")

    def for_list(self) -> Self:
        """With country."""
        return self.select_related("country").defer("frozen")


class ReportFileQuerySet(models.QuerySet):
    """Files of issued reports."""

    def visible_to(self, user: Any) -> Self:
        """Those of reports the user sees."""
        seen = apps.get_model("dashboards", "Report").objects.visible_to(user)
        return self.filter(Exists(seen.filter(pk=OuterRef("report_id"))))

    def without_content(self) -> Self:
        """What can be told of them, without their bytes."""
        return self.defer("content")
