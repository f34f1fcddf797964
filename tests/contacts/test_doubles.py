"""Which people are taken for one, and why; the rules are measured by a labelled file."""

import io

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from contacts.doubles import PEOPLE, digits_of, somebody
from contacts.models import Person
from midla.records.doubles import THRESHOLD, Rarity, find, total
from midla.records.models import DoubleKey, DoublePair

ROSA = {"given_names": "Rosa María", "family_names": "Quispe Mamani"}


def score(one, other):
    return total(PEOPLE.reasons(somebody(**one), somebody(**other), Rarity()))


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "rosa maria", "family_names": "QUISPE MAMANI"},
        {"given_names": "Rosa", "family_names": "Quispe Mamani"},
        {"given_names": "Rosa María", "family_names": "Quispe"},
        {"given_names": "Quispe Mamani", "family_names": "Rosa María"},
        {"given_names": "Rosa Maria", "family_names": "de la Quispe y Mamani"},
        {"given_names": "Rosa Maria", "family_names": "Kispe Mamani"},
        {"given_names": "Rosa María Quispe", "family_names": "Mamani"},
        {"given_names": "Rosa Ma.", "family_names": "Quispe Mamani"},
        {"given_names": "Maria Rosa", "family_names": "Mamani Quispe"},
    ],
)
def test_a_name_written_otherwise_is_the_same_name(other):
    assert score(ROSA, other) >= THRESHOLD


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Juan Carlos", "family_names": "Quispe Mamani"},
        {"given_names": "Rosa María", "family_names": "Flores Condori"},
        {"given_names": "Pedro", "family_names": "Vargas"},
    ],
)
def test_another_name_is_somebody_else(other):
    assert score(ROSA, other) < THRESHOLD


def test_a_brother_with_the_same_number_and_street_is_somebody_else():
    at_home = {"phones": ["+39 333 123 45 67"], "street": "Via Balbi 5", "postcode": "16126", "town": "Genova"}
    assert score({**ROSA, **at_home}, {"given_names": "Juan", "family_names": "Quispe Mamani", **at_home}) < 20


def test_a_contradicting_birthday_says_that_they_are_two():
    one, other = {**ROSA, "birth_date": "1980-04-02"}, {**ROSA, "birth_date": "1955-11-23"}
    assert score(one, other) < score(ROSA, ROSA)
    assert score({**ROSA, "birth_year": 1980}, {**ROSA, "birth_year": 1955}) < score(ROSA, ROSA)


@pytest.mark.parametrize(
    ("one", "other"),
    [("José", "Pepe"), ("Francisco", "Paco"), ("Guadalupe", "Lupe"), ("Giuseppe", "Beppe"), ("Fernández", "Fdez.")],
)
def test_a_short_form_stands_for_its_name(one, other):
    people = [somebody(given_names=name, family_names="Quispe", birth_year=1980) for name in (one, other)]
    assert [(pair.first, pair.second) for pair in find(PEOPLE, people)] == [(0, 1)]


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Rosa María Quispe Mamani"},
        {"family_names": "Quispe Mamani Rosa María"},
        {"given_names": "Rosa", "family_names": "María Quispe Mamani"},
    ],
)
def test_a_name_in_one_field_is_found(other):
    found = find(PEOPLE, [somebody(**ROSA), somebody(**other), somebody(given_names="Pedro", family_names="Vargas")])
    assert [(pair.first, pair.second) for pair in found] == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+39 333 123 45 67", "3331234567"),
        ("+593 99 123 4567", "099 123 4567"),
        ("+591 71234567", "7123-4567"),
        ("0051 987 654 321", "987654321"),
    ],
)
def test_a_number_is_the_same_with_and_without_the_prefix_of_a_country(one, other):
    assert digits_of(one) == digits_of(other) != ""


def test_day_and_month_switched_are_nearly_the_same_birthday():
    one, other = {**ROSA, "birth_date": "1980-04-02"}, {**ROSA, "birth_date": "1980-02-04"}
    assert score(one, other) > score(ROSA, ROSA)


def test_the_name_of_an_office_box_says_nothing():
    one, other = {"email": "info@a.it"}, {"email": "info@b.it"}
    assert score({**ROSA, **one}, {**ROSA, **other}) < score(ROSA, ROSA)


@given(st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(chance):
    given, family = "Rosa Juan Elena Hugo".split(), "Quispe Mamani Flores Vargas Rojas".split()
    names = [(chance.choice(given), " ".join(chance.sample(family, 2)), year) for year in range(1950, 1980)]
    people = [somebody(given_names=one, family_names=other, birth_year=year) for one, other, year in names]
    shuffled = chance.sample(people, len(people))

    def found(some):
        return {(*sorted(map(repr, (some[pair.first], some[pair.second]))), pair.score) for pair in find(PEOPLE, some)}

    assert found(people) == found(shuffled)


def test_two_are_found_by_number_where_the_names_have_nothing_in_common_in_their_keys():
    people = [
        somebody(given_names="Rosa", family_names="Quispe", phones=["333 1234567"], email="rosa@example.org"),
        somebody(given_names="Rrosa", family_names="Qvispe", phones=["+39 333 123 4567"], email="rosa@example.org"),
        somebody(given_names="Pedro", family_names="Vargas", phones=["333 9999999"]),
    ]
    assert [(pair.first, pair.second) for pair in find(PEOPLE, people)] == [(0, 1)]


def test_another_number_in_an_e_mail_is_another_address():
    one, other = {**ROSA, "email": "persona19@example.org"}, {**ROSA, "email": "persona41@example.org"}
    assert score(one, other) < score(one, {**ROSA, "email": "persona19@example.com"})
    assert score(one, other) < score(ROSA, ROSA)


def test_a_common_name_says_less_than_a_rare_one():
    many = Rarity([["garcia"], *[["garcia"]] * 5000, ["huaman"]])
    assert many.points("huaman") > many.points("garcia") + 5


NAMES = st.text(alphabet="abcñ é'-", max_size=12)
PEOPLE_TYPED = st.fixed_dictionaries(
    {
        "given_names": NAMES,
        "family_names": NAMES,
        "email": st.sampled_from(["", "a@b.it", "a@c.it"]),
        "birth_date": st.one_of(st.none(), st.dates()),
        "phones": st.lists(st.text("0123456789 +", max_size=12), max_size=2),
        "town": NAMES,
    }
)


@given(PEOPLE_TYPED, PEOPLE_TYPED)
def test_the_score_is_the_same_both_ways(one, other):
    assert score(one, other) == score(other, one)


def evaluated(tmp_path, text, encoding="utf-8"):
    path, told = tmp_path / "people.csv", io.StringIO()
    path.write_bytes(text.encode(encoding))
    call_command("evaluate_duplicates", str(path), stdout=told)
    return told.getvalue()


def test_a_labelled_file_is_measured(tmp_path):
    told = evaluated(
        tmp_path,
        "id;cluster;Nome;Cognome;Data di nascita;colour\n"
        "1;a;Rosa;Quispe Mamani;02/04/1980;red\n2;a;ROSA;Quispe Mamani;1980-04-02;\n3;b;Pedro;Vargas;;\n",
        encoding="utf-8-sig",
    )
    assert f"threshold {THRESHOLD}: precision 1.0000  recall 1.0000  F1 1.0000" in told
    assert "pairs labelled 1, found 1, right 1" in told
    assert "<- in force" in told


def test_with_sources_only_pairs_across_them_count(tmp_path):
    told = evaluated(
        tmp_path,
        "id,source,cluster,given names,family names\n"
        "1,x,a,Rosa,Quispe Mamani\n2,x,a,Rosa,Quispe Mamani\n3,y,a,Rosa,Quispe Mamani\n",
    )
    assert "pairs labelled 2, found 2, right 2" in told


TWINS = "id{0}cluster{0}Nome{0}Cognome\n1{0}a{0}José{0}Muñoz Peña\n2{0}a{0}Jose{0}Munoz Pena\n3{0}b{0}Pedro{0}Vargas\n"
FOUND = "pairs labelled 1, found 1, right 1"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_separator_and_encoding_is_read(tmp_path, separator, encoding):
    assert FOUND in evaluated(tmp_path, TWINS.format(separator), encoding)


def test_a_title_above_blank_rows_and_no_ids_are_no_matter(tmp_path):
    text = TWINS.format(",").replace("id,", "").replace("\n1,", "\n\n").replace("\n2,", "\n").replace("\n3,", "\n")
    assert FOUND in evaluated(tmp_path, f"List of 2026\n{text}")


def test_a_spreadsheet_is_read(tmp_path):
    path, told = tmp_path / "people.xlsx", io.StringIO()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(TWINS.format(",").splitlines()):
            sheet.write_row(number, 0, line.split(","))
    call_command("evaluate_duplicates", str(path), stdout=told)
    assert FOUND in told.getvalue()


def test_whole_names_are_divided(tmp_path):
    told = evaluated(tmp_path, 'id,cluster,name\n1,a,"Quispe Mamani, Rosa"\n2,a,Rosa Quispe Mamani\n')
    assert FOUND in told


def test_the_order_of_rows_changes_nothing(tmp_path):
    head, *rows = TWINS.format(",").splitlines(keepends=True)
    assert evaluated(tmp_path, head + "".join(rows)) == evaluated(tmp_path, head + "".join(reversed(rows)))


def test_one_cluster_alone_is_measured_like_others(tmp_path):
    rows = "".join(f"{number},a,Rosa,Quispe\n" for number in range(4))
    assert "pairs labelled 6, found 6, right 6" in evaluated(tmp_path, f"id,cluster,nome,cognome\n{rows}")


def test_nothing_is_stored(tmp_path, db):
    evaluated(tmp_path, TWINS.format(","))
    assert (Person.objects.count(), DoublePair.objects.count(), DoubleKey.objects.count()) == (0, 0, 0)


def test_a_file_that_is_no_text_is_refused_in_words(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(CommandError, match=r"\.$"):
        call_command("evaluate_duplicates", str(path))


@pytest.mark.parametrize("text", ["", "id,given names\n1,Rosa\n", "id,cluster\n1,a\n", "id,cluster,nome,nombre\n"])
def test_a_file_that_cannot_be_measured_by_is_refused_in_words(tmp_path, text):
    with pytest.raises(CommandError, match=r"\.$"):
        evaluated(tmp_path, text)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_duplicates", str(tmp_path / "none.csv"))
