"""A labelled file of people, in which it is known who is who; by it the rules for doubles are measured."""

import csv
import datetime
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contacts.doubles import PEOPLE, Somebody, somebody
from midla.records.doubles import THRESHOLD, find
from midla.records.errors import Refused
from midla.records.search import fold

MOST_BYTES, MOST_FIELD = 200_000_000, 1_000_000
HEADINGS = {
    "id": "id, rec id, record id, unique id, codice, codigo, identificativo, identificador",
    "source": "source, fonte, fuente, origine dei dati, dataset, source dataset, file",
    "cluster": "cluster, gruppo, grupo, groupe, cluster id, entity, entity id",
    "given_names": "given names, given name, first name, first names, nome, nomi, nombre, nombres, prenom, prenoms",
    "family_names": "family names, family name, last name, surname, surnames, cognome, cognomi, apellido, apellidos, "
    "nom, noms, nom de famille",
    "full_name": "full name, name and surname, nome completo, nome e cognome, nombre completo, nombre y apellidos, "
    "nom complet, nom et prenom",
    "email": "email, e mail, mail, posta elettronica, correo, correo electronico, courriel, adresse e mail",
    "phone": "phone, telephone, phone number, mobile, telefono, cellulare, celular, movil, telephone portable",
    "second_phone": "second phone, phone 2, secondo telefono, segundo telefono, deuxieme telephone",
    "birth_date": "birth date, date of birth, dob, birthday, data di nascita, fecha de nacimiento, date de naissance",
    "birth_year": "birth year, year of birth, anno di nascita, ano de nacimiento, annee de naissance",
    "street": "street, address, street address, address 1, via, indirizzo, calle, direccion, rue, adresse",
    "postcode": "postcode, post code, postal code, zip, zip code, cap, codigo postal, code postal",
    "town": "town, city, suburb, comune, citta, ciudad, municipio, localidad, ville, commune",
    "province": "province, provincia, state, county, departement",
    "citizenships": "citizenship, citizenships, nationality, cittadinanza, cittadinanze, nazionalita, ciudadania, "
    "ciudadanias, nacionalidad, citoyennete, nationalite",
    "origin": "where from, origin, place of birth, birth place, luogo di nascita, provenienza, lugar de nacimiento, "
    "procedencia, lieu de naissance, provenance",
    "profession": "profession, occupation, job, professione, lavoro, profesion, ocupacion, metier",
}
NAMES = {heading.strip(): name for name, some in HEADINGS.items() for heading in some.split(",")}
SEPARATORS = (",", ";", "\t", "|")
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y")
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
    """The rows of a CSV file, of any usual separator and encoding. Raises Refused where it cannot be measured by."""
    csv.field_size_limit(MOST_FIELD)
    lines = csv.reader(io.StringIO(text_of(path), newline=""), delimiter=separator_of(path))
    try:
        names = [NAMES.get(fold(heading.replace("_", " ")), "") for heading in next(lines, [])]
        refuse_headings(names)
        return [labelled(dict(zip(names, line, strict=False))) for line in lines if any(map(str.strip, line))]
    except csv.Error as error:
        raise Refused(f"This is no CSV file: {error}.") from error


def refuse_headings(names: Sequence[str]) -> None:
    """Refuse a file that does not say who is who, or says it twice."""
    for name in ("id", "cluster"):
        if name not in names:
            raise Refused(f"There is no column “{name}”. Headings are those of people, with id and cluster.")
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        raise Refused(f"Two columns mean the same: {', '.join(twice)}. Leave one out.")
    if not {"given_names", "family_names", "full_name"} & set(names):
        raise Refused("There is no column with names, such as “given names” and “family names”.")


def text_of(path: Path) -> str:
    """What a file says, whatever it is written in."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        written = path.read_bytes()
    except OSError as error:
        raise Refused(f"The file cannot be read: {error.strerror}.") from error
    if written.startswith((b"\xff\xfe", b"\xfe\xff")):
        return written.decode("utf-16", "replace")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return written.decode("cp1252", "replace")


def separator_of(path: Path) -> str:
    """The separator that stands most often among the headings."""
    first = text_of(path).partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def labelled(values: dict[str, str]) -> Labelled:
    """One row; a row without a label is nobody else."""
    kept = {name: value.strip() for name, value in values.items() if name and value.strip()}
    cluster = kept.pop("cluster", "") or f"alone {kept.get('id', '')}"
    source = kept.pop("source", "")
    return Labelled(cluster, source, person_of(kept))


def person_of(kept: dict[str, str]) -> Somebody:
    """What is compared of a row."""
    given, _, family = kept.pop("full_name", "").rpartition(" ")
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
        **{name: kept[name] for name in plain if name in kept},  # type: ignore[arg-type]
    )


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
