"""The network as the file that Kumu reads: one sheet of elements, one of connections. Its headings are Kumu's own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from associations.models import Organisation
from midla.partnerships.network.seen import Network
from midla.records.exporting import cell_writer, empty_file

ELEMENTS = ("Label", "Type", "Tags", "Communities", "Province", "Country", "Links")
CONNECTIONS = ("From", "To", "Direction", "Type", "Strength", "Partnerships", "Meetings", "People")
# Several values of one cell, as Kumu divides them.
BETWEEN = "|"
TYPES = {True: "Association", False: "Partner actor"}


def kumu_file(network: Network) -> IO[bytes]:
    """The file, finished, at its start."""
    file = empty_file()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    labels = labels_of(network)
    write_sheet(book, "Elements", ELEMENTS, elements(network, labels))
    write_sheet(book, "Connections", CONNECTIONS, connections(network, labels))
    book.close()
    file.seek(0)
    return file


def labels_of(network: Network) -> dict[int, str]:
    """A name for each that no other has: connections find their ends by it."""
    names = Counter(node.name for node in network.nodes.values())
    return {key: node.name if names[node.name] == 1 else f"{node.name} ({key})" for key, node in network.nodes.items()}


def elements(network: Network, labels: dict[int, str]) -> Iterable[Sequence[Any]]:
    """A row for each organisation, those tied to nobody too."""
    places = network.organisations.values_list("pk", "province__name", "country_id")
    where = {pk: (province or "", country or "") for pk, province, country in places}
    communities, themes = held(network, "communities", "country_id"), held(network, "themes", "theme__code")
    for key, node in network.nodes.items():
        marks = [BETWEEN.join(values.get(key, ())) for values in (themes, communities)]
        yield labels[key], TYPES[node.is_association], *marks, *where.get(key, ("", "")), network.ties_of(key)


def held(network: Network, relation: str, column: str) -> dict[int, list[str]]:
    """What a relation holds of each organisation."""
    through = getattr(Organisation, relation).through.objects
    found: dict[int, list[str]] = {}
    rows = through.filter(organisation__in=network.organisations.values("pk"))
    for key, value in rows.order_by(column).values_list("organisation_id", column):
        found.setdefault(key, []).append(value)
    return found


def connections(network: Network, labels: dict[int, str]) -> Iterable[Sequence[Any]]:
    """A row for each tie; `Type` names the kind of which there is most."""
    for link in network.links:
        tie = link.tie
        counts = {"Partnership": tie.partnerships, "Meeting": tie.meetings, "People": tie.people}
        kind = max(counts, key=lambda name: counts[name])
        yield labels[tie.one], labels[tie.other], "undirected", kind, tie.strength, *counts.values()


def write_sheet(book: Any, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet: headings, then a row each, written as text and numbers."""
    sheet = book.add_worksheet(name)
    write = cell_writer(sheet, None)
    for number, row in enumerate([headings, *rows]):
        for place, value in enumerate(row):
            write(number, place, value)
    sheet.freeze_panes(1, 1)
