"""The targets and donor reports of the demo: a year's targets, one report that is issued, one that is being written."""

import datetime
from typing import Any

from midla.dashboards.actions.report import issue
from midla.dashboards.models import Indicator, Report, Target
from midla.records.actions import create

# Some within reach, some not.
TARGETS = {
    "associations_identified": 30,
    "associations_met": 36,
    "meetings_held": 70,
    "participants": 2500,
    "women_participants": 1300,
    "needs_met": 10,
    "associations_in_partnership": 6,
    "partnerships_agreed": 6,
    "partnerships_completed": 3,
    "eur_committed": 250_000,
}
OF_PERU = {"associations_met": 12, "meetings_held": 22}
SUMMARY = (
    "Nel periodo il programma ha incontrato associazioni di tutte le comunità, soprattutto nel Nord e a Roma. "
    "I partenariati avanzano più lentamente degli incontri: la firma degli accordi richiede tempo."
)
ACHIEVEMENTS = (
    "Le prime iniziative comuni con comuni e banche sono partite, e due sono già concluse.\n\n"
    "Le donne sono più della metà di chi viene agli incontri."
)
DIFFICULTIES = "Nel Sud e nelle isole poche associazioni sono conosciute. Le delibere dei comuni tardano."
NEXT_STEPS = "Visite in Puglia e in Sicilia; un incontro fra banche e associazioni; la raccolta delle copie firmate."


def add_reports(demo: Any) -> None:
    """Targets of this year and of the last; the last year's report, issued, and a draft of this year's."""
    writer, year = demo.users["manager"], demo.today.year
    for whole in (year - 1, year):
        add_targets(demo, whole, TARGETS, None)
    add_targets(demo, year, OF_PERU, "PE")
    for whole in (year - 1, year):
        written = {"summary": SUMMARY, "achievements": ACHIEVEMENTS} if whole < year else {"summary": SUMMARY}
        more = {"difficulties": DIFFICULTIES, "next_steps": NEXT_STEPS} if whole < year else {}
        report = Report(title=f"Relazione annuale {whole}", **of_year(whole), **written, **more)
        create(report, by=writer)
        if whole < year:
            issue(report=report, by=writer)


def add_targets(demo: Any, year: int, values: dict[str, int], country: str | None) -> None:
    """A year's targets."""
    indicators = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=values)}
    for code, value in values.items():
        target = Target(indicator=indicators[code], value=value, country_id=country, **of_year(year))
        create(target, by=demo.users["manager"])


def of_year(year: int) -> dict[str, datetime.date]:
    """The first and the last day of a year."""
    return {"starts_on": datetime.date(year, 1, 1), "ends_on": datetime.date(year, 12, 31)}
