"""Official counts: every form read, nothing counted twice, nothing changed by a second import, refusals in words."""

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from midla.records.loading import load_rows
from midla.territories.loading import countries, provinces, rows_of
from midla.territories.models import Country, PopulationFigure, Province, Region, Vintage
from midla.territories.population import import_population, taken
from midla.territories.population_forms import FormRefused

TIDY = "year,territory_code,territory_name,citizenship_iso,sex,residents\n"
BY_PROVINCE = "year,province_code,province_name,region_name,citizenship_iso,sex,residents\n"
OWN = (
    "Anno;Codice Istat;Denominazione;Codice stato di cittadinanza;Stato di cittadinanza;Zona;Continente;"
    "Maschi;Femmine;Totale\n"
)


def load_places():
    """Countries, regions and provinces as they are; municipalities have no figures."""
    load_rows(Country, "code", countries())
    load_rows(Region, "code", rows_of("region"))
    load_rows(Province, "code", provinces())


@pytest.fixture
def territories(db):
    load_places()
    call_command("load_words", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def file_of(tmp_path, territories):
    """Writes a file and imports it."""

    def imported(text, name="figures.csv", vintage="", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return import_population(path, vintage)

    return imported


def stored(**only):
    """What is stored: year, place, citizenship, sex, residents."""
    rows = PopulationFigure.objects.filter(**only).order_by("id")
    places = ("year", "region__code", "province__code", "citizenship_id", "sex", "residents")
    return [tuple(value for value in row if value is not None) for row in rows.values_list(*places)]


def test_the_tidy_forms_tell_their_vintage(file_of):
    one = file_of(TIDY + "2023,010,Genova,EC,T,8000\n2023,07,Liguria,EC,T,9000\n2023,IT,Italia,EC,T,60000\n")
    two = file_of(BY_PROVINCE + "2008,010,Genova,Liguria,EC,T,14000\n")
    assert (one.vintage.code, two.vintage.code) == ("reconstructed", "first-published")
    assert stored(vintage=one.vintage) == [
        (2023, "010", "EC", "T", 8000),
        (2023, "07", "EC", "T", 9000),
        (2023, "EC", "T", 60000),
    ]


def test_the_institutes_own_file_is_read_without_municipalities_and_other_citizenships(file_of):
    rows = (
        "2023;010025;Genova;609;Ecuador;America Centro-Meridionale;America;3000;4000;7000\n"
        "2023;010;Genova;609;Ecuador;America Centro-Meridionale;America;3500;4500;8000\n"
        "2023;010;Genova;615;Perù;America Centro-Meridionale;America;1000;1500;2500\n"
        "2023;010;Genova;100;Italia;Unione Europea;Europa;1;2;3\n"
        "2023;IT;Italia;609;Ecuador;America Centro-Meridionale;America;20000;30000;50000\n"
    )
    report = file_of(OWN + rows, "Dati_cittadinanza_2023.csv")
    assert report.left_out == {"municipality": 1, "citizenship": 1}
    assert report.refusals == 0
    assert sorted(stored(sex="T")) == [
        (2023, "010", "EC", "T", 8000),
        (2023, "010", "PE", "T", 2500),
        (2023, "EC", "T", 50000),
    ]
    assert PopulationFigure.objects.count() == 9


def test_the_institutes_five_parts_of_italy_are_left_out_and_saint_lucia_is_not(file_of):
    rows = "".join(
        f"2023;{code};{name};532;Santa Lucia;America Centro-Meridionale;America;1;2;3\n"
        for code, name in (("1", "Nord-ovest"), ("2", "Nord-est"), ("3", "Centro"), ("4", "Sud"), ("5", "Isole"))
    )
    italy = "2023;IT;Italia;532;Santa Lucia;America Centro-Meridionale;America;4;12;16\n"
    report = file_of(OWN + rows + italy)
    assert (report.left_out, report.refusals) == ({"part of italy": 5}, 0)
    assert stored(sex="T") == [(2023, "LC", "T", 16)]
    assert "5 of parts of Italy" in report.left_out_words


def own_row(code="010", name="Genova", *, number="609", citizenship="Ecuador", told="3500;4500;8000"):
    """A line of the institute's own file."""
    return f"2023;{code};{name};{number};{citizenship};America Centro-Meridionale;America;{told}\n"


@pytest.mark.parametrize(
    ("number", "name", "code"),
    [
        ("604", "Stato Plurinazionale di Bolivia", "BO"),
        ("619", "Venezuela (Repubblica Bolivariana)", "VE"),
        ("534", "Saint Christopher e Nevis", "KN"),
        ("615", "PERU'", "PE"),
    ],
)
def test_the_institutes_citizenships_are_known_by_their_number_too(file_of, number, name, code):
    report = file_of(OWN + own_row(number=number, citizenship=name))
    assert (report.left_out, report.refused, stored(sex="T")) == ({}, [], [(2023, "010", code, "T", 8000)])


def test_a_citizenship_of_our_part_of_the_world_that_is_not_known_is_not_left_out_in_silence(file_of):
    report = file_of(OWN + own_row() + own_row(number="699", citizenship="Nuova Repubblica"))
    assert report.refused == ["Line 3: there is no country “Nuova Repubblica”."]
    assert (report.left_out, report.refusals) == ({}, 1)


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("3.500;4.500;8.000", {"M": 3500, "F": 4500, "T": 8000}),
        ("3 500;4\u00a0500;8\u202f000", {"M": 3500, "F": 4500, "T": 8000}),
        ("1'003'500;4500;1’008’000", {"M": 1003500, "F": 4500, "T": 1008000}),
        ("-;5;5", {"M": 0, "F": 5, "T": 5}),
    ],
)
def test_numbers_of_the_institute_are_read_as_it_writes_them(file_of, told, numbers):
    report = file_of(OWN + own_row(told=told))
    assert (report.refused, {sex: number for *_place, sex, number in stored()}) == ([], numbers)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("..;..;..", "write the residents as a whole number without points or commas, not “..”."),
        ("3.5;4.5;8.0", "write the residents as a whole number without points or commas, not “3.5”."),
        ("3500.0;4500.0;8000.0", "write the residents as a whole number without points or commas, not “3500.0”."),
    ],
)
def test_numbers_that_nobody_can_be_sure_of_are_refused(file_of, told, why):
    report = file_of(OWN + own_row(told=told))
    assert (report.refused[0], stored()) == (f"Line 2: {why}", [])


def test_a_line_that_cannot_be_right_is_refused_once(file_of):
    report = file_of(OWN + own_row("999", "Altrove") + own_row(told="..;..;.."))
    assert report.refused == [
        "Line 2: there is no territory “999”.",
        "Line 3: write the residents as a whole number without points or commas, not “..”.",
    ]
    assert report.refusals == 2


@pytest.mark.parametrize(("code", "name"), [("1", "Torino"), ("1", "Piemonte"), ("10", "Genova")])
def test_a_code_that_lost_its_zeros_is_told_as_such(file_of, code, name):
    report = file_of(OWN + own_row(code, name))
    assert report.refused == [
        f"Line 2: the code {code} is not that of {name}: has it lost a zero at its beginning?",
    ]


@pytest.mark.parametrize(
    ("men", "women", "both"),
    [("M", "F", "T"), ("1", "2", "9"), ("male", "female", "total"), ("Maschi", "Femmine", "Totale"),
     ("hombres", "mujeres", "ambos"), ("hommes", "femmes", "ensemble"), ("m", "f", "_T")],
)  # fmt: skip
def test_sexes_are_read_however_they_are_written(file_of, men, women, both):
    rows = ((men, 3), (women, 4), (both, 7))
    report = file_of(TIDY + "".join(f"2023,010,Genova,EC,{sex},{number}\n" for sex, number in rows))
    assert (report.added, report.refusals) == (3, 0)
    assert {row[-2:] for row in stored()} == {("M", 3), ("F", 4), ("T", 7)}


@pytest.mark.parametrize(
    ("code", "name"),
    [("040", "Forlì"), ("040", "Forlì-Cesena"), ("045", "Massa"), ("045", "Massa-Carrara"), ("041", "Pesaro-Urbino"),
     ("104", "Olbia-Tempio"), ("105", "Ogliastra"), ("107", "Carbonia-Iglesias"), ("111", "Sud Sardegna"),
     ("108", "Monza e Brianza"), ("109", "Fermo"), ("110", "BAT"), ("021", "Bozen"), ("080", "Reggio Calabria"),
     ("7", "Valle d'Aosta"), ("10", "Genova"), ("210", "Genova")],
)  # fmt: skip
def test_renamed_provinces_and_codes_without_their_zeros_are_known_in_a_file_of_provinces(file_of, code, name):
    report = file_of(BY_PROVINCE + f"2011,{code},{name},,PE,T,5\n")
    known = {"7": "007", "10": "010", "210": "010"}.get(code, code)
    assert (report.refused, stored()) == ([], [(2011, known, "PE", "T", 5)])


def test_headings_stand_below_a_title_too(file_of):
    report = file_of("Residenti stranieri\n\n" + TIDY + "2023,010,Genova,EC,T,5\n2023,999,,EC,T,5\n")
    assert (report.added, report.refused) == (1, ["Line 5: there is no territory “999”."])


def test_a_total_beside_its_parts_is_counted_once(file_of):
    places = (("010", "Genova"), ("07", "Liguria"), ("IT", "Italia"))
    sexes = (("M", 3), ("F", 4), ("T", 7))
    rows = "".join(f"2023,{code},{name},EC,{sex},{number}\n" for code, name in places for sex, number in sexes)
    assert file_of(TIDY + rows).added == 9
    of_provinces = PopulationFigure.objects.of_provinces().filter(sex="T")
    assert [figure.residents for figure in of_provinces] == [7]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_encoding_and_separator_is_read(file_of, encoding, separator):
    text = (TIDY + "2023,021,Bolzano/Bozen,PE,T,900\n2023,040,Forlì-Cesena,PE,T,300\n").replace(",", separator)
    file_of(text, encoding=encoding)
    assert stored() == [(2023, "021", "PE", "T", 900), (2023, "040", "PE", "T", 300)]


def test_importing_again_changes_nothing_and_a_correction_only_what_it_names(file_of):
    text = TIDY + "2023,010,Genova,EC,M,3\n2023,010,Genova,EC,F,4\n"
    file_of(text)
    again = file_of(text)
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    corrected = file_of(TIDY + "2023,010,Genova,EC,F,5\n")
    assert (corrected.added, corrected.changed) == (0, 2)
    assert sorted(stored()) == [
        (2023, "010", "EC", "F", 5),
        (2023, "010", "EC", "M", 3),
        (2023, "010", "EC", "T", 8),
    ]


def test_a_total_is_worked_out_from_its_parts_and_refused_where_it_is_not_their_sum(file_of):
    report = file_of(TIDY + "2023,010,Genova,EC,M,3\n2023,010,Genova,EC,F,4\n2023,010,Genova,EC,T,8\n")
    assert report.refused == ["Line 2: EC in 010 in 2023: men 3 and women 4 are not 8 in all."]
    assert stored() == []
    file_of(TIDY + "2023,010,Genova,EC,M,3\n2023,010,Genova,EC,F,4\n")
    assert (2023, "010", "EC", "T", 7) in stored()
    later = file_of(TIDY + "2023,010,Genova,EC,T,9\n")
    assert (later.refusals, (2023, "010", "EC", "T", 7) in stored()) == (1, True)


def test_a_total_beyond_what_can_be_stored_is_refused_also_where_one_part_is_there(file_of):
    most = 2**31 - 1
    report = file_of(TIDY + f"2023,010,Genova,EC,M,{most}\n2023,010,Genova,EC,F,1\n2023,016,Bergamo,BO,T,7\n")
    assert (report.refusals, stored()) == (1, [(2023, "016", "BO", "T", 7)])
    file_of(TIDY + f"2023,010,Genova,EC,M,{most}\n")
    assert file_of(TIDY + "2023,010,Genova,EC,F,1\n").refusals == 1
    assert (2023, "010", "EC", "F", 1) not in stored()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("0001,010,Genova,EC,T,5", "between 1900 and 2100"),
        ("2023,999,Nowhere,EC,T,5", "no territory “999”"),
        ("2023,10,Genova,EC,T,5", "lost a zero"),
        ("2023,010,Genova,XX,T,5", "no country “XX”"),
        ("2023,010,Genova,EC,X,5", "M, F or T"),
        ("2023,010,Genova,EC,T,5.85", "whole number"),
        ("2023,010,Genova,EC,T,-5", "whole number"),
        ("1,010,Genova,EC,T,5", "between 1900 and 2100"),
        ("2023,010,Genova,EC,T,", "whole number"),
        ("2023,010,Genova,TOTAL,T,5", "no country “TOTAL”"),
        ("2023,010,Genova,EC,T,99999999999999999999", "whole number"),
        ("2023", "no territory"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_and_the_others_go_in(file_of, row, why):
    report = file_of(f"{TIDY}{row}\n2023,016,Bergamo,BO,T,7\n")
    assert (report.refusals, why in report.refused[0]) == (1, True)
    assert stored() == [(2023, "016", "BO", "T", 7)]


def test_two_numbers_for_one_cell_are_refused(file_of):
    report = file_of(TIDY + "2023,010,Genova,EC,T,5\n2023,010,Genova,EC,T,6\n2023,010,Genova,EC,T,5\n")
    assert (report.refusals, stored()) == (1, [(2023, "010", "EC", "T", 5)])


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"\x00\x01\x02", b"PK\x03\x04\x00\x00", ("x," * 200).encode(), b"year,year\n", b'year,"\n'],
)
def test_a_file_of_no_known_form_gets_a_sentence(file_of, content):
    with pytest.raises(FormRefused):
        file_of(content)
    assert not PopulationFigure.objects.exists()


def test_looking_through_a_file_writes_nothing_and_says_what_importing_it_does(file_of):
    file_of(TIDY + "2023,010,Genova,EC,T,5\n2023,010,Genova,PE,T,5\n")
    text = TIDY + "2023,010,Genova,EC,T,6\n2023,010,Genova,PE,T,5\n2023,011,,EC,T,1\n2023,999,,EC,T,1\n"
    before = stored()
    seen = taken(text.encode()).compared()
    assert stored() == before
    done = file_of(text)
    assert (seen.added, seen.changed, seen.same, seen.refused) == (1, 1, 1, done.refused)
    assert (seen.added, seen.changed, seen.same) == (done.added, done.changed, done.same)


def test_a_vintage_is_not_made_by_looking_and_not_confused_with_another(file_of):
    text = TIDY + "2023,010,Genova,EC,T,5\n"
    assert taken(text.encode(), "Ours").compared().added == 1
    assert not Vintage.objects.filter(code="ours").exists()
    long = "A very long name of a vintage that somebody typed"
    file_of(text, vintage=long)
    with pytest.raises(FormRefused, match="begins like that of another"):
        taken(text.encode(), f"{long} again")


def test_a_named_vintage_is_kept_apart(file_of):
    text = TIDY + "2023,010,Genova,EC,T,5\n"
    file_of(text)
    file_of(text.replace(",5\n", ",6\n"), vintage="Comune di Genova 2024")
    assert Vintage.objects.get(code="comune-di-genova-2024").figures.get().residents == 6
    assert PopulationFigure.objects.count() == 2


def test_parts_are_added_up_only_where_all_are_known(file_of):
    ligurian = "".join(f"2023,{code},,PE,T,10\n" for code in ("008", "009", "010"))
    assert file_of(f"{TIDY}{ligurian}2023,07,Liguria,PE,T,50\n").mismatches == []
    report = file_of(TIDY + "2023,011,La Spezia,PE,T,10\n")
    assert report.mismatches == ["Liguria, 2023, PE: the parts add up to 40, not 50."]


def test_parts_are_those_that_existed_that_year(file_of):
    of_2008 = "".join(f"2008,{code},,PE,T,1\n" for code in ("041", "042", "043", "044"))
    assert file_of(f"{TIDY}{of_2008}2008,11,Marche,PE,T,4\n").mismatches == []
    assert file_of(TIDY + "2008,11,Marche,PE,T,5\n").mismatches != []


def test_the_command_tells_what_it_did_and_fails_where_nothing_was_right(tmp_path, territories, capsys):
    path = tmp_path / "figures.csv"
    path.write_text(TIDY + "2023,010,Genova,EC,T,5\n")
    call_command("import_population", path, vintage="Ours")
    assert capsys.readouterr().out.startswith("Ours: 1 added, 0 changed, 0 as they were.")
    path.write_text(TIDY + "2023,999,Genova,EC,T,5\n")
    for wrong in (path, tmp_path / "none.csv"):
        with pytest.raises(CommandError):
            call_command("import_population", wrong)


@given(
    numbers=st.dictionaries(
        st.tuples(st.integers(2003, 2025), st.sampled_from(["IT", "07", "010"]), st.sampled_from(["EC", "PE"])),
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
        max_size=6,
    )
)
@pytest.mark.django_db
def test_what_is_imported_is_what_stood_there(numbers, tmp_path_factory):
    if not Region.objects.exists():
        load_places()
    PopulationFigure.objects.all().delete()
    rows = [
        f"{year},{code},,{country},{sex},{residents}\n"
        for (year, code, country), parts in numbers.items()
        for sex, residents in zip("MF", parts, strict=True)
    ]
    path = tmp_path_factory.mktemp("figures") / "figures.csv"
    path.write_text(TIDY + "".join(rows))
    import_population(path)
    totals = {(row[0], row[1] if len(row) == 5 else "IT", row[-3]): row[-1] for row in stored(sex="T")}
    assert totals == {place: sum(parts) for place, parts in numbers.items()}
