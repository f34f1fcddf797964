"""A labelled file of people, in which it is known who is who; by it the rules for doubles are measured."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contacts.doubles import PEOPLE, Somebody, somebody
from contacts.importing.person_columns import PERSON_COLUMNS
from midla.records.csv_files import MOST_BYTES
from midla.records.doubles import THRESHOLD, find
from midla.records.errors import Refused
from midla.records.importing.columns import known_words
from midla.records.importing.tables import Table, read_table
from midla.records.search import fold

# Beside the headings that files of people may have: the labels, and what other collections call the same.
HEADINGS = {
    "id": "id, rec id, record id, unique id, codice, codigo, identificativo, identificador",
    "source": "source, fonte, fuente, origine dei dati, dataset, source dataset, file",
    "cluster": "cluster, gruppo, grupo, groupe, cluster id, entity, entity id",
    "given_names": "first names",
    "family_names": "surnames",
    "full_name": "name, full name, name and surname, nome completo, nome e cognome, cognome e nome, nombre completo, "
    "nombre y apellidos, apellidos y nombres, nom complet, nom et prenom",
    "phone": "telephone portable",
    "birth_date": "dob",
    "street": "street address, address 1",
    "postcode": "post code, zip code",
    "town": "suburb, localidad",
    "province": "state, county, departement",
    "origin": "where from, origin, place of birth, birth place, luogo di nascita, provenienza, lugar de nacimiento, "
    "procedencia, lieu de naissance, provenance",
    "profession": "job, lavoro",
}
NAMES = known_words(PERSON_COLUMNS) | {
    heading.strip(): name for name, some in HEADINGS.items() for heading in some.split(",")
}
# What is compared; whatever else a file says is left out.
COMPARED = {*HEADINGS, "email", "second_phone", "birth_year", "citizenships"}
WORDS = {word.replace(" ", between) for word in NAMES for between in (" ", "_")}
# The day before the month; an American date only where it can be no other.
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y", "%m/%d/%Y", "%m-%d-%Y")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class Labelled:
    """One row: who it is by the label, from which source, and what is compared."""

    cluster: str
    source: str
    person: Somebody


@dataclass(frozen=True)
class Quality:
    """How good the pairs from so many points on are."""

    threshold: int
    found: int
    right: int
    labelled: int

    @property
    def precision(self) -> float:
        """The share of the pairs found that are right; 1 where none is found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the labelled pairs that are found; 1 where there is none."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """Both in one number: their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read(path: Path) -> list[Labelled]:
    """The rows of a file, read as imports read theirs, in the order of their ids.

    Raises Refused where nothing can be measured by it.
    """
    table = read_table(content_of(path), WORDS)
    names = names_of(table)
    rows = [dict(zip(names, cells, strict=True), number=str(number)) for number, cells in table.rows]
    return [labelled(row) for row in sorted(rows, key=lambda row: (row.get("id", ""), row["number"].zfill(6)))]


def content_of(path: Path) -> bytes:
    """What a file holds."""
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"The file cannot be read: {error.strerror}.") from error


def names_of(table: Table) -> list[str]:
    """What each column holds. Raises Refused where the file does not say who is who, or says it twice."""
    found = [NAMES.get(fold(heading.replace("_", " ")), "") for heading in table.headings]
    names = [name if name in COMPARED else "" for name in found]
    if "cluster" not in names:
        raise Refused("There is no column “cluster”. Headings are those of people, with id and cluster.")
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        raise Refused(f"Two columns mean the same: {', '.join(twice)}. Leave one out.")
    if not {"given_names", "family_names", "full_name"} & {*names}:
        raise Refused("There is no column with names, such as “given names” and “family names”.")
    return names


def labelled(values: Mapping[str, str]) -> Labelled:
    """One row; a row without a label is nobody else."""
    kept = {name: value for name, value in values.items() if name and value}
    cluster = kept.pop("cluster", "") or f"alone in row {kept['number']}"
    return Labelled(cluster, kept.pop("source", ""), person_of(kept))


def person_of(kept: Mapping[str, str]) -> Somebody:
    """What is compared of a row."""
    given, family = divided(kept.get("full_name", ""))
    day, year = day_of(kept.get("birth_date", "")), YEAR.search(kept.get("birth_year", kept.get("birth_date", "")))
    plain = ("email", "street", "postcode", "town", "province", "origin", "profession")
    return somebody(
        given_names=kept.get("given_names", given),
        family_names=kept.get("family_names", family),
        phones=[kept[name] for name in ("phone", "second_phone") if name in kept],
        birth_date=day,
        birth_year=int(year[0]) if year and not day else None,
        citizenships=set(fold(kept.get("citizenships", "").replace(",", " ")).split()),
        # Names and kinds of the values are those of the plain fields, which the type checker cannot tell.
        **{name: kept[name] for name in plain if name in kept},
    )


def divided(full: str) -> tuple[str, str]:
    """Given and family names of a whole name: what stands before a comma is the family's, else the last word."""
    family, comma, given = full.partition(",")
    if comma:
        return given, family
    given, _, family = full.rpartition(" ")
    return given, family


def day_of(written: str) -> datetime.date | None:
    """A date as people write it, day before month; None where it is none."""
    for form in DAY_FORMS:
        try:
            return datetime.datetime.strptime(written, form).date()
        except ValueError:
            continue
    return None


def measure(rows: Sequence[Labelled]) -> list[Quality]:
    """The quality at the threshold in force, and at those below and above it, from the lowest up."""
    between = any(row.source for row in rows)
    thresholds = range(max(THRESHOLD - 10, 2), THRESHOLD + 21, 2)
    scores = [
        (pair.score, rows[pair.first].cluster == rows[pair.second].cluster)
        for pair in find(PEOPLE, [row.person for row in rows], thresholds[0])
        if not between or rows[pair.first].source != rows[pair.second].source
    ]
    known = labelled_pairs(rows, between)
    return [quality(threshold, scores, known) for threshold in thresholds]


def quality(threshold: int, scores: Iterable[tuple[int, bool]], known: int) -> Quality:
    """What is found from so many points on."""
    reached = [right for score, right in scores if score >= threshold]
    return Quality(threshold, len(reached), sum(reached), known)


def labelled_pairs(rows: Iterable[Labelled], between: bool) -> int:
    """How many pairs the labels know; with sources, only those across two."""
    clusters: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        clusters[row.cluster][row.source] += 1
    return sum(pairs_in(sources, between) for sources in clusters.values())


def pairs_in(sources: Counter[str], between: bool) -> int:
    """The pairs of one cluster."""
    size, within = sources.total(), sum(count * (count - 1) // 2 for count in sources.values())
    return size * (size - 1) // 2 - (within if between else 0)


def told(qualities: Iterable[Quality]) -> Iterator[str]:
    """The measurements as lines of text: those at the threshold in force, then the curve."""
    every: list[Any] = list(qualities)
    [now] = [one for one in every if one.threshold == THRESHOLD]
    yield f"threshold {now.threshold}: precision {now.precision:.4f}  recall {now.recall:.4f}  F1 {now.f1:.4f}"
    yield f"pairs labelled {now.labelled}, found {now.found}, right {now.right}"
    yield "threshold  precision  recall      F1"
    for one in every:
        mark = "  <- in force" if one.threshold == THRESHOLD else ""
        yield f"{one.threshold:9d}  {one.precision:9.4f}  {one.recall:6.4f}  {one.f1:6.4f}{mark}"
