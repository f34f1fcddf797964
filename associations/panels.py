"""What an organisation's page shows of existing efforts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.columns import years
from associations.models import Initiative, Organisation
from midla.records.panels import ASIDE, MOST_ROWS, Asked, Panel, Row, panel


@panel
class InitiativesOfOrganisation(Panel):
    """The existing efforts that name this organisation; left out where there is none."""

    model = Organisation
    title = gettext_lazy("Existing efforts")
    place = ASIDE
    order = 60

    def rows(self, asked: Asked) -> Iterable[Row]:
        """The newest first."""
        named = Initiative.objects.visible_to(asked.user).filter(organisation=asked.record.pk)
        newest = named.order_by(F("starts_in").desc(nulls_last=True), "sort_key", "pk")
        for row in newest.defer("description", "search_key", "loaded")[:MOST_ROWS]:
            yield Row(row.title, row.get_absolute_url(), years(row.starts_in, row.ends_in))

    def context(self, asked: Asked) -> dict[str, Any]:
        rows = list(self.rows(asked))
        url = f"{reverse('associations:initiative-list')}?organisation={asked.record.pk}"
        return {"title": self.title, "rows": rows, "link": _("All"), "url": url} if rows else {}
