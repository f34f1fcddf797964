"""What an IATI activity says of an existing effort, in the terms of our records."""

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings

from associations.iati_sectors import themes_of
from associations.models import Currency, Initiative
from midla.records.fields import LARGEST_AMOUNT
from midla.records.forms import readable
from midla.records.search import fold

LANGUAGE = "xml:lang"
# Codes of IATI's own lists: roles of organisations, kinds of dates, of budgets and of transactions.
IMPLEMENTING, ACCOUNTABLE, EXTENDING, FUNDING = "4", "2", "3", "1"
STARTS, ENDS = ("2", "1"), ("4", "3")
REVISED, ORIGINAL = "2", "1"
COMMITMENTS, SPENDING = (("2",), ("11",), ("1",)), ("3", "4")
DAC_VOCABULARIES = {"", "1", "2"}
FIRST_YEAR, LAST_YEAR = 1900, 2100
PREFERRED = (settings.LANGUAGE_CODE, "es", "it", "en", "fr", "pt")


def words(element: ET.Element | None, default: str = "") -> str:
    """What an element tells, in the language that comes first among those preferred."""
    if element is None:
        return ""
    told: dict[str, str] = {}
    for narrative in element.findall("narrative"):
        text = plain(narrative.text)
        if text:
            told.setdefault(narrative.get(LANGUAGE, default).lower()[:2], text)
    return next((told[code] for code in PREFERRED if code in told), next(iter(told.values()), ""))


def plain(text: str | None) -> str:
    """Text without what spoils a row, its white space as single spaces."""
    return " ".join(readable(text or "").split())


def cut(text: str, field: str) -> str:
    """As much of a text as its column holds."""
    most = Initiative._meta.get_field(field).max_length or len(text)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


class Activity:
    """One activity, read as far as an existing effort tells it."""

    def __init__(self, element: ET.Element) -> None:
        self.element = element
        self.language = (element.get(LANGUAGE) or "").lower()[:2]

    def told(self, path: str) -> str:
        """What the first element at a path tells."""
        return words(self.element.find(path), self.language)

    @property
    def identifier(self) -> str:
        return plain(self.element.findtext("iati-identifier"))

    @property
    def title(self) -> str:
        return self.told("title")

    @property
    def run_by(self) -> str:
        """Who carries it out; else who answers for it, hands the money on, gives it, or reports."""
        bodies = self.element.findall("participating-org")
        for role in (IMPLEMENTING, ACCOUNTABLE, EXTENDING, FUNDING):
            names = [words(body, self.language) for body in bodies if body.get("role") == role]
            if named := ", ".join(dict.fromkeys(filter(None, names))):
                return named
        return self.told("reporting-org")

    @property
    def countries(self) -> list[str]:
        """The codes of the countries it is for, of its transactions where it names none itself."""
        for path in ("recipient-country", "transaction/recipient-country"):
            codes = [plain(one.get("code")).upper() for one in self.element.findall(path)]
            if codes:
                return list(dict.fromkeys(codes))
        return []

    @property
    def places(self) -> list[str]:
        """Codes of administrative parts and names of locations, folded: our subdivisions are among them."""
        found = [one.get("code") for one in self.element.findall("location/administrative")]
        for location in self.element.findall("location"):
            found += [words(location.find(part), self.language) for part in ("name", "description")]
        return list(dict.fromkeys(fold(one) for one in found if one))

    @property
    def themes(self) -> list[str]:
        """The codes of the themes that its DAC sectors are about."""
        for path in ("sector", "transaction/sector"):
            sectors = [one for one in self.element.findall(path) if one.get("vocabulary", "") in DAC_VOCABULARIES]
            if found := [theme for one in sectors for theme in themes_of(plain(one.get("code")))]:
                return list(dict.fromkeys(found))
        return []

    def year(self, kinds: Sequence[str]) -> int | None:
        """The year of the first of some kinds of dates: what happened before what was planned."""
        days = {one.get("type"): plain(one.get("iso-date")) for one in self.element.findall("activity-date")}
        for kind in kinds:
            text = days.get(kind, "")[:4]
            if text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
                return int(text)
        return None

    @property
    def years(self) -> tuple[int | None, int | None]:
        """Beginning and end; an end before the beginning is none."""
        starts, ends = self.year(STARTS), self.year(ENDS)
        return starts, ends if ends and (not starts or ends >= starts) else None

    @property
    def budget(self) -> tuple[Decimal, str] | None:
        """Budgets, the revised ones where there are any; else what was committed; else what was spent."""
        budgets, moved = self.element.findall("budget"), self.element.findall("transaction")
        sets = [
            [one for one in budgets if one.get("type") == REVISED],
            [one for one in budgets if one.get("type", ORIGINAL) == ORIGINAL],
            *([one for one in moved if kind_of(one) in kinds] for kinds in (*COMMITMENTS, SPENDING)),
        ]
        return next(filter(None, map(self.sum_of, sets)), None)

    def sum_of(self, parts: Iterable[ET.Element]) -> tuple[Decimal, str] | None:
        """The sum of values in one of our currencies; none where it is nothing, or told in several."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for part in parts:
            value = part.find("value")
            if value is not None:
                currency = value.get("currency") or self.element.get("default-currency", "")
                sums[currency.upper()] += number(value.text)
        if len(sums) != 1:
            return None
        [(currency, amount)] = sums.items()
        return (amount, currency) if currency in Currency.values and 0 < amount <= LARGEST_AMOUNT else None

    @property
    def source_url(self) -> str:
        """Where more is told: the activity's own address, else that of a document."""
        addresses = [
            self.element.get("linked-data-uri"),
            *(one.get("url") for one in self.element.findall("document-link")),
        ]
        longest = Initiative._meta.get_field("source_url").max_length or 0
        sound = (plain(one) for one in addresses if one)
        return next((one for one in sound if one.startswith(("https://", "http://")) and len(one) <= longest), "")

    @property
    def values(self) -> dict[str, Any]:
        """The columns of our record, as JSON can hold them."""
        starts, ends = self.years
        amount, currency = self.budget or (None, "")
        reporter = self.told("reporting-org")
        return {
            "title": cut(self.title, "title"),
            "run_by": cut(self.run_by, "run_by"),
            "description": cut(self.told("description"), "description"),
            "starts_in": starts,
            "ends_in": ends,
            "budget": str(amount) if amount is not None else None,
            "currency": currency,
            "source": cut(f"IATI: {reporter}" if reporter else "IATI", "source"),
            "source_url": self.source_url,
            "iati_identifier": self.identifier,
        }


def kind_of(transaction: ET.Element) -> str:
    """The code of a transaction's kind."""
    kind = transaction.find("transaction-type")
    return kind.get("code", "") if kind is not None else ""


def number(text: str | None) -> Decimal:
    """An amount in hundredths; 0 where there is none to be read."""
    try:
        amount = Decimal((text or "").strip())
    except InvalidOperation:
        return Decimal(0)
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and abs(amount) <= LARGEST_AMOUNT else Decimal(0)
