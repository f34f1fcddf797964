"""Coverage: the official number of residents beside what the programme has found, by province and community.

Figures of one vintage only. A province without a row is unknown, never zero; a sum of communities is known where each
of them is. Associations are counted once, whatever number of communities they serve.
"""

import datetime
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.engagement import a_year_before
from associations.models import Association, PartnerActor
from contacts.models import MeetingState
from contacts.records import MeetingType, PersonType
from midla.accounts.scope import countries_of
from midla.dashboards.figures.grouping import Counted
from midla.records.fields import LAST_DAY
from midla.territories.models import PROGRAMME_COUNTRIES, PopulationFigure, Province, Sex, Vintage

# From so many residents of one community on, a province where nobody was met is a gap.
LEAST_RESIDENTS = 1000
YEARS_OF_GROWTH = 5
# The key of a province, and a community.
Where = tuple[int, str]
# Provinces that were cut out of others: a series of the older one breaks where the younger one begins.
CUT_OUT_OF = {
    "108": ("015",),
    "109": ("044",),
    "110": ("071", "072"),
    "104": ("090",),
    "105": ("091",),
    "106": ("092",),
    "107": ("092",),
    "111": ("092", "091", "095"),
}


@dataclass(frozen=True)
class Asked:
    """What a reader chose: a vintage, a year, one community or all four.

    People and meetings are counted only where they are asked for: they are many, and dear to count.
    """

    vintage: Vintage | None
    year: int
    community: str = ""
    with_people: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.community,) if self.community else PROGRAMME_COUNTRIES


@dataclass(frozen=True)
class Found:
    """What the programme knows in one place: associations known, met in the last 12 months, in partnership."""

    known: int = 0
    met: int = 0
    in_partnership: int = 0


@dataclass(frozen=True)
class Gap:
    """A community of a province of which no association is known, or none was met for a year."""

    province: Province
    community: str
    residents: int
    found: Found
    partner_actors: int
    # Who looks after most associations there, else in the nearest province.
    officer: str

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.community,)

    @property
    def next_step(self) -> str:
        """What could be done first, in words."""
        known = ngettext(
            "%(n)s association known, none met.", "%(n)s associations known, none met.", self.found.known
        ) % {"n": self.found.known}
        actors = ngettext(
            "%(n)s partner actor in the province.", "%(n)s partner actors in the province.", self.partner_actors
        ) % {"n": self.partner_actors}
        nearest = _("Nearest officer: %(name)s.") % {"name": self.officer} if self.officer else ""
        return " ".join(
            part for part in (known if self.found.known else _("No association known."), actors, nearest) if part
        )


@dataclass(frozen=True)
class Mostly:
    """The largest of the communities chosen, and its share in per cent."""

    community: str
    percent: int

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.community,)


@dataclass(frozen=True)
class Row:
    """One province: residents and their growth, None where unknown; women's share in per cent; what was found.

    People are those recorded as living there, meetings those held there in the last 12 months, where asked for.
    """

    province: Province
    residents: int | None
    before: int | None
    women: float | None
    found: Found
    mostly: Mostly | None = None
    people: int = 0
    meetings: int = 0

    def per_10_000(self, number: int) -> float | None:
        """A number of records per 10,000 residents."""
        return 10_000 * number / self.residents if self.residents else None

    @property
    def growth(self) -> float | None:
        """Change over five years in per cent."""
        if self.residents is None or not self.before:
            return None
        return 100 * (self.residents - self.before) / self.before


def years_of(vintage: Vintage) -> list[int]:
    """The years of which a vintage knows provinces, the newest first."""
    rows = PopulationFigure.objects.filter(vintage=vintage, sex=Sex.ALL, province__isnull=False)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def dated_vintages(until: int = LAST_DAY.year) -> QuerySet[Vintage]:
    """The vintages in use, each with `newest`: the newest year, of those up to a year, in which it knows provinces."""
    of_vintage = PopulationFigure.objects.of_provinces().filter(vintage=OuterRef("pk"), sex=Sex.ALL, year__lte=until)
    return Vintage.objects.active().annotate(newest=Subquery(of_vintage.order_by("-year").values("year")[:1]))


def vintages_by_newest(until: int = LAST_DAY.year) -> QuerySet[Vintage]:
    """Those that know provinces at all, that of the newest year first."""
    return dated_vintages(until).filter(newest__isnull=False).order_by("-newest", "pk")


def newest_figures(until: int = LAST_DAY.year) -> tuple[Vintage, int] | None:
    """The vintage that knows provinces in the newest year, of those up to a year; and that year."""
    vintage = vintages_by_newest(until).first()
    return (vintage, vintage.newest) if vintage else None


def reached_of(residents: dict[Where, int], met: Container[Where]) -> tuple[int, int] | None:
    """Residents living where an association of theirs was met, and all; None where nobody's number is known."""
    known = sum(residents.values())
    return (sum(number for where, number in residents.items() if where in met), known) if known else None


class Coverage:
    """The figures of one choice, as one reader sees them. Each part is asked once."""

    def __init__(self, asked: Asked, user: Any) -> None:
        self.asked, self.user = asked, user
        self.today = timezone.localdate()

    # --- residents ------------------------------------------------------------------------------------------------
    @cached_property
    def numbers(self) -> dict[tuple[int, str, str], dict[int, int]]:
        """By year, citizenship and sex: the residents of each province."""
        years = (self.asked.year, self.asked.year - YEARS_OF_GROWTH)
        figures = PopulationFigure.objects.filter(
            vintage=self.asked.vintage,
            year__in=years,
            citizenship__in=PROGRAMME_COUNTRIES,
            sex__in=[Sex.ALL, Sex.WOMEN],
            province__isnull=False,
        )
        found: dict[tuple[int, str, str], dict[int, int]] = defaultdict(dict)
        for year, code, sex, province, residents in figures.values_list(
            "year", "citizenship_id", "sex", "province_id", "residents"
        ):
            found[year, code, sex][province] = residents
        return found

    def residents(self, province: int, codes: Iterable[str], sex: str = Sex.ALL, ago: int = 0) -> int | None:
        """Residents of some communities together; None unless each is known."""
        year = self.asked.year - ago
        parts = [self.numbers[year, code, sex].get(province) for code in codes]
        return None if None in parts else sum(part for part in parts if part is not None)

    def before(self, province: Province) -> int | None:
        """Residents five years before; None too where the province was cut in between."""
        for younger, older in CUT_OUT_OF.items():
            cut_out = self.by_code.get(younger)
            if province.code in older and cut_out and self.began_between(cut_out.pk):
                return None
        return self.residents(province.pk, self.asked.codes, ago=YEARS_OF_GROWTH)

    def began_between(self, province: int) -> bool:
        """True for a province that has figures of this year and none of five years before."""
        years = (self.asked.year, self.asked.year - YEARS_OF_GROWTH)
        now, then = (any(province in self.numbers[year, code, Sex.ALL] for code in self.asked.codes) for year in years)
        return now != then

    @cached_property
    def italy(self) -> int | None:
        """Residents in the whole of Italy, as the vintage says; None where it does not say."""
        rows = PopulationFigure.objects.of_italy().filter(
            vintage=self.asked.vintage, year=self.asked.year, sex=Sex.ALL, citizenship__in=self.asked.codes
        )
        parts = dict(rows.values_list("citizenship_id", "residents"))
        if len(parts) == len(self.asked.codes):
            return sum(parts.values())
        known = [row.residents for row in self.rows if row.residents is not None]
        return sum(known) if known and len(known) == len(self.provinces) else None

    # --- places ---------------------------------------------------------------------------------------------------
    @cached_property
    def provinces(self) -> list[Province]:
        """The provinces of the year: those with a figure, else those that exist on its first day."""
        every = sorted(self.by_code.values(), key=lambda province: province.name)
        with_figures = {key for (year, *_), places in self.numbers.items() if year == self.asked.year for key in places}
        first = datetime.date(self.asked.year, 1, 1)
        exists = {one.pk for one in every if (one.valid_from or first) <= first and (one.valid_to or first) >= first}
        return [one for one in every if one.pk in with_figures or (one.pk in exists and one.valid_to is None)]

    @cached_property
    def by_code(self) -> dict[str, Province]:
        """Every province there is or was, by its ISTAT code."""
        return {province.code: province for province in Province.objects.select_related("region")}

    # --- what was found -------------------------------------------------------------------------------------------
    def count(self, *by: str, codes: Iterable[str] | None = None) -> dict[Any, Found]:
        """Associations the reader sees, in groups."""
        met = Q(activity__last_met_on__gte=a_year_before(self.today))
        rows = Association.objects.visible_to(self.user).order_by().filter(province__isnull=False)
        if codes is not None:
            rows = rows.filter(communities__in=codes)
        counted = rows.values_list(*by).annotate(
            known=Count("pk", distinct=True),
            met=Count("pk", distinct=True, filter=met),
            running=Count("pk", distinct=True, filter=Q(activity__in_partnership=True)),
        )
        return {row[:-3] if len(by) > 1 else row[0]: Found(*row[-3:]) for row in counted}

    @cached_property
    def found(self) -> dict[int, Found]:
        """By province: associations that serve the communities chosen, each once."""
        return self.count("province_id", codes=self.asked.codes if self.asked.community else None)

    @cached_property
    def found_by_community(self) -> dict[tuple[int, str], Found]:
        """By province and community."""
        return self.count("province_id", "communities", codes=self.asked.codes)

    @cached_property
    def people(self) -> dict[int, int]:
        """By province: people with a citizenship of the communities chosen who live there."""
        if not self.asked.with_people:
            return {}
        return self.by_province(Counted.of(PersonType, self.user, placed=1, **citizens(self.asked.community)))

    @cached_property
    def meetings(self) -> dict[int, int]:
        """By province: meetings held there in the last 12 months, of one community only with its associations."""
        if not self.asked.with_people:
            return {}
        return self.by_province(Counted.of(MeetingType, self.user, **held(self.asked.community, self.today)))

    def by_province(self, counted: Counted) -> dict[int, int]:
        """The rows of a list by their province."""
        rows = counted.rows.filter(province__isnull=False)
        return dict(rows.values_list("province_id").annotate(Count("pk")))

    # --- rows -----------------------------------------------------------------------------------------------------
    @cached_property
    def rows(self) -> list[Row]:
        """Every province, those with most residents first, the unknown ones last."""
        rows = [self.row(province) for province in self.provinces]
        return sorted(rows, key=lambda row: (row.residents is None, -(row.residents or 0), row.province.name))

    def row(self, province: Province) -> Row:
        residents = self.residents(province.pk, self.asked.codes)
        women = self.residents(province.pk, self.asked.codes, Sex.WOMEN)
        return Row(
            province,
            residents,
            self.before(province),
            100 * women / residents if residents and women is not None else None,
            self.found.get(province.pk, Found()),
            self.mostly(province, residents),
            self.people.get(province.pk, 0),
            self.meetings.get(province.pk, 0),
        )

    def mostly(self, province: Province, residents: int | None) -> Mostly | None:
        """The largest community of a province."""
        parts = [(self.residents(province.pk, [code]) or 0, code) for code in self.asked.codes]
        most, code = max(parts, key=lambda part: part[0])
        return Mostly(code, round(100 * most / residents)) if residents and most else None

    # --- gaps -----------------------------------------------------------------------------------------------------
    @cached_property
    def gaps(self) -> list[Gap]:
        """Communities of a thousand residents or more where nobody was met for a year, the largest first."""
        seen = set(countries_of(self.user) or PROGRAMME_COUNTRIES)
        found = [
            (residents, province, code, self.found_by_community.get((province.pk, code), Found()))
            for province in self.provinces
            for code in self.asked.codes
            if code in seen and (residents := self.residents(province.pk, [code])) is not None
        ]
        open_ones = [gap for gap in found if gap[0] >= LEAST_RESIDENTS and not gap[3].met]
        open_ones.sort(key=lambda gap: (-gap[0], gap[1].name, gap[2]))
        return [
            Gap(province, code, residents, known, self.partner_actors.get(province.pk, 0), self.officer_near(province))
            for residents, province, code, known in open_ones
        ]

    @cached_property
    def partner_actors(self) -> dict[int, int]:
        """Partner actors by province."""
        rows = PartnerActor.objects.visible_to(self.user).order_by().filter(province__isnull=False)
        return dict(rows.values_list("province_id").annotate(Count("pk")))

    @cached_property
    def officers(self) -> dict[int, str]:
        """By province, who looks after most of its associations."""
        rows = Association.objects.visible_to(self.user).order_by()
        rows = rows.filter(province__isnull=False, owner__is_active=True)
        counted = rows.values_list("province_id", "owner__name").annotate(number=Count("pk"))
        best: dict[int, tuple[int, str]] = {}
        for province, name, number in counted:
            best[province] = max(best.get(province, (0, "")), (number, name))
        return {province: name for province, (_number, name) in best.items()}

    def officer_near(self, province: Province) -> str:
        """Who looks after associations there, else in the nearest province; empty where nobody does anywhere."""
        if province.pk in self.officers:
            return self.officers[province.pk]
        others = [other for other in self.provinces if other.pk in self.officers]
        nearest = min(others, key=lambda other: apart(province, other), default=None)
        return self.officers[nearest.pk] if nearest else ""

    @cached_property
    def reached(self) -> tuple[int, int] | None:
        """Residents living where an association of theirs was met in a year, of all whose number is known.

        Of the communities the reader sees: of the others nobody knows here whether they were met.
        """
        seen = [code for code in self.asked.codes if code in (countries_of(self.user) or PROGRAMME_COUNTRIES)]
        residents = {
            (place, code): number
            for code in seen
            for place, number in self.numbers[self.asked.year, code, Sex.ALL].items()
        }
        return reached_of(residents, {where for where, found in self.found_by_community.items() if found.met})


def citizens(community: str) -> dict[str, Any]:
    """What the list of people asks for: a citizenship of one community, or of any of the four."""
    return {"citizenship": [community] if community else list(PROGRAMME_COUNTRIES)}


def held(community: str, today: datetime.date) -> dict[str, Any]:
    """What the list of meetings asks for: held in the last 12 months; of one community with its associations."""
    return {"state": MeetingState.HELD.value, "since": a_year_before(today).isoformat(), "community": community}


def apart(one: Province, other: Province) -> float:
    """How far two provinces lie apart, in degrees squared: enough to tell which is nearer."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    # A degree of longitude is about three quarters as long as one of latitude in Italy.
    return (one.latitude - other.latitude) ** 2 + (0.75 * (one.longitude - other.longitude)) ** 2
