"""The network as a picture: where each point and line goes, and which of them are named."""

from dataclasses import dataclass

from midla.partnerships.network.graph import Tie
from midla.partnerships.network.layout import positions
from midla.partnerships.network.seen import Network, Node

WIDTH, MARGIN = 900.0, 60.0
LEAST_UNIT, MOST_UNIT = 14.0, 90.0
SMALLEST, BIGGEST = 4.5, 14.0
MOST_NAMED = 60
LONGEST_NAME = 26
# The room that a name takes, from its middle to the next one's.
ROOM_OF_NAME, LINE_OF_NAME = 150, 15
WIDEST_LINE = 6


@dataclass(frozen=True)
class Point:
    """An organisation in the picture."""

    node: Node
    x: str
    y: str
    radius: str
    # For squares, which is how partner actors are drawn.
    left: str
    top: str
    side: str
    label_y: str
    label: str
    ties: int
    is_centre: bool


@dataclass(frozen=True)
class Line:
    """A tie in the picture."""

    x1: str
    y1: str
    x2: str
    y2: str
    width: str
    title: str


@dataclass(frozen=True)
class Picture:
    """Everything the template draws."""

    width: str
    height: str
    points: list[Point]
    lines: list[Line]


def picture_of(network: Network) -> Picture:
    """The picture of what is drawn of a network."""
    placed = positions(network.drawn)
    across, down = (max((part(place) for place in placed.values()), default=0.0) for part in (real, imag))
    unit = min(MOST_UNIT, max(LEAST_UNIT, (WIDTH - 2 * MARGIN) / (across or 1)))
    margin = complex(max(MARGIN, (WIDTH - across * unit) / 2), MARGIN)
    places = {key: place * unit + margin for key, place in placed.items()}
    named = names_of(network, places)
    return Picture(
        number(max(WIDTH, across * unit + 2 * MARGIN)),
        number(down * unit + 2 * MARGIN),
        [point(network, key, place, key in named) for key, place in places.items()],
        [line(network, places, tie) for tie in network.drawn],
    )


def real(place: complex) -> float:
    return place.real


def imag(place: complex) -> float:
    return place.imag


def number(value: float) -> str:
    """A number as SVG reads it in every language."""
    return f"{value:.1f}"


def names_of(network: Network, places: dict[int, complex]) -> set[int]:
    """Whose names stand in the picture: where there is room, first for those with most ties."""
    around = network.question.around
    taken: list[complex] = []
    named: set[int] = set()
    for key in sorted(places, key=lambda key: (key != around, -network.ties_of(key), key)):
        if len(named) < MOST_NAMED and not any(meet(places[key], place) for place in taken):
            taken.append(places[key])
            named.add(key)
    return named


def meet(one: complex, other: complex) -> bool:
    """True where two names would be written over each other."""
    return abs(one.real - other.real) < ROOM_OF_NAME and abs(one.imag - other.imag) < LINE_OF_NAME


def point(network: Network, key: int, place: complex, is_named: bool) -> Point:
    node, ties = network.nodes[key], network.ties_of(key)
    radius = min(BIGGEST, SMALLEST + ties**0.5 * 1.6)
    short = node.name if len(node.name) <= LONGEST_NAME else f"{node.name[:LONGEST_NAME].rstrip()}…"
    return Point(
        node,
        *(number(place.real), number(place.imag), number(radius)),
        *(number(place.real - radius * 0.9), number(place.imag - radius * 0.9), number(radius * 1.8)),
        number(place.imag + radius + 13),
        short if is_named else "",
        ties,
        key == network.question.around,
    )


def line(network: Network, places: dict[int, complex], tie: Tie) -> Line:
    start, end = places[tie.one], places[tie.other]
    x1, y1, x2, y2 = map(number, (start.real, start.imag, end.real, end.imag))
    names = f"{network.nodes[tie.one].name} – {network.nodes[tie.other].name}"
    return Line(x1, y1, x2, y2, number(min(WIDEST_LINE, 0.75 + tie.strength * 0.75)), names)
