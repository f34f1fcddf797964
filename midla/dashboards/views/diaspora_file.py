"""The table of the diaspora as a file: residents beside what the programme has found, province by province."""

from dataclasses import replace
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from midla.accounts.permissions import Permission
from midla.dashboards.coverage import Coverage, Row
from midla.dashboards.forms.diaspora import DiasporaForm
from midla.dashboards.measures import BY_CODE
from midla.dashboards.reporting.telling import Cell, Table
from midla.dashboards.suppression import Hidden, alone
from midla.dashboards.views.table_file import TableFile
from midla.territories.models import PopulationFigure

NAME = "midla-diaspora"
RATES = ("known", "people", "meetings")


class DiasporaFile(TableFile):
    """The rows of the page, of the same choice."""

    permission = Permission.EXPORT
    about = PopulationFigure

    def get(self, request: HttpRequest) -> HttpResponse:
        form = DiasporaForm(request.GET)
        parts = (NAME, form.asked.community or "", str(form.asked.year), getattr(form.known, "code", ""))
        asked = replace(form.asked, with_people=True)
        return self.sent(table_of(form, Coverage(asked, request.user)), "_".join(filter(None, parts)))


def table_of(form: DiasporaForm, coverage: Coverage) -> Table:
    """A row for each province; what is not known stays empty."""
    heads = [
        *(_("ISTAT code"), _("Province"), _("Region"), _("Figures"), _("Year of the figures"), _("Community")),
        *(_("Residents"), _("Women, %"), _("Growth over five years, %")),
        *(_("Associations known"), _("Met in 12 months"), _("In partnership"), _("People"), _("Meetings in 12 months")),
        *(str(BY_CODE[code].label) for code in RATES),
    ]
    vintage, codes = str(form.known or ""), " ".join(form.asked.codes)
    return Table(_("Diaspora"), heads, [row_of(row, [vintage, form.asked.year, codes]) for row in coverage.rows])


def row_of(row: Row, figures: list[Cell]) -> list[Cell]:
    """A province; a small number of people is hidden, since a file may leave the house."""
    people = alone(row.people)
    is_hidden = isinstance(people, Hidden)
    rates = {code: None if is_hidden and code == "people" else BY_CODE[code].value(row) for code in RATES}
    return [
        *(row.province.code, row.province.name, row.province.region.name, *figures),
        *(row.residents, rounded(row.women), rounded(row.growth)),
        *(row.found.known, row.found.met, row.found.in_partnership),
        *(people.value if isinstance(people, Hidden) else people, row.meetings),
        *(rounded(rates[code]) for code in RATES),
    ]


def rounded(value: float | None) -> Decimal | None:
    """A share or a rate with one decimal."""
    return None if value is None else round(Decimal(value), 1)
