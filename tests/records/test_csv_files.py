"""CSV files: whatever a spreadsheet writes is read back, and what cannot be read is refused with a sentence."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midla.records.csv_files import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, FileRefused, letters, read_csv, text_of

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=12)
KNOWN = {"title": ("Title",), "source": ("Source",)}


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=8), separator=st.sampled_from(";,\t"))
def test_whatever_a_spreadsheet_writes_is_read_back(rows, separator):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("Title", "Source"), *rows])
    found = read_csv(text_of(file.getvalue().encode()), KNOWN, needed="title")
    wanted = [(title.strip(), source.strip()) for title, source in rows if title.strip() or source.strip()]
    assert [(line.cells["title"], line.cells["source"]) for line in found.lines] == wanted


@given(octets=st.binary(max_size=400))
def test_any_file_is_read_or_refused_with_a_sentence(octets):
    try:
        assert read_csv(text_of(b"Title;Source\n" + octets), KNOWN, needed="title").headings["title"] == "Title"
    except FileRefused as refused:
        assert str(refused.sentence)


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_columns_are_called_as_in_spreadsheets(place, name):
    assert letters(place) == name


def test_rows_are_numbered_as_in_spreadsheets():
    found = read_csv('A report\n\nTitle\n"two\nlines"\n\nlast\n', KNOWN, needed="title")
    assert [(line.number, line.cells["title"]) for line in found.lines] == [(4, "two\nlines"), (6, "last")]


def test_columns_without_a_heading_are_named_by_their_letter():
    assert read_csv("Title;;Source;;\nA;x;B\n", KNOWN, needed="title").unknown == ["B"]


def test_bounds_are_those_that_are_told():
    assert (MOST_ROWS, MOST_COLUMNS, MOST_BYTES) == (50_000, 100, 20_000_000)
