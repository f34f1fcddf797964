"""A list as one reader asked for it: which rows, in what order, which columns, which page. All of it is the address."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import F, OrderBy, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from midla.records.columns import Column, Row, rows_of
from midla.records.filters import RecordFilters
from midla.records.registry import RecordType
from midla.ui import lists as drawing

PAGE_SIZES = (50, 25)
LONGEST_VALUE, LONGEST_NUMBER, MOST_VALUES = 300, 9, 60
# What the address holds beside the filters; `page` is not part of what is kept as a view.
SORT, COLUMNS, ROWS, PAGE = "sort", "columns", "rows", "page"

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Address:
    """What a list's address says, without what the list does not know."""

    pairs: Pairs

    @classmethod
    def of(cls, query: QueryDict, known: Collection[str]) -> "Address":
        """The pairs with a known name and a value that is not absurdly long."""
        pairs = ((name, value) for name, values in query.lists() if name in known for value in values)
        return cls(tuple((name, value) for name, value in pairs if value and len(value) <= LONGEST_VALUE)[:MOST_VALUES])

    def but(self, *names: str, **values: Any) -> "Address":
        """The same without some names, and with other values."""
        left = tuple((name, value) for name, value in self.pairs if name not in names and name not in values)
        return Address(left + tuple((name, str(value)) for name, value in values.items() if value))

    def only(self, names: Iterable[str]) -> "Address":
        """The pairs of some names."""
        return Address(tuple(pair for pair in self.pairs if pair[0] in names))

    def __str__(self) -> str:
        return urlencode(self.pairs)

    @property
    def link(self) -> str:
        """As a link from the list to itself."""
        return f"?{self}" if self.pairs else "."

    def same_as(self, query: str) -> bool:
        """True where a query string says the same, whatever its order."""
        return sorted(self.pairs) == sorted(parse_qsl(query))


def number(text: str | None, least: int, most: int) -> int:
    """The whole number nearest to what somebody wrote in an address."""
    text = (text or "").strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()):
        return least
    if len(digits) > LONGEST_NUMBER:
        return least if text.startswith("-") else most
    return min(max(int(text), least), most)


@dataclass(frozen=True)
class Page:
    """Where in a list one is, as components/pagination.html draws it."""

    number: int
    pages: int
    first: int
    last: int
    total: int
    address: Address

    def url(self, page: int) -> str:
        return self.address.but(page=page if page > 1 else "").link if 1 <= page <= self.pages else ""

    @property
    def previous_url(self) -> str:
        return self.url(self.number - 1)

    @property
    def next_url(self) -> str:
        return self.url(self.number + 1)

    @property
    def first_url(self) -> str:
        return self.url(1) if self.number > 2 else ""

    @property
    def last_url(self) -> str:
        return self.url(self.pages) if self.number < self.pages - 1 else ""


class Listing:
    """A list as asked."""

    def __init__(self, declared: RecordType, user: Any, query: QueryDict, picks: Collection[int] | None = None) -> None:
        self.declared, self.user, self.query = declared, user, query
        # The keys of the rows it is narrowed to beside its filters; None: all.
        self.picks = picks

    @cached_property
    def filters(self) -> RecordFilters:
        return self.declared.filters(self.query, self.declared.visible_to(self.user), self.user)

    @property
    def known(self) -> set[str]:
        """The names that an address of this list may hold."""
        return {*self.declared.filters.names(), SORT, COLUMNS, ROWS, PAGE}

    @cached_property
    def address(self) -> Address:
        """The state of the list, without the page and what is so anyway."""
        usual = {SORT: self.declared.order, ROWS: str(PAGE_SIZES[0])}
        needless = [name for name, value in usual.items() if self.query.get(name) == value]
        if self.columns == self.columns_at_first:
            needless.append(COLUMNS)
        return Address.of(self.query, self.known - {PAGE}).but(*needless)

    # --- columns ------------------------------------------------------------------------------------------------------
    @cached_property
    def offered(self) -> list[Column]:
        """The columns the reader may choose from."""
        return [column for column in self.declared.columns if column.is_for(self.user) and not column.only_exported]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns shown: the first always, the others as chosen, or those shown at first."""
        asked = {name for value in self.query.getlist(COLUMNS) for name in value[:LONGEST_VALUE].split(",")}
        head, *rest = self.offered
        chosen = [column.for_reader(self.user) for column in rest if column.name in asked]
        return [head, *chosen] if chosen else self.columns_at_first

    @cached_property
    def columns_at_first(self) -> list[Column]:
        """The columns shown where none were chosen."""
        head, *rest = self.offered
        return [head, *(column.for_reader(self.user) for column in rest if column.at_first)]

    @cached_property
    def exported(self) -> list[Column]:
        """The columns of an export: all that the reader may read and that may leave the house."""
        exported = [column for column in self.declared.columns if not column.never_exported]
        return [column.for_reader(self.user) for column in exported if column.is_for(self.user)]

    # --- order --------------------------------------------------------------------------------------------------------
    @cached_property
    def sort(self) -> str:
        """The name of the column sorted by, with "-" before it where backwards."""
        asked = self.query.get(SORT, "")
        return asked if asked.removeprefix("-") in self.sortable else self.declared.order

    @cached_property
    def sortable(self) -> dict[str, Column]:
        return {column.name: column for column in self.offered if column.sort}

    def order(self, backwards: bool = False) -> list[OrderBy]:
        """What the rows are ordered by, or the exact opposite."""
        reverse = self.sort.startswith("-") != backwards
        column = self.sortable[self.sort.removeprefix("-")]
        return [column.order(self.user, reverse), OrderBy(F("pk"), descending=reverse)]

    def sort_url(self, column: Column) -> str:
        """The address that sorts by a column; by the sorted one, the other way round."""
        back = "-" if self.sort == column.name else ""
        wanted = f"{back}{column.name}"
        return self.address.but(sort="" if wanted == self.declared.order else wanted).link

    # --- rows ---------------------------------------------------------------------------------------------------------
    @cached_property
    def narrowed(self) -> QuerySet:
        """The rows the reader sees that pass the filters, in no order."""
        rows = self.filters.narrowed.order_by()
        return rows if self.picks is None else rows.filter(pk__in=self.picks)

    @cached_property
    def ordered(self) -> QuerySet:
        return self.narrowed.order_by(*self.order())

    @cached_property
    def total(self) -> int:
        """How many they are; counted once."""
        return self.narrowed.whole().count()

    @cached_property
    def page_size(self) -> int:
        asked = number(self.query.get(ROWS), 0, PAGE_SIZES[0])
        return asked if asked in PAGE_SIZES else PAGE_SIZES[0]

    @cached_property
    def page(self) -> Page:
        """The page asked for, or the nearest there is."""
        pages = max(-(-self.total // self.page_size), 1)
        at = number(self.query.get(PAGE), 1, pages)
        first = (at - 1) * self.page_size
        last = min(first + self.page_size, self.total)
        return Page(at, pages, min(first + 1, self.total), last, self.total, self.address)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page; in the second half they are read from the far end, so that no page is slower."""
        start, stop = self.page.first - 1, self.page.last
        if not self.total:
            return []
        if start * 2 < self.total:
            return rows_of(self.ordered[start:stop], self.columns, self.user)
        far = self.narrowed.order_by(*self.order(backwards=True))
        return rows_of(far[self.total - stop : self.total - start], self.columns, self.user)[::-1]

    # --- drawn --------------------------------------------------------------------------------------------------------
    @cached_property
    def heads(self) -> list[drawing.Column]:
        """The headings."""
        return [
            drawing.Column(
                label=str(column.label),
                key=column.name,
                css=column.css,
                sort_url=self.sort_url(column) if column.sort else "",
                labelled=column.labelled,
                away=column.away,
            )
            for column in self.columns
        ]

    def drawn(self, picks: bool) -> list[SafeString]:
        """The rows as HTML."""
        before, after = self.declared.detail_parts()
        pick, heads = _("Pick %(name)s"), self.heads
        lines = []
        for row in self.rows:
            row["url"] = f"{before}{row['pk']}{after}"
            row["called"] = self.columns[0].written(row)
            cells = [column.shown(row) for column in self.columns]
            label = pick % {"name": row["called"]} if picks else ""
            lines.append(drawing.row(heads, cells, pick=str(row["pk"]) if picks else "", pick_label=label))
        return lines

    # --- words --------------------------------------------------------------------------------------------------------
    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each filter that narrows the list, in words, with the address without it."""
        return [(active.words, self.address.but(active.name).link) for active in self.filters.active]

    @property
    def clear_url(self) -> str:
        """The address without filters."""
        return self.address.only({SORT, COLUMNS, ROWS}).link

    def without_each(self) -> list[tuple[str, int, str]]:
        """Of an empty list: each filter in words, how many rows there are without it, and the way there."""
        found = []
        for active in self.filters.active:
            other = QueryDict(str(self.address.but(active.name)))
            found.append((active.words, Listing(self.declared, self.user, other).total, f"?{other.urlencode()}"))
        return found
