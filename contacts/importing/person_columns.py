"""The columns of files of people."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.import_words import yes_or_no
from contacts.models import Affiliation, AffiliationRole, Channel, ConsentMethod, Person
from midla.records.fields import LineField
from midla.records.importing.columns import EMAIL, PHONE, ImportColumn, Read
from midla.records.importing.days import day_of
from midla.records.importing.types import field_column
from midla.records.search import fold

LANGUAGE_WORDS = {
    "it": "it italiano italian italien", "es": "es espanol spanish spagnolo espagnol castellano",
    "en": "en english inglese ingles anglais", "fr": "fr francais francese frances french",
}  # fmt: skip
LINE = LineField(max_length=200)


def column(name: str, headings: str, **about: Any) -> ImportColumn:
    return field_column(Person, name, headings, **about)


def language_of(text: str, importer: Any) -> str:
    """One of the languages of the program."""
    for code, words in LANGUAGE_WORDS.items():
        if fold(text) in words.split():
            return code
    raise ValidationError(_("Write it, es, en or fr."))


def email_of(text: str, importer: Any) -> str:
    """An address that mail can be sent to."""
    address = text.removeprefix("mailto:").strip()
    validate_email(address)
    return Person._meta.get_field("email").clean(address, None)


def day(text: str, importer: Any) -> Any:
    return day_of(text)


def line(text: str, importer: Any) -> str:
    return LINE.clean(text, None)


def plain_text(text: str, importer: Any) -> str:
    """A number as it is written: it is read once the person's countries are known."""
    return line(text, importer)


def listed(model: Any) -> Read:
    """Reads the name of an entry of a list."""
    return lambda text, importer: importer.words.word_of(model, text)


PERSON_COLUMNS = (
    column(
        "given_names",
        "Given names | First name | Given name | Nome | Nomi | Nombre | Nombres | Prénom | Prénoms",
        required=True,
    ),
    column(
        "family_names",
        "Family names | Last name | Surname | Family name | Cognome | Cognomi | Apellido | Apellidos | Nom | "
        "Nom de famille | Noms de famille",
    ),
    column("form_of_address", "Form of address | Titolo | Trattamento | Tratamiento | Civilité | Title"),
    column(
        "email",
        "E-mail | Email | Mail | E-mail address | Posta elettronica | Indirizzo e-mail | Indirizzo email | Correo | "
        "Correo electrónico | Courriel | Adresse e-mail | Adresse électronique",
        read=email_of,
        looks_like=EMAIL,
    ),
    column(
        "phone",
        "Phone | Telephone | Phone number | Telefono | Tel | Tel. | Cellulare | Numero di telefono | Teléfono | "
        "Celular | Móvil | Téléphone | Portable | Mobile",
        read=plain_text,
        looks_like=PHONE,
    ),
    column(
        "second_phone",
        "Second phone | Phone 2 | Other phone | Secondo telefono | Telefono 2 | Altro telefono | Segundo teléfono | "
        "Teléfono 2 | Otro teléfono | Deuxième téléphone | Second téléphone | Téléphone 2",
        read=plain_text,
    ),
    column(
        "citizenships",
        "Citizenships | Citizenship | Nationality | Country | Cittadinanza | Cittadinanze | Nazionalità | Paese | "
        "Paese di origine | Nacionalidad | Nacionalidades | Ciudadanía | País | País de origen | Nationalité | "
        "Nationalités | Citoyenneté | Pays",
        read=lambda text, importer: importer.words.countries_of(text),
    ),
    column(
        "province",
        "Province | Provincia | Prov | Prov. | Provincia di residenza | Provincia de residencia",
        read=lambda text, importer: importer.words.province_of(text),
    ),
    column("street", "Street | Address | Indirizzo | Via | Dirección | Calle | Domicilio | Adresse | Rue"),
    column("postcode", "Postcode | Postal code | ZIP | CAP | Código postal | Code postal"),
    column("town", "Town | City | Comune | Città | Ciudad | Municipio | Ville | Commune"),
    column(
        "birth_date",
        "Date of birth | Birth date | Birthday | Data di nascita | Nato il | Nata il | Fecha de nacimiento | "
        "Date de naissance",
        read=day,
    ),
    column("birth_year", "Year of birth | Birth year | Anno di nascita | Año de nacimiento | Année de naissance"),
    column("profession", "Profession | Occupation | Professione | Occupazione | Profesión | Ocupación | Métier"),
    column("skills", "Skills | Competenze | Habilidades | Competencias | Compétences"),
    column(
        "preferred_channel",
        "Preferred channel | Canale preferito | Canal preferido | Canal préféré",
        read=lambda text, importer: importer.words.choice_of(Channel, text),
    ),
    column(
        "preferred_language",
        "Preferred language | Language | Lingua | Lingua preferita | Idioma | Idioma preferido | Langue | "
        "Langue préférée",
        read=language_of,
    ),
    column("notes", "Notes | Note | Notas | Observaciones | Osservazioni | Remarques"),
    ImportColumn(
        "organisation",
        gettext_lazy("Organisation"),
        "Organisation | Organization | Association | Associazione | Organizzazione | Ente | Asociación | "
        "Organización | Entidad | Organisme",
        line,
    ),
    ImportColumn(
        "role",
        gettext_lazy("Role"),
        "Role | Position | Ruolo | Carica | Incarico | Cargo | Rol | Función | Rôle | Fonction | Poste",
        listed(AffiliationRole),
    ),
    field_column(
        Affiliation,
        "started_on",
        "Role from | Since | From | In carica dal | Dal | Inizio | Desde | Depuis | Depuis le",
        read=day,
    ),
    field_column(Affiliation, "ended_on", "Role until | Until | In carica fino al | Fino al | Al | Hasta | Jusqu'au",
                 read=day),
    ImportColumn(
        "consent",
        gettext_lazy("Consent to be contacted"),
        "Consent | Consent to be contacted | Consenso | Consenso al contatto | Consentimiento | Consentement",
        lambda text, importer: yes_or_no(text),
    ),
    ImportColumn(
        "consent_on",
        gettext_lazy("Consent: when"),
        "Consent date | Consent on | Data del consenso | Data consenso | Fecha del consentimiento | "
        "Date du consentement",
        day,
    ),
    ImportColumn(
        "consent_method",
        gettext_lazy("Consent: how"),
        "Consent method | Consent how | Modalità del consenso | Modo del consentimiento | Mode de consentement",
        lambda text, importer: importer.words.choice_of(ConsentMethod, text),
    ),
)  # fmt: skip
