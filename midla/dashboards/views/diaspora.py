"""Where the diaspora lives, and where nobody has been: the map, the gaps, the page of a province."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from midla.accounts.permissions import Permission
from midla.dashboards.coverage import Coverage, Found, Gap, Row
from midla.dashboards.figures import Figure
from midla.dashboards.figures.coverage import found_figures, people_figures, province_figures
from midla.dashboards.forms.diaspora import DiasporaForm
from midla.dashboards.measures import BY_CODE, OF_PEOPLE, Measure
from midla.dashboards.residents import residents_of
from midla.territories.models import PROGRAMME_COUNTRIES, Province
from midla.territories.outlines import HEIGHT, SOURCE, WIDTH, Outline, outlines
from midla.ui.marks import grouped

GAPS_AT_FIRST = 10
DOT = 26
# The measures of the table that are no count of records, and those that are told below a count.
WRITTEN, RATES = ("residents", "women", "growth"), ("known", "", "")


@dataclass(frozen=True)
class Place:
    """One province on the map."""

    d: str
    css: str
    words: str
    url: str


@dataclass(frozen=True)
class Dot:
    """The number of a gap on the map."""

    x: int
    y: int
    number: int


@dataclass(frozen=True)
class Line:
    """One row of the table: the province, its page, the measures written, figures that lead to their records.

    With each figure stands its number per 10,000 residents, where there is one.
    """

    row: Row
    url: str
    written: list[str]
    share: str
    figures: list[tuple[Figure, str]]


@require_safe
def diaspora(request: HttpRequest) -> HttpResponse:
    """The map with its table, and the gaps, the largest first."""
    form = DiasporaForm(request.GET)
    coverage = Coverage(form.asked, request.user)
    every = "all" in request.GET.getlist("gaps")
    context = {
        "form": form,
        "vintage": form.known,
        "asked": form.asked,
        "measure": form.shown,
        "has_figures": bool(form.years),
        "places": places(form, coverage),
        "dots": dots(coverage.gaps[:GAPS_AT_FIRST]),
        "dot": DOT,
        "map_title": f"{form.shown.label}: {form.known}, {form.asked.year}",
        "classes": form.shown.classes(),
        "dots_label": _("nobody met, by residents"),
        "caption": caption(form, coverage),
        "map_box": f"-10 -10 {WIDTH + 20} {HEIGHT + 20}",
        "italy": coverage.italy,
        "lines": [line(form, row, coverage.italy) for row in coverage.rows if says_something(row)],
        "unknown": [row.province.name for row in coverage.rows if not says_something(row)],
        "gaps": [(gap, plan_url(gap)) for gap in coverage.gaps[: None if every else GAPS_AT_FIRST]],
        "gaps_left": 0 if every else max(len(coverage.gaps) - GAPS_AT_FIRST, 0),
        "all_gaps_url": f"?{urlencode(form.narrowing(gaps='all'))}#gaps",
        "in_gaps": sum(gap.residents for gap in coverage.gaps),
        "gaps_number": len(coverage.gaps),
        "may_plan": request.user.can(Permission.EDIT),
        "origins_url": origins_url(form),
        "import_url": reverse("dashboards:population-import") if request.user.can(Permission.WORDS) else "",
        "export_url": export_url(form) if request.user.can(Permission.EXPORT) else "",
    }
    return render(request, "dashboards/diaspora_page.html", context)


def export_url(form: DiasporaForm) -> str:
    """The table as a spreadsheet, of the same choice."""
    asked = urlencode(form.narrowing())
    url = reverse("dashboards:diaspora-xlsx")
    return f"{url}?{asked}" if asked else url


def origins_url(form: DiasporaForm, **more: str) -> str:
    """Where the people of the community chosen come from."""
    community = form.asked.community
    asked = urlencode({**({"community": community} if community else {}), **more})
    url = reverse("dashboards:diaspora-origins")
    return f"{url}?{asked}" if asked else url


def caption(form: DiasporaForm, coverage: Coverage) -> str:
    """What the figures are, where they come from, and of how many provinces they are known."""
    words: dict[str, Any] = {
        "vintage": form.known,
        "year": form.asked.year,
        "known": sum(row.residents is not None for row in coverage.rows),
        "all": len(coverage.rows),
        "source": SOURCE,
    }
    parts = [
        _("%(vintage)s, 1 January %(year)s: %(known)s of %(all)s provinces are known; the others are not zero."),
        _("People who also hold Italian citizenship are not counted. Limits: %(source)s."),
    ]
    if coverage.reached is not None:
        reached, of_all = coverage.reached
        words["reached"] = round(100 * reached / of_all) if of_all else 0
        parts.append(_("%(reached)s %% of them live where an association of theirs was met in the last 12 months."))
    if coverage.italy is not None:
        words["italy"] = grouped(coverage.italy)
        parts.insert(0, _("Italy: %(italy)s residents."))
    return " ".join(part % words for part in parts)


def places(form: DiasporaForm, coverage: Coverage) -> list[Place]:
    """The map: provinces of today, each in the class of its value."""
    measure, rows = form.shown, {row.province.code: row for row in coverage.rows}
    return [
        place(form, measure, outline, rows.get(code) or unknown_row(province))
        for code, outline in outlines().items()
        if (province := coverage.by_code.get(code))
    ]


def place(form: DiasporaForm, measure: Measure, outline: Outline, row: Row) -> Place:
    """One province, in the class of its value."""
    words = f"{row.province}: {measure.written(measure.value(row))}"
    return Place(outline.d, f"c{measure.class_of(row)}", words, province_url(form, row.province))


def unknown_row(province: Province) -> Row:
    """A province of today that did not exist in the year of the figures."""
    return Row(province, None, None, None, Found())


def dots(gaps: list[Gap]) -> list[Dot]:
    """The gaps on the map; of a province with two, the larger."""
    drawn, found = outlines(), {}
    for number, gap in enumerate(gaps, 1):
        outline = drawn.get(gap.province.code)
        if outline and gap.province.code not in found:
            found[gap.province.code] = Dot(outline.x, outline.y, number)
    return list(found.values())


def province_url(form: DiasporaForm, province: Province) -> str:
    """The page of a province, with the same choice."""
    url = reverse("dashboards:diaspora-province", args=[province.code])
    asked = urlencode(form.narrowing())
    return f"{url}?{asked}" if asked else url


def plan_url(gap: Gap) -> str:
    """The form that plans a meeting there."""
    return f"{reverse('contacts:meeting-plan')}?{urlencode({'province': gap.province.code})}"


def says_something(row: Row) -> bool:
    """True where residents are known, or an association, somebody or a meeting is."""
    return row.residents is not None or any((row.found.known, row.people, row.meetings))


def line(form: DiasporaForm, row: Row, italy: int | None) -> Line:
    """A row of the table."""
    written = [measured(row, code) for code in WRITTEN]
    found = zip(found_figures(row, form.asked.community), RATES, strict=True)
    figures = [(figure, measured(row, code) if code else "") for figure, code in found]
    if form.asked.with_people:
        people = zip(people_figures(row, form.asked.community), OF_PEOPLE, strict=True)
        figures += [(figure, measured(row, code)) for figure, code in people]
    share = f"{round(100 * row.residents / italy)}\u00a0%" if italy and row.residents is not None else "–"
    return Line(row, province_url(form, row.province), written, share, figures)


def measured(row: Row, code: str) -> str:
    """The value of a measure, written."""
    return BY_CODE[code].written(BY_CODE[code].value(row))


@require_safe
def province_page(request: HttpRequest, code: str) -> HttpResponse:
    """One province: residents over the years, community by community, and what the programme knows there."""
    province = Province.objects.visible_to(request.user).select_related("region").filter(code=code).first()
    if province is None:
        raise Http404
    form = DiasporaForm(request.GET)
    coverage = Coverage(replace(form.asked, with_people=False), request.user)
    context = {
        "province": province,
        "form": form,
        "vintage": form.known,
        "asked": form.asked,
        "row": coverage.row(province),
        "communities": [((one,), coverage.residents(province.pk, [one])) for one in PROGRAMME_COUNTRIES],
        "years": residents_of(form.known, province, form.asked.codes) if form.known else [],
        "figures": province_figures(request.user, province, form.asked.community),
        "gaps": [(gap, plan_url(gap)) for gap in coverage.gaps if gap.province == province],
        "may_plan": request.user.can(Permission.EDIT),
        "map_url": f"{reverse('dashboards:diaspora')}?{urlencode(form.narrowing())}",
        "origins_url": origins_url(form, province=province.code),
    }
    return render(request, "dashboards/diaspora_province.html", context)
