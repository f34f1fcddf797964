"""Rows of lists as strings: a template engine is too slow for something drawn fifty times on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe


def escaped(content: Any) -> str:
    """As Django's `conditional_escape`, which takes several times as long to see that nothing is lazy."""
    return str(content.__html__()) if hasattr(content, "__html__") else escape(str(content))


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `css`: num (right-aligned), nowrap, low (goes first on a narrow screen). `sort_url` and `key` make the heading a
    link. `labelled`: on a phone the value needs its heading. `away`: on a phone an empty value is left out.
    """

    label: str | Promise
    key: str = ""
    css: str = ""
    sort_url: str = ""
    labelled: bool = False
    away: bool = False

    @cached_property
    def starts(self) -> tuple[str, str]:
        """How a cell begins that holds something, and one that holds nothing."""
        label = f' data-label="{escaped(str(self.label))}"' if self.labelled else ""
        both = (self.css, f"{self.css} fold-away" if self.away else self.css)
        classes = (f' class="{css.strip()}"' if css else "" for css in both)
        filled, empty = (f'<td role="cell"{css}{label}>' for css in classes)
        return filled, empty


def row(columns: Sequence[Column], cells: Sequence, *, pick: str = "", pick_label: str = "") -> SafeString:
    """Draw one row. The first cell is the record's name, made by `title`; cells that are not safe are escaped."""
    start = picker(pick, pick_label) if pick else ""
    head, *rest = cells
    drawn = "".join(cell(column, content) for column, content in zip(columns[1:], rest, strict=True))
    name = f'<th role="rowheader" scope="row">{escaped(head)}</th>'
    return mark_safe(f'<tr role="row">{start}{name}{drawn}</tr>')  # every part is escaped or safe


def cell(column: Column, content: Any) -> str:
    """Draw one value."""
    filled, empty = column.starts
    if content is None or content == "":
        return f"{empty}–</td>"
    return f"{filled}{escaped(content)}</td>"


def picker(value: str, label: str) -> SafeString:
    """Draw the tick of a row; `label` says "Pick" and the record's name."""
    tick = (
        '<td role="cell" class="pick"><input class="form-check-input" type="checkbox" name="pick"'
        f' value="{escaped(value)}" aria-label="{escaped(label)}" data-pick></td>'
    )
    return mark_safe(tick)  # every part is escaped


def title(name: str, url: str, sub: str | Promise = "") -> SafeString:
    """Draw a record's name as a link, with a line below."""
    below = f'<span class="sub">{escaped(str(sub))}</span>' if sub else ""
    link = f'<a class="title" href="{escaped(url)}">{escaped(name)}</a>'
    return mark_safe(f"{link}{below}")  # every part is escaped or safe
