"""Where the points of a network's picture lie: springs along the ties, everybody else pushes away; always alike.

Each part is laid out on its own and the parts are set side by side, the biggest first. Only what is near pushes: the
work stays bounded for the few hundred points that a picture holds.
"""

import cmath
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from midla.partnerships.network.graph import Tie, components, neighbours_of

# Few points settle slowly and cost little; many are moved less often, so that the work stays bounded.
MOST_ROUNDS, LEAST_ROUNDS, MOST_MOVES = 60, 25, 6_000
GAP = 1.8
Pair = tuple[int, int]
Points = tuple[complex, ...]


def positions(ties: Sequence[Tie]) -> dict[int, complex]:
    """For each organisation with a tie its place, in units of the length of a tie; the corner is at 0."""
    neighbours = neighbours_of(ties)
    placed: dict[int, complex] = {}
    blocks = []
    for part in components(neighbours):
        numbers = {key: number for number, key in enumerate(part)}
        pairs = [(numbers[key], numbers[other]) for key in part for other in neighbours[key] if key < other]
        blocks.append((part, drawn_together(len(part), tuple(pairs))))
    for (part, points), corner in zip(blocks, side_by_side([size_of(points) for _, points in blocks]), strict=True):
        placed.update({key: point + corner for key, point in zip(part, points, strict=True)})
    return placed


@lru_cache(maxsize=256)
def drawn_together(count: int, pairs: tuple[Pair, ...]) -> Points:
    """The points of one part; kept by its shape alone, in which there are no keys and no names."""
    # A spiral in which no two points meet: the same start for everybody, without chance.
    points = [math.sqrt(place) * cmath.exp(2.4j * place) * 0.7 for place in range(count)]
    rounds = max(LEAST_ROUNDS, min(MOST_ROUNDS, MOST_MOVES // count))
    for turn in range(rounds):
        most = 1.5 * (1 - turn / rounds) + 0.02
        points = [
            point + push * min(1, most / (abs(push) or 1))
            for point, push in zip(points, pushes(points, pairs), strict=True)
        ]
    left, top = min(point.real for point in points), min(point.imag for point in points)
    return tuple(point - complex(left, top) for point in points)


def pushes(points: Sequence[complex], pairs: Sequence[Pair]) -> list[complex]:
    """What moves each point: away from what is near, along its ties towards the other end."""
    found = [0j] * len(points)
    for one, other in near_pairs(points):
        away = points[one] - points[other] or 0.01 + 0.01j
        force = away / abs(away) ** 2
        found[one] += force
        found[other] -= force
    for one, other in pairs:
        towards = points[other] - points[one]
        force = towards * abs(towards)
        found[one] += force
        found[other] -= force
    return found


def near_pairs(points: Sequence[complex], reach: float = 4.0) -> Iterator[Pair]:
    """Pairs of points that lie in the same square of a grid or in squares that touch, each once."""
    squares: dict[Pair, list[int]] = defaultdict(list)
    for number, point in enumerate(points):
        squares[math.floor(point.real / reach), math.floor(point.imag / reach)].append(number)
    for (x, y), here in squares.items():
        yield from ((one, other) for place, one in enumerate(here) for other in here[place + 1 :])
        for beside in ((x + 1, y - 1), (x + 1, y), (x + 1, y + 1), (x, y + 1)):
            yield from ((one, other) for one in here for other in squares.get(beside, ()))


def size_of(points: Points) -> complex:
    """Width and height that a part takes."""
    return complex(max(point.real for point in points), max(point.imag for point in points))


def side_by_side(sizes: Sequence[complex]) -> list[complex]:
    """The corner of each part: in rows, about half as high again as they are wide together."""
    area = sum((size.real + GAP) * (size.imag + GAP) for size in sizes)
    width = max([math.sqrt(area * 1.6), *(size.real for size in sizes)], default=0)
    corners, corner, height = [], 0j, 0.0
    for size in sizes:
        if corner.real and corner.real + size.real > width:
            corner, height = complex(0, corner.imag + height + GAP), 0.0
        corners.append(corner)
        corner += size.real + GAP
        height = max(height, size.imag)
    return corners
