"""What the pages of the diaspora ask: which community, which figures, of which year, what the map shows."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.filters import COMMUNITIES
from midla.dashboards.coverage import Asked, dated_vintages, years_of
from midla.dashboards.measures import BY_CODE, MEASURES, OF_PEOPLE, Measure
from midla.territories.models import Vintage


class DiasporaForm(forms.Form):
    """The choice, from the address; what is not there is the newest, for all four communities."""

    community = forms.ChoiceField(label=gettext_lazy("Community"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year of the figures"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Show on the map"), required=False)
    vintage = forms.ChoiceField(label=gettext_lazy("Figures"), required=False)

    def __init__(self, query: QueryDict) -> None:
        super().__init__()
        self.query = query
        self.vintages = {vintage.code: vintage for vintage in dated_vintages()}
        self.offer("community", [("", _("All four")), *COMMUNITIES.words.items()])
        self.offer("measure", [(measure.code, measure.label) for measure in MEASURES])
        self.offer("vintage", [(code, vintage.name) for code, vintage in self.vintages.items()])
        self.known = self.figures()
        self.years = years_of(self.known) if self.known else []
        self.offer("year", [(str(year), str(year)) for year in self.years])
        self.initial = {
            "community": self.asked.community,
            "year": str(self.asked.year),
            "measure": self.shown.code,
            "vintage": getattr(self.known, "code", ""),
        }

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a field its choices."""
        self.fields[name].choices = choices

    def chosen(self, name: str) -> str:
        """What the address says, where it is one of the choices; else nothing."""
        value = self.query.get(name, "")
        return value if value in {str(code) for code, _word in self.fields[name].choices} else ""

    def figures(self) -> Vintage | None:
        """The vintage chosen, else the one that knows the newest year."""
        dated = [vintage for vintage in self.vintages.values() if vintage.newest]
        newest = min(dated, key=lambda vintage: (-vintage.newest, vintage.pk), default=None)
        return self.vintages.get(self.chosen("vintage")) or newest

    @property
    def asked(self) -> Asked:
        """The choice."""
        year = int(self.chosen("year") or next(iter(self.years), timezone.localdate().year))
        return Asked(self.known, year, self.chosen("community"), self.chosen("measure") in OF_PEOPLE)

    @property
    def shown(self) -> Measure:
        """What the map shows."""
        return BY_CODE.get(self.chosen("measure"), MEASURES[0])

    def narrowing(self, **more: str) -> dict[str, str]:
        """What the address of another page of these takes over."""
        names = ("community", "year", "vintage", "measure")
        return {**{name: value for name in names if (value := self.chosen(name))}, **more}
