"""What the network is narrowed by."""

from django.utils.translation import gettext_lazy as _

from associations.filters import COMMUNITIES, THEMES
from midla.partnerships.network.seen import Question
from midla.partnerships.network.ties import KINDS, MEETINGS, PARTNERSHIPS, PEOPLE
from midla.records.filters import FilterForm, KeyField, OneField
from midla.records.options import Options

TIES = Options(
    lambda: [
        (PARTNERSHIPS, _("partnerships together")),
        (MEETINGS, _("meetings together")),
        (PEOPLE, _("people with a role in both")),
    ]
)


class NetworkFilters(FilterForm):
    """By which ties, and of which organisations; around one of them where the address says so."""

    kind = OneField(label=_("Linked by"), options=TIES, strict=True, required=False)
    country = OneField(label=_("Community"), options=COMMUNITIES, strict=True, required=False)
    theme = OneField(label=_("Theme"), options=THEMES, required=False)
    around = KeyField(required=False)

    def question(self) -> Question:
        """What is asked; the form is valid."""
        asked = self.cleaned_data
        kinds = (asked["kind"],) if asked["kind"] else KINDS
        return Question(kinds, asked["country"], asked["theme"], asked["around"])
