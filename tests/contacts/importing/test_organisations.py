"""Organisations from files: recognised by code, or by name with e-mail or phone."""

import datetime

import pytest

from associations.models import Organisation, OrganisationActivity
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.writing import carry_out
from tests.factories.associations import AssociationFactory, TagFactory, ThemeFactory
from tests.factories.territories import CountryFactory, SubdivisionFactory

pytestmark = pytest.mark.usefixtures("named_words")

HEAD = "Nome,Comunità,Provincia,Email,Codice fiscale,Tipo,Paese\n"


def test_associations_and_partner_actors_are_added(run):
    text = HEAD + "Casa Andina,Perú; Ecuador,Genova (GE),casa@example.org,,,\nComune di Genova,,GE,,,municipality,\n"
    assert run("import_organisations", text)[0] == "2 added, 0 completed, 0 there already, 0 possibly doubles"
    rows = Organisation.objects.order_by("pk").values_list("name", "face", "type", "province__plate", "identified_by")
    assert list(rows) == [
        ("Casa Andina", "association", "", "GE", "import"),
        ("Comune di Genova", "partner", "municipality", "GE", "import"),
    ]
    assert OrganisationActivity.objects.count() == 2
    assert run("import_organisations", text)[0] == "0 added, 0 completed, 2 there already, 0 possibly doubles"


def test_numbers_that_a_spreadsheet_spoiled_are_mended_or_refused(run):
    head = "Nome,Comunità,Provincia,Telefono,Donne %\n"
    run("import_organisations", f"{head}Casa,PE,GE,101234567,0.333333333333333\n")
    assert Organisation.objects.values_list("phone", "women_share").get() == ("+390101234567", 33)
    assert run("import_organisations", f"{head}Sol,PE,GE,,1\n")[1] == [
        "Row 2: Column “Donne %”: This may be 1% or 100%: write it with the sign."
    ]


def test_a_tax_code_says_which_organisation_is_meant(run):
    CountryFactory(code="PE")
    known = AssociationFactory(name="Casa Andina", tax_code="00743110157")
    told = run("import_organisations", HEAD + "La Casa Andina,,,info@example.org,00743110157,,\n")
    assert told[0] == "0 added, 1 completed, 0 there already, 0 possibly doubles"
    known.refresh_from_db()
    assert (known.name, known.email) == ("La Casa Andina", "info@example.org")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Casa,,GE,,,,", "Column “Comunità”: Say which community it serves, such as PE."),
        (
            "Casa,PE,,,,,",
            "Column “Provincia”: Give the Italian province, or the country if it is outside Italy: one of the two.",
        ),
        (
            "Casa,Atlantis,GE,,,,",
            "Column “Comunità”: “Atlantis” is no country that is known. Write its name or its code, such as PE.",
        ),
        (
            "Casa,PE,Atlantis,,,,",
            "Column “Provincia”: “Atlantis” is no Italian province. Write its name or its plate, such as GE.",
        ),
    ],
)
def test_a_row_that_does_not_fit_says_why(run, row, sentence):
    assert run("import_organisations", HEAD + row + "\n") == (
        "refused: 1 rows do not fit; nothing was imported.",
        [f"Row 2: {sentence}"],
    )


def test_the_same_name_alone_may_be_a_double(run):
    AssociationFactory(name="Casa Andina")
    told = run("import_organisations", HEAD + "CASA ANDINA,PE,GE,,,,\n")
    assert told == (
        "0 added, 0 completed, 0 there already, 1 possibly doubles",
        ["Row 2, possibly a double, left out: An organisation of this name is recorded, without this e-mail or phone."],
    )


def test_a_limited_user_brings_in_associations_of_their_countries(run, quito_officer):
    told = run("import_organisations", HEAD + "Casa,PE,GE,,,,\n", by="quito@example.org")
    assert told == (
        "refused: 1 rows do not fit; nothing was imported.",
        ["Row 2: Column “Comunità”: You work with EC: choose at least one of these."],
    )


def test_everything_a_sheet_may_say_of_an_association_is_kept(run, rome_officer):
    AssociationFactory(name="Federazione Andina")
    ThemeFactory(code="health", name_it="salute")
    TagFactory(name="Carnevale", key="carnevale")
    SubdivisionFactory(code="PE-CUS", country=CountryFactory(code="PE"), name="Cusco")
    cells = {
        "Nome": "Casa Andina", "Sigla": "CA", "Appartiene a": "federazione andina", "Forma associativa": "registered",
        "Comunità": "Perú", "Provincia": "GE", "Provenienza": "Cusco", "Codice fiscale": "00743110157",
        "Partita IVA": "IT 00743110157", "Forma giuridica": "APS", "Sezione RUNTS": "Sezione B",
        "Numero RUNTS": "12345", "Data iscrizione RUNTS": "3/4/2022", "Art. 42": "sì", "Elenco AICS": "no",
        "Sito": "www.casa.example.org", "Pagina Facebook": "fb.com/casa", "Lingua": "spagnolo", "Temi": "salute",
        "Anno di fondazione": "3/5/2001", "N. soci": "1.200", "Donne %": "45%", "Giovani": "0,3", "Tag": "carnevale",
        "Operatore": "OFFICER@example.org", "Fonte": "consulate", "Individuata il": "1/2/2020", "Note": "una nota",
    }  # fmt: skip
    text = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
    assert run("import_organisations", text) == ("1 added, 0 completed, 0 there already, 0 possibly doubles", [])
    found = Organisation.objects.get(name="Casa Andina")
    assert (found.parent.name, found.form, found.short_name) == ("Federazione Andina", "registered", "CA")
    assert [place.code for place in found.origin_subdivisions.all()] == ["PE-CUS"]
    assert (found.tax_code, found.vat_number, found.legal_form) == ("00743110157", "00743110157", "APS")
    assert (found.runts_section, found.runts_number) == ("b", "12345")
    assert found.runts_entered_on == datetime.date(2022, 4, 3)
    assert (found.in_immigration_register, found.in_development_list) == (True, False)
    assert (found.website, found.social_pages) == ("https://www.casa.example.org", "fb.com/casa")
    assert (found.preferred_language, found.founded_in, found.members) == ("es", 2001, 1200)
    assert (found.women_share, found.under_30_share, found.owner) == (45, 30, rome_officer)
    assert (found.identified_by, found.identified_on) == ("consulate", datetime.date(2020, 2, 1))
    assert [tag.name for tag in found.tags.all()] == ["Carnevale"]
    assert [theme.code for theme in found.themes.all()] == ["health"]


@pytest.mark.parametrize(
    ("heading", "cell", "sentence"),
    [
        ("Codice fiscale", "00743110158", "A tax code has 11 digits, and these do not fit together. Check them."),
        ("P.IVA", "123", "A VAT number has 11 digits, and these do not fit together. Check them."),
        ("Sezione RUNTS", "z", "Value 'z' is not a valid choice."),
        ("Sito", "javascript:alert(1)", "Write an address that begins with http:// or https://."),
        ("N. soci", "-3", "Ensure this value is greater than or equal to 0."),
        ("Donne %", "145%", "Ensure this value is less than or equal to 100."),
        ("Tag", "Carnevale", "There is no tag “Carnevale”. Add it first."),
        ("Operatore", "x@example.org", "No colleague has the address “x@example.org”."),
        ("Appartiene a", "Nessuno", "No organisation is called “Nessuno”."),
        ("Lingua", "klingon", "Write it, es, en or fr."),
        ("Comunità", "[empty]", "This cannot be emptied from a file. Leave the cell empty to keep it."),
    ],
)
def test_a_cell_that_does_not_fit_says_what_to_write(run, heading, cell, sentence):
    text = f"Nome;Provincia;Comunità;{heading}\nCasa;GE;PE;{cell}\n".replace("Comunità;Comunità", "Comunità")
    text = text.replace("PE;[empty]", "[empty]")
    assert run("import_organisations", text) == (
        "refused: 1 rows do not fit; nothing was imported.",
        [f"Row 2: Column “{heading}”: {sentence}"],
    )


def test_the_days_of_the_register_follow_each_other(run):
    text = "Nome;Provincia;Comunità;Data iscrizione RUNTS;Data cancellazione RUNTS\nCasa;GE;PE;1/2/2023;1/2/2022\n"
    assert run("import_organisations", text)[1] == [
        "Row 2: Column “Data cancellazione RUNTS”: This day lies before the entry: check the two dates."
    ]


def test_a_file_of_partner_actors_needs_no_community(rome_officer):
    text = "Nome;Provincia;Paesi di interesse;Cosa finanzia\nComune di Genova;GE;PE, EC;borse di studio\n"
    file = take_in("partners", text.encode(), "partners.csv", user=rome_officer)
    make_plan(file)
    carry_out(file, by=rome_officer)
    found = Organisation.objects.get()
    assert (found.face, found.funds) == ("partner", "borse di studio")
    assert sorted(country.code for country in found.countries_of_interest.all()) == ["EC", "PE"]


def test_a_place_is_never_lost_nor_doubled(run):
    known = AssociationFactory(name="Casa", tax_code="00743110157")
    head = "Nome;Codice fiscale;Provincia;Paese\n"
    sentence = "Row 2: It is recorded in Italy, and the row says another country, or the other way round."
    for cells in ("[empty];", ";Perú"):
        assert run("import_organisations", f"{head}Casa;00743110157;{cells}\n")[1] == [sentence]
    told = run("import_organisations", f"{head}Casa;00743110157;[empty];Perú\n")
    assert told[0] == "0 added, 1 completed, 0 there already, 0 possibly doubles"
    known.refresh_from_db()
    assert (known.province, known.country_id) == (None, "PE")


def test_a_code_of_a_register_is_given_once(run, quito_officer):
    AssociationFactory(name="Altra", code="X1", serves=["PE"])
    text = "Nome;Comunità;Provincia;Codice\nCasa;EC;GE;X1\n"
    assert run("import_organisations", text, by="quito@example.org")[1] == [
        "Row 2: Column “Codice”: Another organisation has this code."
    ]


ONE = "Casa,PE,GE,,,,casa@example.org"


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("Casa,PE,,Perú,,,casa@example.org", "It is recorded in Italy, and the row says another country"),
        ("Casa,,GE,,partner,,casa@example.org", "It is recorded as the other kind, association or partner actor"),
        ("Casa,PE,GE,,,1/1/2020,casa@example.org", "This day lies before the entry: check the two dates."),
    ],
)
def test_a_row_that_contradicts_one_above_it_is_left_out_and_says_why(run, second, why):
    head = "Nome,Comunità,Provincia,Paese,Kind,Cancellata dal RUNTS il,Email,Iscritta al RUNTS il\n"
    told = run("import_organisations", f"{head}{ONE},1/1/2024\n{second},\n", good_rows=True)
    assert told[0] == "refused: 1 rows do not fit and were left out."
    assert [sentence.startswith(f"Row 3: It does not go with row 2. {why}") for sentence in told[1]] == [True]
    assert Organisation.objects.values_list("face", "country", "runts_struck_off_on").get() == (
        "association",
        None,
        None,
    )


def test_a_code_is_given_once_whatever_rows_say(run):
    for name in ("Uno", "Due"):
        AssociationFactory(name=name, email=f"{name}@example.org")
    head = "Nome,Email,Comunità,Codice\n"
    told = run("import_organisations", f"{head}Uno,uno@example.org,PE,A1\nDue,due@example.org,PE,A1\n", good_rows=True)
    assert told[1] == ["Row 3: Another organisation has this code."]
    assert dict(Organisation.objects.values_list("name", "code")) == {"Uno": "A1", "Due": ""}


def test_rows_that_each_fit_a_record_and_not_each_other_say_so(run, monkeypatch):
    AssociationFactory(name="Casa", email="casa@example.org")
    head = "Nome,Email,Iscritta al RUNTS il,Cancellata dal RUNTS il\n"
    text = f"{head}Casa,casa@example.org,1/1/2024,\nCasa,casa@example.org,,1/1/2020\n"
    for lot in (1_300, 1):
        monkeypatch.setattr("midla.records.importing.planning.AT_ONCE", lot)
        told = run("import_organisations", text)
        assert told[1] == ["Row 3: This day lies before the entry: check the two dates."]
