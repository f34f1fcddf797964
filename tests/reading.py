"""What somebody reads on a list's page and in its files."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.http import HttpResponse, QueryDict
from python_calamine import CalamineWorkbook

from midla.records.lists import Listing
from midla.records.registry import record_types

TOTAL = re.compile(r'data-total="(\d+)"')
TITLE = re.compile(r'<a class="title" href="[^"]*">([^<]*)</a>')
HEAD = re.compile(r'<th role="columnheader" scope="col".*?>(?:<a [^>]*>)?([^<]*)')
CHIP = re.compile(r'<span class="chip">([^<]*)<')
NEXT = re.compile(r'<a href="([^"]*)" rel="next">')


class Read:
    """One page of a list."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.total = int(TOTAL.search(text).group(1))
        body = text.partition('<tbody role="rowgroup">')[2].partition("</tbody>")[0]
        self.names = [unescape(name) for name in TITLE.findall(body)]
        self.heads = [unescape(head).strip() for head in HEAD.findall(text)]
        self.chips = [unescape(words) for words in CHIP.findall(text)]
        further = NEXT.search(text)
        self.next_url = unescape(further.group(1)) if further else ""


def read(client: Any, url: str) -> Read:
    """The list at an address."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return Read(answer.content.decode())


def read_all(client: Any, url: str) -> list[str]:
    """The names on all pages of a list, going on as a reader does."""
    page = read(client, url)
    names, path = list(page.names), url.partition("?")[0]
    while page.next_url:
        page = read(client, path + page.next_url)
        names += page.names
    return names


def counted(user: Any, url: str) -> int:
    """The whole count of the list at an address, as the list itself counts it, without drawing its page."""
    path, _, query = url.partition("?")
    declared = next(declared for declared in record_types() if declared.filters and declared.list_url() == path)
    return Listing(declared, user, QueryDict(query)).total


def sending(client: Any, capture_on_commit: Any) -> Callable[..., tuple[str, str]]:
    """Posts to a page and follows; the worker does its step meanwhile. Gives the address one ends at, and the page."""

    def post(url: str, **posted: Any) -> tuple[str, str]:
        with capture_on_commit(execute=True):
            answer = client.post(url, posted)
        if answer.status_code == 302:
            answer = client.get(answer.url)
        return answer.wsgi_request.path, answer.content.decode()

    return post


def content(answer: HttpResponse) -> bytes:
    """The whole of a file."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def csv_rows(answer: HttpResponse, separator: str = ";") -> list[list[str]]:
    """Headings and rows of a CSV file, as a spreadsheet program reads them."""
    text = content(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def sheets(answer: HttpResponse) -> list[list[list[Any]]]:
    """Headings and rows of each sheet of an XLSX file."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(answer)))
    return [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]
