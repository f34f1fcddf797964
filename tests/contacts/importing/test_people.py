"""People from files: recognised columns, roles, consent; added once, completed, never doubled."""

import datetime

import pytest

from associations.models import Organisation, OrganisationActivity
from contacts.consent import allows
from contacts.models import Affiliation, Consent, Person
from midla.records.models import Batch, Change, ImportedRow, ImportFile
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import AffiliationFactory, AffiliationRoleFactory, ConsentFactory, PersonFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

pytestmark = pytest.mark.usefixtures("named_words")

TWO = """Elenco contatti Genova;;;;;;;;
;;;;;;;;
Nome;Cognome;E-mail;Cellulare;Nazionalità;Provincia;Associazione;Carica;Colore
Ana;Quispe Mamani;ana@example.org;333 1234567;peruviana;Genova;Casa Andina;presidente;rosso
José;Ñáñez;;347 7654321;Ecuador;GE;Casa Andina;socio;
"""


def test_people_come_with_their_roles_and_a_new_association(run):
    told = run("import_people", TWO)
    assert told == (
        "2 added, 0 completed, 0 there already, 0 possibly doubles",
        ["Column left out, because its heading is not known: Colore"],
    )
    ana = Person.objects.get(given_names="Ana")
    assert (ana.family_names, ana.email, ana.phone) == ("Quispe Mamani", "ana@example.org", "+393331234567")
    assert [country.code for country in ana.citizenships.all()] == ["PE"]
    association = Organisation.objects.get()
    assert (association.name, association.face, association.province.plate) == ("Casa Andina", "association", "GE")
    assert sorted(country.code for country in association.communities.all()) == ["EC", "PE"]
    roles = Affiliation.objects.order_by("pk").values_list("person__given_names", "role__code", "one_holder")
    assert list(roles) == [("Ana", "president", True), ("José", "member", False)]
    assert OrganisationActivity.objects.filter(organisation=association).exists()


def test_everything_an_import_writes_has_its_history_in_one_batch(run, rome_officer):
    run("import_people", TWO, by="officer@example.org")
    batch = Batch.objects.get()
    assert (batch.by, batch.size) == (rome_officer, 2)
    labels = sorted(Change.objects.values_list("model_label", "verb", "batch", "by"))
    assert labels == [
        ("associations.organisation", "created", batch.pk, rome_officer.pk),
        *[("contacts.affiliation", "created", batch.pk, rome_officer.pk)] * 2,
        *[("contacts.person", "created", batch.pk, rome_officer.pk)] * 2,
    ]
    assert Person.objects.matching("nanez").count() == 1


def test_the_same_file_twice_adds_nothing(run):
    run("import_people", TWO)
    changes = Change.objects.count()
    assert run("import_people", TWO)[0] == "0 added, 0 completed, 2 there already, 0 possibly doubles"
    assert (Person.objects.count(), Affiliation.objects.count(), Change.objects.count()) == (2, 2, changes)


@pytest.mark.parametrize("with_place_first", [True, False])
def test_one_row_places_an_association_for_all_others_of_the_file(run, with_place_first):
    rows = ["Ana;Quispe;PE;GE;Casa Andina", "Eva;Condori;;;casa andina"]
    text = "\n".join(["Nome;Cognome;Nazionalità;Provincia;Associazione", *(rows if with_place_first else rows[::-1])])
    assert run("import_people", text)[0] == "2 added, 0 completed, 0 there already, 0 possibly doubles"
    association = Organisation.objects.get()
    assert (association.province.plate, [country.code for country in association.communities.all()]) == ("GE", ["PE"])
    assert Affiliation.objects.filter(organisation=association).count() == 2
    assert run("import_people", text)[0] == "0 added, 0 completed, 2 there already, 0 possibly doubles"


def test_a_command_without_a_user_leaves_no_copy_of_the_file(run):
    run("import_people", TWO)
    assert (ImportFile.objects.count(), ImportedRow.objects.count()) == (0, 2)


def test_a_name_with_an_e_mail_is_the_same_person_and_is_completed(run):
    person = PersonFactory(given_names="Ana", family_names="Quispe", email="ana@example.org", town="Genova")
    text = "Cognome,Nome,Email,Telefono,Città,Cittadinanza\nQUISPE,Ana,ANA@example.org,010 1234567,,Ecuador\n"
    assert run("import_people", text)[0] == "0 added, 1 completed, 0 there already, 0 possibly doubles"
    person.refresh_from_db()
    assert (person.phone, person.town, person.version) == ("+390101234567", "Genova", 2)
    # Capitals say nothing new.
    assert (person.family_names, person.email) == ("Quispe", "ana@example.org")
    assert sorted(country.code for country in person.citizenships.all()) == ["EC", "PE"]
    change = Change.objects.get()
    assert (change.verb, change.before["citizenships"], change.after["citizenships"]) == (
        "edited",
        ["PE"],
        ["EC", "PE"],
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Ana,Quispe,other@example.org", "Somebody of this name is recorded, without this e-mail or phone."),
        ("Ana,Quispe,", "Somebody of this name is recorded, without this e-mail or phone."),
        ("Eva,Condori,ana@example.org", "Somebody else has this e-mail or phone."),
    ],
)
def test_what_is_less_sure_is_listed_as_a_possible_double_and_not_written(run, row, why):
    PersonFactory(given_names="Ana", family_names="Quispe", email="ana@example.org")
    told = run("import_people", f"Nome,Cognome,Email\n{row}\n")
    assert told == (
        "0 added, 0 completed, 0 there already, 1 possibly doubles",
        [f"Row 2, possibly a double, left out: {why}"],
    )
    assert Person.objects.count() == 1


def test_a_second_row_of_the_same_person_completes_the_first(run):
    text = "Nome,Cognome,Email,Città,Nazionalità\nAna,Quispe,a@example.org,,PE\nAna,Quispe,a@example.org,Genova,EC\n"
    assert run("import_people", text)[0] == "1 added, 1 completed, 0 there already, 0 possibly doubles"
    person = Person.objects.get()
    assert (person.town, sorted(one.code for one in person.citizenships.all())) == ("Genova", ["EC", "PE"])
    assert Change.objects.get().after["citizenships"] == ["EC", "PE"]


def test_two_rows_that_mean_one_record_make_one_change_of_it(run):
    known = PersonFactory(given_names="Ana", family_names="Quispe", email="a@example.org")
    text = "Nome,Cognome,Email,Città,CAP\nAna,Quispe,a@example.org,Genova,\nAna,Quispe,a@example.org,,16126\n"
    assert run("import_people", text)[0] == "0 added, 2 completed, 0 there already, 0 possibly doubles"
    known.refresh_from_db()
    assert (known.town, known.postcode, known.version) == ("Genova", "16126", 2)


def test_a_second_row_of_the_same_person_adds_only_the_role(run):
    ProvinceFactory()
    AssociationFactory(name="Uno")
    AssociationFactory(name="Due")
    text = "Nome,Cognome,Email,Associazione\nAna,Quispe,a@example.org,Uno\nAna,Quispe,a@example.org,Due\n"
    assert run("import_people", text)[0] == "1 added, 1 completed, 0 there already, 0 possibly doubles"
    assert sorted(Affiliation.objects.values_list("organisation__name", flat=True)) == ["Due", "Uno"]
    assert Person.objects.count() == 1


TWICE = """Nome,Cognome,Email,Città,Associazione,Carica,Consenso,Data del consenso,Modalità del consenso
Ana,Quispe,a@example.org,,Casa,presidente,sì,3/4/2024,written
Ana,Quispe,a@example.org,Genova,CASA,presidente,sì,3/4/2024,written
Ana,Quispe,a@example.org,Genova,casa,presidente,,,
"""


@pytest.mark.parametrize("is_known", [True, False])
def test_rows_that_tell_one_role_and_consent_of_one_person_give_one_of_each(run, is_known):
    AffiliationRoleFactory(code="president", one_holder=True)
    AssociationFactory(name="Casa")
    if is_known:
        PersonFactory(given_names="Ana", family_names="Quispe", email="a@example.org", town="Roma")
    assert run("import_people", TWICE)[1] == []
    assert (Affiliation.objects.count(), Consent.objects.count()) == (1, 1)
    assert Person.objects.get().town == "Genova"


def test_rows_that_tell_one_role_of_two_people_give_it_to_the_first(run):
    AffiliationRoleFactory(code="president", one_holder=True)
    AssociationFactory(name="Casa")
    text = "Nome,Cognome,Associazione,Carica\nAna,Quispe,Casa,presidente\nEva,Condori,CASA,presidente\n"
    sentence = "Row 3: Column “Carica”: Somebody else has this role in the organisation on these days."
    assert run("import_people", text)[1] == [sentence]


BAD = """Nome,Cognome,Data di nascita,Email
Ana,Quispe,31/02/1980,a@example.org
Eva,Condori,3/4/1990,not an address
Luz,Rojas,,
"""
SENTENCES = [
    "Row 2: Column “Data di nascita”: “31/02/1980” is no day. Write day, month and year, such as 31/12/2024.",
    "Row 3: Column “Email”: Enter a valid email address.",
]


def test_one_row_that_does_not_fit_keeps_all_others_out(run):
    assert run("import_people", BAD) == ("refused: 2 rows do not fit; nothing was imported.", SENTENCES)
    assert Person.objects.count() == 0


def test_good_rows_are_taken_where_that_is_asked_for(run):
    assert run("import_people", BAD, good_rows=True) == ("refused: 2 rows do not fit and were left out.", SENTENCES)
    assert list(Person.objects.values_list("given_names", flat=True)) == ["Luz"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Nome;Email;email\nAna;a@x.org;b@x.org\n", "The heading “email” stands twice: columns B, C. Keep one."),
        ("Nome;Email;Correo\nAna;a@x.org;b@x.org\n", "Two columns hold the same: B “Email”, C “Correo”. Keep one."),
        (
            "Cognome;Email\nQuispe;a@x.org\n",
            "No column is called “Given names”. Give the headings in the first row of the file.",
        ),
        ("Ana\nEva\n", "No heading of this file is known. Name the columns in its first row."),
        ("", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is no text file. Save the table as CSV and choose that file."),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(run, text, sentence):
    assert run("import_people", text) == (f"refused: {sentence}", [])
    assert ImportFile.objects.count() == 0


def test_consent_is_recorded_only_with_its_day_and_way(run):
    head = "Nome,Consenso,Data del consenso,Modalità del consenso\n"
    assert run("import_people", f"{head}Ana,sì,,\n")[0] == "refused: 1 rows do not fit; nothing was imported."
    run("import_people", f"{head}Ana,sì,3/4/2024,written\nEva,,,\n")
    rows = Consent.objects.values_list("person__given_names", "purpose", "state", "said_on", "method")
    assert list(rows) == [("Ana", "contact", "given", datetime.date(2024, 4, 3), "written")]


SAID = "Nome,Cognome,Email,Consenso,Data del consenso,Modalità del consenso\n"


def test_a_yes_of_before_the_no_is_left_out(run):
    ana = PersonFactory(given_names="Ana", family_names="Quispe", email="a@example.org")
    ConsentFactory(person=ana, state="withdrawn", said_on=datetime.date(2024, 5, 1))
    run("import_people", f"{SAID}Ana,Quispe,a@example.org,sì,3/4/2024,written\n")
    assert Consent.objects.count() == 1
    run("import_people", f"{SAID}Ana,Quispe,a@example.org,sì,3/6/2024,written\n")
    assert allows(ana, "contact")


def test_of_two_rows_that_of_the_later_day_holds(run):
    rows = "Ana,Quispe,a@example.org,no,3/6/2024,written\nAna,Quispe,a@example.org,sì,3/4/2024,written\n"
    run("import_people", SAID + rows)
    assert (Consent.objects.count(), allows(Person.objects.get(), "contact")) == (2, False)


def test_a_role_of_one_holder_is_given_once(run):
    role = AffiliationRoleFactory(code="president")
    held = AffiliationFactory(organisation=AssociationFactory(name="Casa"), role=role)
    text = "Nome,Cognome,Associazione,Carica\nAna,Quispe,Casa,presidente\n"
    sentence = "Row 2: Column “Carica”: Somebody else has this role in the organisation on these days."
    assert run("import_people", text) == ("refused: 1 rows do not fit; nothing was imported.", [sentence])
    held.trashed_at = held.created_at
    held.save()
    assert run("import_people", text)[0] == "1 added, 0 completed, 0 there already, 0 possibly doubles"


def test_a_limited_user_brings_in_people_of_their_countries(run, quito_officer):
    CountryFactory(code="EC")
    text = "Nome,Cognome,Nazionalità\nAna,Quispe,peruviana\nEva,Condori,ecuadoriana\n"
    told = run("import_people", text, by="quito@example.org", good_rows=True)
    assert told == (
        "refused: 1 rows do not fit and were left out.",
        ["Row 2: Column “Nazionalità”: You work with EC: choose at least one of these."],
    )
    assert list(Person.objects.values_list("given_names", "created_by__email")) == [("Eva", "quito@example.org")]


def test_who_sees_less_learns_nothing_of_whom_they_do_not_see(run, quito_officer):
    PersonFactory(given_names="Ana", family_names="Quispe", email="ana@example.org")
    text = "Nome,Cognome,Email\nAna,Quispe,ana@example.org\n"
    assert run("import_people", text, by="quito@example.org")[0].startswith("1 added")


def test_an_importer_must_be_allowed_to(run, lima_viewer):
    assert run("import_people", TWO, by="viewer@example.org")[0] == "refused: viewer@example.org may not import files."
    assert run("import_people", TWO, by="x@example.org")[0] == "refused: No active user has the address x@example.org."


def test_an_address_book_is_read(run):
    card = (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Quispe;Ana;Mar\xc3\xada;Dott.ssa;\r\nitem1.TEL;TYPE=CELL:+39 333 1234567\r\n"
        b"EMAIL;TYPE=INTERNET:a@example.org\r\nBDAY:19800203\r\nNOTE:una nota\\, lunga\r\nEND:VCARD\r\n"
    )
    run("import_people", card, name="contacts.vcf")
    person = Person.objects.get()
    assert (person.full_name, person.form_of_address, person.phone, person.birth_date, person.notes) == (
        "Ana María Quispe",
        "Dott.ssa",
        "+393331234567",
        datetime.date(1980, 2, 3),
        "una nota, lunga",
    )
