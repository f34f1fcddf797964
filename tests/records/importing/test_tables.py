"""Files become tables, whatever program wrote them; hostile ones get a sentence in bounded time and memory."""

import datetime
import io
import time
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from midla.records.csv_files import FileRefused
from midla.records.importing.staging import as_kept
from midla.records.importing.tables import read_table

WORDS = {"nome", "cognome", "email"}
TOO_LARGE = "The file opens to more than can be read: 20 MB, 50,000 rows, 100 columns. Divide it into smaller ones."
DAMAGED = "The file is damaged, or no spreadsheet. Save it as XLSX, ODS or CSV once more."


def workbook(fill):
    """The bytes of a spreadsheet that a function fills."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        fill(book, book.add_worksheet())
    return content.getvalue()


def archive(**members):
    """The bytes of a ZIP archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in members.items():
            opened.writestr(name.replace("__", "/").replace("_", "."), text)
    return content.getvalue()


def refusal(content):
    """What is said of a file that cannot be read, and that it is said soon."""
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        read_table(content, WORDS)
    assert time.monotonic() - began < 30
    return str(refused.value.sentence)


def test_a_spreadsheet_is_read_with_its_days_and_numbers():
    def fill(book, sheet):
        sheet.write(1, 1, "Elenco soci")
        sheet.write_row(3, 1, ["Nome", "Cognome", "Nato", "Tel"])
        sheet.write_row(4, 1, ["Ana", "Quispe"])
        sheet.write_datetime(4, 3, datetime.datetime(1980, 2, 3), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(4, 4, 3331234567)
        sheet.write_formula(5, 1, '="E"&"va"', None, "Eva")

    table = read_table(workbook(fill), WORDS)
    assert table.headings == ["Nome", "Cognome", "Nato", "Tel"]
    assert table.rows == [(5, ["Ana", "Quispe", "1980-02-03", "3331234567"]), (6, ["Eva", "", "", ""])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_encoding_and_separator_is_read(encoding, separator):
    text = "Nome|Cognome|Email\r\nJosé|Ñáñez|j@example.org\r\n".replace("|", separator)
    table = read_table(text.encode(encoding), WORDS)
    assert table.rows == [(2, ["José", "Ñáñez", "j@example.org"])]


def test_a_cell_far_away_costs_nothing():
    assert (
        refusal(workbook(lambda book, sheet: (sheet.write(0, 0, "Nome"), sheet.write(1048575, 16383, "x"))))
        == TOO_LARGE
    )


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: archive(xl__workbook_xml=b"0" * 200_000_000), TOO_LARGE),
        (lambda: archive(**{f"m{number}_xml": b"" for number in range(2000)}), TOO_LARGE),
        (lambda: archive(xl__workbook_xml=b"<a/>", xl__vbaProject_bin=b"x"),
         "This file holds macros. Save it as XLSX without them, and choose that file."),
        (lambda: archive(xl__workbook_xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'),
         "This file declares a document type, which no table needs. Save it once more."),
        (lambda: archive(word__document_xml=b"<a/>"), DAMAGED),
        (lambda: b"PK\x03\x04 and nothing that makes sense", DAMAGED),
        (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 100,
         "This kind of file cannot be read. Save the table as XLSX, ODS or CSV."),
        (lambda: bytes(range(256)) * 10, "The letters of this file cannot be read. Save it as CSV in UTF-8."),
        (lambda: b"Nome," * 1_000_000 + b"\nAna", "The file has more than 100 columns. Leave out some."),
        (lambda: b"Nome,Cognome\n" + b"Ana,Quispe\n" * 50_001,
         "The file has more than 50,000 rows. Divide it into smaller ones."),
        (lambda: b"x" * 20_000_001, "The file is larger than 20 MB. Divide it into smaller ones."),
        (lambda: b"Nome,Cognome\n", "There are no rows below the headings."),
    ],
    ids=range(12),
)  # fmt: skip
def test_a_hostile_file_gets_a_sentence(make, sentence):
    assert refusal(make()) == sentence


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=20).map(str.strip)


@given(st.lists(st.tuples(CELL, CELL, CELL).filter(any), min_size=1, max_size=20))
def test_what_was_written_is_read_back(rows):
    def fill(book, sheet):
        for number, row in enumerate([("Nome", "Cognome", "Email"), *rows]):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)

    table = read_table(workbook(fill), WORDS)
    assert [tuple(cells) for _number, cells in table.rows] == rows


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reader(content):
    try:
        table = read_table(content, WORDS)
    except FileRefused as refused:
        assert str(refused.sentence).endswith(".")
    else:
        assert all(len(cells) >= len(table.headings) for _number, cells in table.rows)


@pytest.mark.parametrize(
    "content",
    [
        b"Nome|Cognome\nAna|Quispe\n",
        b"sep=;\r\nNome;Cognome\r\nAna;Quispe\r\n",
        b"Nome;Cognome\rAna;Quispe\r",
        "\ufeffNome\tCognome\nAna\tQuispe\n".encode(),
        "Nome\tCognome\r\nAna\tQuispe\r\n".encode("utf-16-be"),
        "Nome\tCognome\r\nAna\tQuispe\r\n".encode("utf-16-le"),
        b"Elenco;;\n;;\nNome;Cognome;\nAna;Quispe;\n;;\n;;\n",
        b'"Nome";"Cognome"\n"Ana";"Quispe"\n',
        b"Soci 2024\n\nNome,Cognome\nAna,Quispe\n\n\n",
    ],
    ids=range(9),
)
def test_a_table_is_found_however_it_was_saved(content):
    table = read_table(content, WORDS)
    assert list(table.headings) == ["Nome", "Cognome"]
    assert [cells for _number, cells in table.rows] == [["Ana", "Quispe"]]


def test_quotes_lines_and_separators_inside_a_cell_stay_in_it():
    table = read_table(b'Nome;Cognome\n"Ana ""la Flaca""";"Quispe;\nMamani"\nEva;Condori\n', WORDS)
    assert [cells for _number, cells in table.rows] == [['Ana "la Flaca"', "Quispe;\nMamani"], ["Eva", "Condori"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Nome,Cognome\n" + b"x" * 140_000 + b",Ana\n",
         "Row 2 cannot be read: a quotation mark may be missing its partner."),
        (b"Nome\nA\0na\n", "This is no text file. Save the table as CSV and choose that file."),
        ("Nome\nA".encode("utf-16") + b"\x00\xd8n\x00",
         "The letters of this file cannot be read. Save it as CSV in UTF-8."),
        ("Nome;Cognome\nJosé;Ñáñez\nLuz;Peña\nAna;Rodr\xa1guez\n".encode().replace(b"\xc2\xa1", b"\xa1"),
         "The letters of this file cannot be read. Save it as CSV in UTF-8."),
        (b"Nome\nA\xed\xa0\x80na\n", "The letters of this file cannot be read. Save it as CSV in UTF-8."),
        (b'Nome;Cognome\nLuz;Rojas\n"Ana;Quispe\nEva;Condori\n',
         "Row 3 cannot be read: a quotation mark may be missing its partner."),
        (b"\n\n \n", "The file is empty."),
        (b"Nome;Cognome;Nome\nAna;Quispe;Eva\n", "The heading “Nome” stands twice: columns A, C. Keep one."),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_cannot_be_read_says_where(content, sentence):
    assert refusal(content) == sentence


KIND = "This kind of file cannot be read. Save the table as XLSX, ODS or CSV."
LETTERS = "The letters of this file cannot be read. Save it as CSV in UTF-8."


@pytest.mark.parametrize(
    "text",
    [
        "<html><table><tr><td>Nome;Cognome</td></tr></table></html>",
        "\n<table><tr><td>Nome</td></tr>\n<tr><td>Ana</td></tr></table>",
        "<!DOCTYPE html>\nNome;Cognome\nAna;Quispe\n",
        '\ufeff<?xml version="1.0"?>\n<Workbook><Cell>Nome</Cell></Workbook>\n',
        '<?xml version="1.0"?>\n<office:document><text:p>Nome</text:p></office:document>\n',
        "MIME-Version: 1.0\nContent-Type: multipart/related\n\n<table>Nome\nAna\n",
        '[{"Nome": "Ana"},\n{"Nome": "Eva"}]\n',
        '{"Nome": "Ana",\n"Cognome": "Quispe"}\n',
        'ID;PSCALC3\nC;X1;Y1;K"Nome"\nC;X2;Y1;K"Cognome"\n',
        'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,2\n""\nNome\n',
    ],
    ids=range(10),
)
def test_what_other_programs_write_as_text_is_no_table(text):
    assert refusal(text.encode()) == KIND


def test_lines_of_an_old_macintosh_come_with_its_letters():
    table = read_table("Nome;Cognome\rJosé;Ñáñez\rLucía;Rodríguez\r".encode("mac-roman"), WORDS)
    assert [cells for _number, cells in table.rows] == [["José", "Ñáñez"], ["Lucía", "Rodríguez"]]


@pytest.mark.parametrize(
    "content",
    [
        "Nome;Cognome\r\nJosé;Núñez\r\n".encode("cp850"),
        "Nome;Cognome\r\nJosé;Quispe\r\n".encode("cp850"),
        "Nome;Cognome\nJosé;Ñ\n".encode() + "Ana;Ñáñez\n".encode("cp1252"),
        "Nome;Cognome\nAna;“Luz”\n".encode() + "José;Ñáñez\nEva;Muñoz\n".encode("cp1252"),
    ],
    ids=["ms-dos", "ms-dos at the end of a word", "letters of two kinds", "quotation marks of two kinds"],
)
def test_letters_that_would_be_others_are_refused(content):
    assert refusal(content) == LETTERS


@pytest.mark.parametrize("name", ["PERÙ”", "ŽIŽEK", "d’Amico – “Luz”", "5 €", "Ñáñez", "São Tomé", "Nº 3 · §"])
def test_letters_of_windows_are_read(name):
    table = read_table(f"Nome;Cognome\r\nAna;{name}\r\nJosé;Muñoz\r\n".encode("cp1252"), WORDS)
    assert table.rows[0] == (2, ["Ana", name])


def test_a_mark_of_inches_is_no_quotation():
    table = read_table(b'Nome;Cognome\nAna 5";Quispe\nEva;Condori\n', WORDS)
    assert [cells for _number, cells in table.rows] == [['Ana 5"', "Quispe"], ["Eva", "Condori"]]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("Ana,Quispe,x, ,y", ["Ana", "Quispe", "x", "y"]),
        ("Ana,Quispe" + "," * 300 + "x", ["Ana", "Quispe", "x"]),
        ("Ana,Quispe" + ",x" * 300, ["Ana", "Quispe", *["x"] * 100]),
        ("Ana,Quispe,,, ", ["Ana", "Quispe"]),
    ],
    ids=["two more", "far away", "many", "blank ones"],
)
def test_cells_beyond_the_headings_that_say_something_are_kept_so_that_their_row_can_be_refused(row, cells):
    assert read_table(f"Nome,Cognome\n{row}\n".encode(), WORDS).rows == [(2, cells)]


@pytest.mark.parametrize("begins", ["", "'", "e\u0301" * 10])
def test_a_cell_that_is_too_long_is_cut_and_can_be_told_from_one_that_is_not(begins):
    long, fits = begins + "x" * 100_000, "e\u0301" * 5_000
    table = read_table(f"Nome,Cognome\n{long},Quispe\n{fits},Rojas\n".encode(), WORDS)
    [(_two, first), (_three, second)] = table.rows
    assert 5_000 < len(as_kept(first[0])) < 5_010
    assert as_kept(second[0]) == "é" * 5_000
