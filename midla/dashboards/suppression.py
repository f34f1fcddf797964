"""Small numbers of natural persons in what leaves the house: fewer than five are shown as "<5".

A hidden number must not come out of the others: where a total or its other parts would give it away, the next smallest
numbers are withheld too, as "…". What is held to: whoever knows the totals still cannot tell one, two, three and four
apart. Nobody at all is nobody to protect: 0 stays 0.
"""

import enum
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from midla.ui.marks import grouped

LEAST = 5


class Hidden(enum.Enum):
    """What stands in place of a number."""

    # From one to four.
    SMALL = "<5"
    # Any number: shown, it would give a small one away.
    WITHHELD = "…"


Shown = int | Hidden


@dataclass(frozen=True)
class Line:
    """Parts that add up to a total, as they may be shown."""

    parts: tuple[Shown, ...]
    total: Shown


@dataclass(frozen=True)
class Table:
    """Rows with their totals, and the totals of the columns below, as they may be shown."""

    rows: tuple[Line, ...]
    totals: Line


@dataclass(frozen=True)
class Sum:
    """Places of some numbers, and the place of what they add up to."""

    parts: tuple[int, ...]
    total: int

    @property
    def places(self) -> tuple[int, ...]:
        return (*self.parts, self.total)

    def sign(self, place: int) -> int:
        return -1 if place == self.total else 1


def is_small(count: int) -> bool:
    """True for a number of people that may not be shown."""
    return 0 < count < LEAST


def alone(count: int) -> Shown:
    """A number of people that is part of no sum."""
    return Hidden.SMALL if is_small(count) else count


def line(parts: Iterable[int]) -> Line:
    """Numbers that add up, with their total."""
    counts = tuple(parts)
    places = tuple(range(len(counts)))
    shown = protected([*counts, sum(counts)], [Sum(places, len(counts))])
    return Line(tuple(shown[:-1]), shown[-1])


def table(rows: Sequence[Sequence[int]]) -> Table:
    """Rows and columns that add up both ways."""
    columns = [sum(column) for column in zip(*rows, strict=True)]
    whole = [[*row, sum(row)] for row in [*rows, columns]]
    width, height = len(columns) + 1, len(whole)
    across = [Sum(tuple(range(y * width, (y + 1) * width - 1)), (y + 1) * width - 1) for y in range(height)]
    last = (height - 1) * width
    down = [Sum(tuple(range(x, last, width)), last + x) for x in range(width)]
    shown = protected([count for row in whole for count in row], [*across, *down])
    *lines, totals = (Line(tuple(shown[s.parts[0] : s.total]), shown[s.total]) for s in across if s.parts)
    return Table(tuple(lines), totals)


def protected(counts: Sequence[int], sums: Sequence[Sum]) -> list[Shown]:
    """The numbers as they may be shown together: withheld until no sum gives a small one away."""
    shown = [alone(count) for count in counts]
    while telling := next((known for known in sums if tells(shown, known)), None):
        shown[next_to_withhold(counts, shown, telling)] = Hidden.WITHHELD
    return shown


def next_to_withhold(counts: Sequence[int], shown: Sequence[Shown], known: Sum) -> int:
    """The smallest part of a sum that is still shown, for the least is lost with it; the total where there is none."""
    left = [place for place in known.parts if counts[place] and shown[place] == counts[place]]
    return min(left, key=lambda place: (counts[place], place), default=known.total)


def tells(shown: Sequence[Shown], known: Sum) -> bool:
    """True where a small number of this sum cannot be each of one to four any more."""
    bounds = [signed(possible(shown[place], place == known.total), known.sign(place)) for place in known.places]
    low, high = sum(least for least, _ in bounds), sum(most for _, most in bounds)
    for place, (least, most) in zip(known.places, bounds, strict=True):
        if shown[place] is Hidden.SMALL:
            # What all others together leave for this one.
            lowest, highest = signed((low - least, high - most), -known.sign(place))
            if lowest > 1 or highest < LEAST - 1:
                return True
    return False


def possible(shown: Shown, is_total: bool) -> tuple[float, float]:
    """The least and the most that what is shown can stand for."""
    if shown is Hidden.SMALL:
        return 1, LEAST - 1
    if shown is Hidden.WITHHELD:
        return (0 if is_total else LEAST), math.inf
    return shown, shown


def signed(bounds: tuple[float, float], sign: int) -> tuple[float, float]:
    """Bounds, or those of the negative."""
    return bounds if sign > 0 else (-bounds[1], -bounds[0])


def words(shown: Shown | None) -> str:
    """What is shown, in the reader's language; a dash where nothing is known."""
    return shown.value if isinstance(shown, Hidden) else grouped(shown)
