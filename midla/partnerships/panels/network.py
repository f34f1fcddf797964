"""The way from an organisation's page to its place in the network."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Organisation
from midla.accounts.permissions import Permission
from midla.records.panels import ASIDE, Asked, Panel, Row, panel


@panel
class Surroundings(Panel):
    """One link: whom it is linked to, and whom these are."""

    model = Organisation
    title = gettext_lazy("Network")
    place = ASIDE
    order = 90
    permission = Permission.VIEW

    def rows(self, asked: Asked) -> Iterable[Row]:
        url = f"{reverse('partnerships:network')}?around={asked.record.pk}"
        return [Row(_("Whom it is linked to"), url, _("by partnerships, meetings and people in common"))]
