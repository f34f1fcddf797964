"""Address books: vCards of any version, as rows under headings that every import of people knows."""

import quopri
import re
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from midla.records.csv_files import MOST_ROWS, Cells, FileRefused

CARD_BEGINS = "BEGIN:VCARD"
HEADINGS = (
    *("Given names", "Family names", "Form of address", "E-mail", "Phone", "Second phone", "Organisation", "Role"),
    *("Street", "Town", "Postcode", "Date of birth", "Year of birth", "Notes"),
)
YEAR_ALONE = re.compile(r"\d{4}(-\d{2})?")
# How address books begin a birthday whose year nobody told; telephones write a year of long ago.
NO_YEAR = ("--", "1604")
ESCAPED = re.compile(r"\\(.)")
Card = dict[str, list[str]]


def rows_of_cards(lines: Iterable[str]) -> Iterator[Cells]:
    """The headings, then one row a card."""
    yield list(HEADINGS)
    for count, card in enumerate(cards(lines)):
        if count > MOST_ROWS:
            raise FileRefused(_("The file has more than 50,000 cards. Divide it into smaller ones."))
        yield [*name_of(card), *contact_of(card), *rest_of(card)]


def cards(lines: Iterable[str]) -> Iterator[Card]:
    """The properties of each card, by their name in capitals; what belongs to no card is skipped."""
    card: Card | None = None
    for line in whole_lines(lines):
        name, value = parted(line)
        if name == "BEGIN":
            card = {}
        elif name == "END":
            if card:
                yield card
            card = None
        elif card is not None and name:
            card.setdefault(name, []).append(value)


def whole_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those that were divided put together again: a space begins the rest, or the line ends with “=”."""
    whole = ""
    for ended in lines:
        line = ended.rstrip("\r\n")
        if line[:1] in {" ", "\t"}:
            whole += line[1:]
        elif whole.endswith("=") and is_quoted(whole):
            whole = whole[:-1] + line
        else:
            yield whole
            whole = line
    yield whole


def is_quoted(line: str) -> bool:
    """True where the value is written in signs that old mail lets through."""
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def parted(line: str) -> tuple[str, str]:
    """The name of a property, without its group, and its value; nothing where the line is none, or a fax."""
    head, colon, value = line.partition(":")
    name, *about = head.upper().split(";")
    name = name.rpartition(".")[2].strip()
    if not colon or (name == "TEL" and any("FAX" in one or "PAGER" in one for one in about)):
        return "", ""
    if is_quoted(line):
        charset = next((one.removeprefix("CHARSET=") for one in about if one.startswith("CHARSET=")), "UTF-8")
        value = unquoted(value, charset)
    return name, value.strip()


def unquoted(value: str, charset: str) -> str:
    """The text that signs such as =C3=B1 stand for."""
    content = quopri.decodestring(value.encode())
    for encoding in (charset, "cp1252"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return value


def split(value: str, number: int) -> list[str]:
    """The parts of a structured value, as many as are wanted."""
    guarded = value.replace("\0", "").replace("\\;", "\0")
    parts = [unescaped(part.replace("\0", ";")) for part in guarded.split(";")]
    return [*parts, *[""] * number][:number]


def unescaped(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def first(card: Card, name: str, place: int = 0, clean: Callable[[str], str] = unescaped) -> str:
    """One value of a property; empty where there is none."""
    values = card.get(name, [])
    return clean(values[place]) if len(values) > place else ""


def name_of(card: Card) -> list[str]:
    """Given names, family names, how to address; from the full name where the card has no other."""
    family, given, more, before = split(first(card, "N", clean=str), 4)
    if not given and not family:
        return [first(card, "FN"), "", ""]
    given = " ".join(filter(None, (given, more)))
    return [given or family, family if given else "", before]


def contact_of(card: Card) -> list[str]:
    """E-mail, telephones, organisation and role."""
    phones = [first(card, "TEL", place, telephone) for place in (0, 1)]
    organisation = split(first(card, "ORG", clean=str), 1)[0]
    return [first(card, "EMAIL"), *phones, organisation, first(card, "TITLE") or first(card, "ROLE")]


def telephone(value: str) -> str:
    """A number without the address it may be written as."""
    return unescaped(value).removeprefix("tel:")


def rest_of(card: Card) -> list[str]:
    """Street, town, postcode, birthday, notes."""
    _box, _more, street, town, _region, postcode = split(first(card, "ADR", clean=str), 6)
    return [street, town, postcode, *birthday(first(card, "BDAY")), first(card, "NOTE")]


def birthday(value: str) -> tuple[str, str]:
    """The day, also where it is written without hyphens, or the year alone; nothing where the year is not told."""
    day = value.partition("T")[0]
    if day.startswith(NO_YEAR):
        return "", ""
    if YEAR_ALONE.fullmatch(day):
        return "", day[:4]
    return (f"{day[:4]}-{day[4:6]}-{day[6:]}" if day.isdecimal() and len(day) == 8 else day), ""
