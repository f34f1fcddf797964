"""Organisations from files: recognised by code, or by name with e-mail or phone."""

import pytest

from associations.models import Organisation, OrganisationActivity
from tests.factories.associations import AssociationFactory
from tests.factories.territories import CountryFactory

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
