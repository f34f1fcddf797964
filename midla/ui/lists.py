"""Rows of lists as strings: a template engine is too slow for something drawn fifty times on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


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


def row(columns: Sequence[Column], cells: Sequence, *, pick: str = "", pick_label: str = "") -> SafeString:
    """Draw one row. The first cell is the record's name, made by `title`; cells that are not safe are escaped."""
    start = picker(pick, pick_label) if pick else ""
    head, *rest = cells
    drawn = "".join(cell(column, content) for column, content in zip(columns[1:], rest, strict=True))
    name = f'<th role="rowheader" scope="row">{conditional_escape(head)}</th>'
    return mark_safe(f'<tr role="row">{start}{name}{drawn}</tr>')  # every part is escaped or safe


def cell(column: Column, content: Any) -> str:
    """Draw one value."""
    empty = content is None or content == ""
    classes = f"{column.css} fold-away" if column.away and empty else column.css
    css = f' class="{classes.strip()}"' if classes else ""
    label = f' data-label="{conditional_escape(str(column.label))}"' if column.labelled else ""
    return f'<td role="cell"{css}{label}>{"–" if empty else conditional_escape(content)}</td>'


def picker(value: str, label: str) -> SafeString:
    """Draw the tick of a row; `label` says "Pick" and the record's name."""
    return format_html(
        '<td role="cell" class="pick"><input class="form-check-input" type="checkbox" name="pick" value="{}"'
        ' aria-label="{}" data-pick></td>',
        *(value, label),
    )


def title(name: str, url: str, sub: str | Promise = "") -> SafeString:
    """Draw a record's name as a link, with a line below."""
    below = format_html('<span class="sub">{}</span>', sub) if sub else ""
    return format_html('<a class="title" href="{}">{}</a>{}', url, name, below)
