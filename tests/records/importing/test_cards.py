"""Address books of every age: what telephones and mail programs write."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midla.records.csv_files import FileRefused
from midla.records.importing.cards import HEADINGS, rows_of_cards
from midla.records.importing.tables import read_table


def card(text):
    """What the first card of an address book says, by heading; blank ones left out."""
    rows = list(rows_of_cards(io.StringIO(text, newline="")))
    return {heading: cell for heading, cell in zip(rows[0], rows[1], strict=True) if cell}


OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Qu=C3=ADspe;Jos=C3=\r\n=A9 Luis;;;\r\n"
    "TEL;CELL;VOICE:+393331234567\r\nTEL;WORK;FAX:+39010999999\r\nTEL;HOME:010123456\r\n"
    "EMAIL;INTERNET:j@example.org\r\n"
    "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ\r\n AAABAAD/2wBDAAYEBQ\r\n\r\n"
    "END:VCARD\r\n"
)


def test_the_oldest_form_is_read_with_its_quoted_signs_and_without_fax_and_photo():
    assert card(OLD) == {
        "Given names": "José Luis",
        "Family names": "Quíspe",
        "Phone": "+393331234567",
        "Second phone": "010123456",
        "E-mail": "j@example.org",
    }


def test_signs_of_another_alphabet_are_read_by_its_name():
    text = "BEGIN:VCARD\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:N=FA=F1ez;Ana\nEND:VCARD\n"
    assert card(text)["Family names"] == "Núñez"


def test_the_newest_form_is_read_with_its_addresses_of_numbers():
    text = (
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ana Quispe\nN:Quispe;Ana;María;;\nTEL;VALUE=uri;TYPE=cell:tel:+39-333-1234567\n"
        "item1.EMAIL;PREF=1:a@example.org\nBDAY:1980\nADR:;;Via Prè 1;Genova;GE;16126;Italia\nORG:Casa Andina;Scuola\n"
        "TITLE:Presidenta\nNOTE:una nota\\, lunga\n  che continua\\ndue righe\nEND:VCARD\n"
    )
    assert card(text) == {
        "Given names": "Ana María",
        "Family names": "Quispe",
        "Phone": "+39-333-1234567",
        "E-mail": "a@example.org",
        "Year of birth": "1980",
        "Street": "Via Prè 1",
        "Town": "Genova",
        "Postcode": "16126",
        "Organisation": "Casa Andina",
        "Role": "Presidenta",
        "Notes": "una nota, lunga che continua\ndue righe",
    }


@pytest.mark.parametrize(
    ("told", "day", "year"),
    [("1980-02-03", "1980-02-03", None), ("19800203", "1980-02-03", None), ("1980-02-03T00:00:00Z", "1980-02-03", None),
     ("--0203", None, None), ("1980-02", None, "1980")],
)  # fmt: skip
def test_a_birthday_is_told_as_far_as_the_year_is(told, day, year):
    found = card(f"BEGIN:VCARD\nFN:Ana\nBDAY:{told}\nEND:VCARD\n")
    assert (found.get("Date of birth"), found.get("Year of birth")) == (day, year)


def test_a_card_with_nothing_but_a_whole_name_keeps_it():
    assert card("BEGIN:VCARD\nFN:Ana Quispe\nEND:VCARD\n") == {"Given names": "Ana Quispe"}


def test_nothing_unstorable_comes_out_of_quoted_signs():
    text = b"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:Q=00uispe;Ana\nEND:VCARD\n"
    assert read_table(text, {"given names"}).rows[0][1][1] == "Quispe"


LINE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(
    st.lists(st.one_of(LINE, st.sampled_from(["BEGIN:VCARD", "END:VCARD", "N;ENCODING=QUOTED-PRINTABLE:=\n=", "N:"])))
)
def test_no_address_book_breaks_the_reader(lines):
    text = "BEGIN:VCARD\n" + "\n".join(lines)
    try:
        assert all(len(row) == len(HEADINGS) for row in rows_of_cards(io.StringIO(text, newline="")))
    except FileRefused as refused:
        assert str(refused.sentence).endswith(".")


def test_a_birthday_without_a_year_as_telephones_write_it_is_none():
    text = "BEGIN:VCARD\nN:Quispe;Ana\nBDAY;X-APPLE-OMIT-YEAR=1604;value=date:1604-03-14\nEND:VCARD\n"
    assert card(text) == {"Given names": "Ana", "Family names": "Quispe"}
