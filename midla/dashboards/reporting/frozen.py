"""What a report counts, frozen without any language, so that every file of every edition can be made of it.

It holds no natural person: people are numbers, small ones hidden; officers and sources in words are left out.
"""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils import timezone

from midla.dashboards.figures import Scope
from midla.dashboards.models import Report
from midla.dashboards.reporting.annexes import associations_by_community, meetings_by, partnerships_by_stage
from midla.dashboards.reporting.sheets import sheets
from midla.dashboards.results import Line, Step, lines_of, results
from midla.dashboards.suppression import Hidden, line
from midla.records.models.word import NAME_FIELDS

Frozen = dict[str, Any]
# These add up: women are a part of all who came.
WHOLE, PART = "participants", "women_participants"


def freeze(report: Report, user: Any) -> Frozen:
    """Everything the report says beside its narratives, as the user sees it at this moment."""
    scope = Scope(report.starts_on, report.ends_on, report.country_id or "")
    steps = results(user, scope)
    hidden = people_hidden(steps)
    partnerships, left_out = sheets(user, scope)
    return {
        "as_of": timezone.now().isoformat(timespec="minutes"),
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "country": scope.country,
        "aims": [frozen_step(step, hidden) for step in steps],
        "sheets": partnerships,
        "left_out": left_out,
        "associations": associations_by_community(user, scope),
        "months": meetings_by(user, scope, "month"),
        "provinces": meetings_by(user, scope, "province"),
        "stages": partnerships_by_stage(user, scope),
    }


def frozen_step(step: Step, hidden: dict[str, str]) -> Frozen:
    """An aim with its indicators."""
    aim = step.aim
    return {
        "number": aim.number,
        "level": aim.level,
        "depth": step.depth,
        "names": names_of(aim),
        "indicators": [frozen_line(line, hidden) for line in step.lines],
    }


def frozen_line(line: Line, hidden: dict[str, str]) -> Frozen:
    """An indicator with its numbers; a small number of people is hidden."""
    indicator = line.indicator
    return {
        "code": indicator.code,
        "names": names_of(indicator),
        "definitions": {code: getattr(indicator, f"definition_{code}") for code in NAME_FIELDS},
        "unit": indicator.unit,
        "verification": indicator.verification,
        "baseline": plain(indicator.baseline),
        "target": plain(line.target.value if line.target else None),
        "value": hidden.get(indicator.code) or plain(line.value),
        "percent": None if indicator.code in hidden else line.percent,
        "basis": frozen_basis(line),
    }


def frozen_basis(line: Line) -> Frozen | None:
    """The official figures that a share rests on."""
    basis = getattr(line.figure, "basis", None)
    return asdict(basis) if basis else None


def people_hidden(steps: list[Step]) -> dict[str, str]:
    """Which numbers of people are not shown, and what stands in their place."""
    values = {line.indicator.code: int(line.value or 0) for line in lines_of(steps)}
    women = values.get(PART, 0)
    told = line([women, values.get(WHOLE, 0) - women])
    shown = {PART: told.parts[0], WHOLE: told.total}
    return {code: mark.value for code, mark in shown.items() if isinstance(mark, Hidden)}


def names_of(word: Any) -> dict[str, str]:
    """The names of a word in the four languages."""
    return {code: getattr(word, field) for code, field in NAME_FIELDS.items()}


def plain(number: Decimal | None) -> str | None:
    """A number as JSON holds it."""
    return None if number is None else str(number)
