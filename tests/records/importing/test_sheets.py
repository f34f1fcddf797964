"""Spreadsheets as offices and programs make them: several sheets, hidden ones, repeated cells; and hostile ones."""

import io
import time
import zipfile

import pytest
import xlsxwriter

from midla.records.csv_files import FileRefused
from midla.records.importing.tables import read_table

WORDS = {"nome", "cognome", "email"}
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
LOCKED = "The file is locked with a password. Save it without one, and choose that file."
TOO_LARGE = "The file opens to more than can be read: 20 MB, 50,000 rows, 100 columns. Divide it into smaller ones."


def cell(text, **repeated):
    """A cell of an ODS table."""
    told = "".join(f' table:{name.replace("_", "-")}="{number}"' for name, number in repeated.items())
    if not text:
        return f"<table:table-cell{told}/>"
    return f'<table:table-cell office:value-type="string"{told}><text:p>{text}</text:p></table:table-cell>'


def row(*cells, **repeated):
    """A row of an ODS table."""
    told = "".join(f' table:{name.replace("_", "-")}="{number}"' for name, number in repeated.items())
    return f"<table:table-row{told}>{''.join(cells)}</table:table-row>"


def document(*rows):
    """The bytes of an ODS file with one table."""
    content = (
        f'<?xml version="1.0"?><office:document-content {NAMESPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="Foglio1">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return written.getvalue()


def workbook(fill):
    """The bytes of a workbook that a function fills."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        fill(book)
    return written.getvalue()


def table_on(book, name, *rows):
    """A sheet with rows of text."""
    sheet = book.add_worksheet(name)
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    return sheet


def refusal(content):
    """What is said of a file that cannot be read."""
    with pytest.raises(FileRefused) as refused:
        read_table(content, WORDS)
    return str(refused.value.sentence)


def test_an_open_document_is_read_with_the_emptiness_that_programs_repeat():
    table = read_table(
        document(
            row(cell("Nome"), cell("Cognome"), cell("", number_columns_repeated=1_000)),
            row(cell("Ana"), cell("Quispe"), cell("", number_columns_repeated=1_000)),
            row(cell("", number_columns_repeated=1_024), number_rows_repeated=1_048_573),
        ),
        WORDS,
    )
    assert (table.headings, table.rows) == (["Nome", "Cognome"], [(2, ["Ana", "Quispe"])])


@pytest.mark.parametrize(
    "rows",
    [
        (row(cell("Nome")), row(cell("Ana", number_columns_repeated=1_000_000))),
        (row(cell("Nome")), row(cell("Ana"), number_rows_repeated=1_000_000)),
        (row(cell("Nome")), row(cell("Ana", number_columns_repeated=10_000), number_rows_repeated=1_000_000)),
    ],
    ids=["columns", "rows", "both"],
)
def test_cells_repeated_a_million_times_are_refused(rows):
    assert refusal(document(*rows)) == TOO_LARGE


def test_the_sheet_with_the_headings_is_read_and_the_others_are_named():
    def fill(book):
        table_on(book, "Istruzioni", ["Scrivere una riga per persona"])
        table_on(book, "Soci", ["Nome", "Cognome"], ["Ana", "Quispe"])
        table_on(book, "Vuoto")
        table_on(book, "Riepilogo", ["Totale", "1"])

    table = read_table(workbook(fill), WORDS)
    assert table.rows == [(2, ["Ana", "Quispe"])]
    assert table.left_out == ["Istruzioni", "Riepilogo"]


def test_what_is_hidden_is_not_read():
    def fill(book):
        table_on(book, "Vecchi", ["Nome", "Cognome", "Email"], ["Eva", "Condori", "e@example.org"]).hide()
        table_on(book, "Soci", ["Nome", "Cognome"], ["Ana", "Quispe"]).activate()
        book.worksheets()[1].set_first_sheet()

    table = read_table(workbook(fill), WORDS)
    assert (table.rows, table.left_out) == ([(2, ["Ana", "Quispe"])], [])


def test_a_merged_cell_says_what_it_says_once():
    def fill(book):
        sheet = table_on(book, "Soci", [], ["Nome", "Cognome"], ["Ana", ""])
        sheet.merge_range(0, 0, 0, 1, "Elenco dei soci")
        sheet.merge_range(2, 0, 2, 1, "Ana")

    assert read_table(workbook(fill), WORDS).rows == [(3, ["Ana", ""])]


def test_a_formula_is_read_as_what_it_gave_and_an_error_as_text():
    def fill(book):
        sheet = table_on(book, "Soci", ["Nome", "Cognome"])
        sheet.write_formula(1, 0, '=HYPERLINK("http://x")', None, "Ana")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    assert read_table(workbook(fill), WORDS).rows == [(2, ["Ana", "#DIV/0!"])]


def with_member(content, name, change):
    """The bytes of an archive one member of which is changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            text = old.read(member)
            new.writestr(member, change(text) if member == name else text)
    return changed.getvalue()


def with_formula(change):
    """The bytes of a workbook with a formula, whose cell is written otherwise than our program does."""

    def fill(book):
        table_on(book, "Soci", ["Nome", "Cognome"], ["Ana"]).write_formula(1, 1, '="Quis"&"pe"', None, "Quispe")

    return with_member(workbook(fill), "xl/worksheets/sheet1.xml", change)


@pytest.mark.parametrize("value", [b"<v></v>", b"<v/>", b"<v />", b""])
def test_a_formula_that_nobody_worked_out_yet_is_no_empty_cell(value):
    content = with_formula(lambda text: text.replace(b' t="str"', b"").replace(b"<v>Quispe</v>", value))
    assert read_table(content, WORDS).rows == [(2, ["Ana", "#N/A"])]


def test_a_formula_that_gave_nothing_is_an_empty_cell():
    content = with_formula(lambda text: text.replace(b"<v>Quispe</v>", b"<v></v>"))
    assert read_table(content, WORDS).rows == [(2, ["Ana", ""])]


def test_formulas_drawn_down_beyond_the_last_row_make_no_rows():
    def fill(book):
        sheet = table_on(book, "Soci", ["Nome", "Cognome"], ["Ana"])
        for place in range(1, 9):
            sheet.write_formula(place, 1, "=NA()", None, "#N/A")

    assert read_table(workbook(fill), WORDS).rows == [(2, ["Ana", "#N/A"])]


def test_an_error_in_an_open_document_is_text():
    failed = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/D</text:p></table:table-cell>'
    )
    content = document(row(cell("Nome"), cell("Cognome")), row(cell("Ana"), failed))
    assert read_table(content, WORDS).rows == [(2, ["Ana", "#N/D"])]


def test_a_row_with_a_number_past_all_bounds_is_refused_at_once():
    far = with_member(
        workbook(lambda book: table_on(book, "Soci", ["Nome"])),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b'r="1"', b'r="4294967295"').replace(b'"A1"', b'"A4294967295"'),
    )
    began = time.monotonic()
    assert refusal(far) == TOO_LARGE
    assert time.monotonic() - began < 10


def test_what_no_database_takes_is_left_out_of_cells():
    def fill(book):
        table_on(book, "Soci", ["Nome"], ["A_x0000_na_xD800_"])

    [(_number, cells)] = read_table(workbook(fill), WORDS).rows
    assert not {"\0", "\ud800"} & set(cells[0])


@pytest.mark.parametrize("name", ["[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_workbook_that_declares_entities_is_refused_wherever_it_does(name):
    content = with_member(
        workbook(lambda book: table_on(book, "Soci", ["Nome"], ["Ana"])),
        name,
        lambda text: text.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1),
    )
    assert refusal(content) == "This file declares a document type, which no table needs. Save it once more."


def test_a_workbook_locked_by_a_password_says_so():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert refusal(locked) == LOCKED


def test_an_open_document_locked_by_a_password_says_so():
    entry = (
        b'spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        b'<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    )
    content = with_member(
        document(row(cell("Nome"))), "META-INF/manifest.xml", lambda text: text.replace(b'spreadsheet"/>', entry)
    )
    assert refusal(content) == LOCKED


def test_a_workbook_without_a_filled_sheet_is_refused():
    sentence = "There is no table in this file. Save it as XLSX, ODS or CSV."
    assert refusal(workbook(lambda book: book.add_worksheet())) == sentence


def test_a_workbook_cut_off_in_the_middle_is_refused():
    content = workbook(lambda book: table_on(book, "Soci", ["Nome"], ["Ana"]))
    assert refusal(content[: len(content) // 2]) == (
        "The file is damaged, or no spreadsheet. Save it as XLSX, ODS or CSV once more."
    )
