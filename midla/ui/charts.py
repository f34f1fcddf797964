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


# --- flows: ribbons from the things on the left to those on the right ------------------------------------------------
# In pixels at the usual size of text: the least height of a line of words, what lies between two, the height that all
# ribbons together may take, and the broadest that one of one may be.
LINE, BETWEEN, ALL_RIBBONS, BROADEST = 36.0, 6.0, 380.0, 16.0
PIXELS_OF_TEXT = 16


@dataclass(frozen=True)
class FlowEnd:
    """One thing of a side: what it is called, how many, and how much of the ribbons begins or ends there."""

    label: Label
    figure: Any
    weight: float
    code: str = ""


@dataclass(frozen=True)
class DrawnEnd:
    """The same with the height of its line, in rem and in units, and its bar in the middle of it."""

    end: FlowEnd
    height: str
    units: str
    y: str
    bar: str


@dataclass(frozen=True)
class Ribbon:
    """One flow: its outline, and what it says."""

    d: str
    code: str
    label: Label
    figure: Any


@dataclass(frozen=True)
class Flows:
    """A picture of flows: everything its template draws."""

    height: str
    units: str
    left: list[DrawnEnd]
    right: list[DrawnEnd]
    ribbons: list[Ribbon]


def flows(left: Sequence[FlowEnd], right: Sequence[FlowEnd], pairs: Sequence[tuple[int, int, Label, Any]]) -> Flows:
    """Flows between two sides; `pairs` are the places of both ends in their sides, the words, and the figure."""
    most = max(sum(end.weight for end in left), sum(end.weight for end in right), 1)
    unit = min(ALL_RIBBONS / most, BROADEST)
    tall = max(side_height(left, unit), side_height(right, unit), LINE)
    starts, ends = (bars_of(side, unit, (tall - side_height(side, unit)) / 2) for side in (left, right))
    ribbons = []
    for place, other, words, figure in sorted(pairs, key=lambda pair: pair[:2]):
        breadth = figure.value * unit
        outline_of_one = ribbon(starts[place], ends[other], breadth)
        ribbons.append(Ribbon(outline_of_one, left[place].code, words, figure))
        starts[place] += breadth
        ends[other] += breadth
    sides = [[drawn_end(end, unit) for end in side] for side in (left, right)]
    return Flows(rem(tall), number(tall), sides[0], sides[1], ribbons)


def line_height(end: FlowEnd, unit: float) -> float:
    return max(LINE, end.weight * unit)


def side_height(side: Sequence[FlowEnd], unit: float) -> float:
    """How high the lines of a side are together."""
    return sum(line_height(end, unit) for end in side) + BETWEEN * max(len(side) - 1, 0)


def bars_of(side: Sequence[FlowEnd], unit: float, top: float) -> list[float]:
    """Where the bar of each thing begins, from the top of the picture."""
    found = []
    for end in side:
        height = line_height(end, unit)
        found.append(top + (height - end.weight * unit) / 2)
        top += height + BETWEEN
    return found


def drawn_end(end: FlowEnd, unit: float) -> DrawnEnd:
    height, bar = line_height(end, unit), end.weight * unit
    return DrawnEnd(end, rem(height), number(height), number((height - bar) / 2), number(max(bar, 1)))


def ribbon(start: float, end: float, breadth: float) -> str:
    """The outline of a band across a field 100 wide, from one height to another."""
    one, other, below, far_below = map(number, (start, end, start + breadth, end + breadth))
    return f"M0 {one}C50 {one} 50 {other} 100 {other}V{far_below}C50 {far_below} 50 {below} 0 {below}Z"


def rem(pixels: float) -> str:
    """A length that grows with the reader's text; lines of words and ribbons stay side by side."""
    return f"{pixels / PIXELS_OF_TEXT:.4f}rem"
