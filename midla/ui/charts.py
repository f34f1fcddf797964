"""The geometry of charts: numbers in, attributes of SVG out, written so that SVG reads them in every language.

What is drawn and how it looks stands in templates/components/chart_*.html and in the style sheet. A chart never tells
anything by colour alone, and its table stands one click below it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Label = str | Promise
# So much of a bar is drawn for the smallest number that is not none.
LEAST_BAR = 1.5
COLUMN_WIDTH, COLUMN_GAP, HEIGHT, TOP, LEFT, FOOT = 29, 8, 160.0, 24.0, 34, 24
MOST_LINES = 4
STEPS = (1, 2, 5, 10)


def number(value: float) -> str:
    """A number as SVG reads it: a point and no grouping, whoever reads the page."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def widths(values: Sequence[float], full: float = 100.0) -> list[float]:
    """The length of a bar for each value; the biggest fills the room, and what is not none can be seen."""
    most = max(values, default=0) or 1
    return [max(LEAST_BAR, full * value / most) if value > 0 else 0.0 for value in values]


def round_lines(most: float) -> list[int]:
    """The numbers at which lines go across: few, round, from 0 up to the biggest value or just above."""
    rough = max(most, 1) / MOST_LINES
    power = 10 ** math.floor(math.log10(rough))
    step = max(1, math.ceil(next(round_step * power for round_step in STEPS if round_step * power >= rough)))
    return list(range(0, math.ceil(max(most, 1) / step) * step + 1, step))


# --- bars: one line each ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Bar:
    """A line with its bar: `figure` leads to its records, `text` stands in its place where there is none.

    `part` is the darker beginning of the bar, and `note` what stands at the end.
    """

    label: Label
    width: str
    part: str = ""
    figure: Any = None
    text: Label = ""
    note: Label = ""


def bars(rows: Sequence[tuple[Label, Any]], notes: Sequence[Label] = ()) -> list[Bar]:
    """Bars of figures, each with a label; `notes` stand at their ends."""
    lengths = widths([figure.value for _, figure in rows])
    ends = [*notes, *("" for _ in rows[len(notes) :])]
    return [
        Bar(label, number(length), figure=figure, note=note)
        for (label, figure), length, note in zip(rows, lengths, ends, strict=True)
    ]


def divided_bars(rows: Sequence[tuple[Label, float, float, Label]]) -> list[Bar]:
    """Bars of sums: label, the whole, a part of it, and the sum in words."""
    lengths = widths([whole for _, whole, _, _ in rows])
    return [
        Bar(label, number(length), part=number(length * part / whole if whole else 0), text=words)
        for (label, whole, part, words), length in zip(rows, lengths, strict=True)
    ]


# --- funnel: how many came on, from step to step ---------------------------------------------------------------------
@dataclass(frozen=True)
class Narrowing:
    """One step of a funnel: `outline` are the corners of a shape that narrows from this step to those who went on."""

    label: Label
    outline: str
    figure: Any
    onward: Any = None

    @property
    def percent(self) -> int | None:
        """How many of a hundred went on; None where nobody came so far."""
        return round(100 * self.onward.value / self.figure.value) if self.onward and self.figure.value else None


def funnel(steps: Sequence[tuple[Label, Any, Any]]) -> list[Narrowing]:
    """Steps with who came to each and who of these went on: label, figure, figure of those who went on."""
    values = [value for _, here, onward in steps for value in (here.value, onward.value if onward else here.value)]
    lengths = widths(values)
    return [
        Narrowing(label, outline(lengths[2 * place], lengths[2 * place + 1]), here, onward)
        for place, (label, here, onward) in enumerate(steps)
    ]


def outline(above: float, below: float) -> str:
    """The corners of a shape that is so wide above and so wide below, in a field of 100 by 10."""
    return f"0,0 {number(above)},0 {number(below)},10 0,10"


# --- columns: one for each month -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Column:
    """One column of a chart, with what stands above and below it."""

    label: Label
    figure: Any
    x: str
    y: str
    width: str
    height: str
    middle: str
    above: str


@dataclass(frozen=True)
class GridLine:
    """A line across at a round number."""

    value: int
    y: str
    text_y: str


@dataclass(frozen=True)
class Columns:
    """A chart of columns: everything its template draws."""

    width: str
    height: str
    right: str
    foot: str
    left: str
    columns: list[Column] = field(default_factory=list)
    lines: list[GridLine] = field(default_factory=list)


def columns(rows: Sequence[tuple[Label, Any]]) -> Columns:
    """Columns of figures, each with a label below."""
    lines = round_lines(max((figure.value for _, figure in rows), default=0))
    unit, bottom = (HEIGHT - TOP) / lines[-1], HEIGHT
    right = LEFT + len(rows) * (COLUMN_WIDTH + COLUMN_GAP)
    return Columns(
        *(number(right), number(HEIGHT + FOOT), number(right), number(HEIGHT + FOOT - 8), number(LEFT - 6)),
        [column(label, figure, place, unit) for place, (label, figure) in enumerate(rows)],
        [GridLine(line, number(bottom - line * unit), number(bottom - line * unit + 4)) for line in lines],
    )


def column(label: Label, figure: Any, place: int, unit: float) -> Column:
    x, height = LEFT + place * (COLUMN_WIDTH + COLUMN_GAP) + COLUMN_GAP / 2, figure.value * unit
    return Column(
        *(label, figure, number(x), number(HEIGHT - height), number(COLUMN_WIDTH), number(height)),
        *(number(x + COLUMN_WIDTH / 2), number(HEIGHT - height - 5)),
    )
