"""The outlines of Italy's provinces, for maps: read once per process."""

import csv
from dataclasses import dataclass
from functools import cache

from midla.territories.loading import FOLDER

# The plane on which they are drawn.
WIDTH, HEIGHT = 1400, 1803
SOURCE = "ISTAT 2023, CC BY 4.0 Openpolis"


@dataclass(frozen=True)
class Outline:
    """One province: a point inside it, and the `d` of its path."""

    x: int
    y: int
    d: str


@cache
def outlines() -> dict[str, Outline]:
    """By the ISTAT codes of the provinces of today."""
    with (FOLDER / "outline.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: Outline(int(row["x"]), int(row["y"]), row["d"]) for row in csv.DictReader(file)}
