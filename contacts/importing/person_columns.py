"""The columns of files of people."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from associations.import_words import language_of, yes_or_no
from contacts.importing.spoken import CHANNELS, KINDS, METHODS, ROLES, by_word
from contacts.models import Affiliation, AffiliationRole, Channel, ConsentMethod, Language, Meeting, MeetingKind, Person
from midla.records.fields import LineField
from midla.records.importing.columns import EMAIL, PHONE, ImportColumn, Read
from midla.records.importing.days import day_of
from midla.records.importing.numbers import year_written
from midla.records.importing.types import field_column, plain

LINE = LineField(max_length=200)
SAID: Any = Meeting._meta.get_field("said")
EMAIL_OF_PERSON: Any = Person._meta.get_field("email")
# Names in one cell, given or family names first: divided once the row is read.
FULL_NAME, NAME_REVERSED = "full_name", "name_reversed"


def column(name: str, headings: str, **about: Any) -> ImportColumn:
    return field_column(Person, name, headings, **about)


def email_of(text: str, importer: Any) -> str:
    """An address that mail can be sent to."""
    return EMAIL_OF_PERSON.clean(text.removeprefix("mailto:").strip(), None)


def day(text: str, importer: Any) -> Any:
    return day_of(text)


def line(text: str, importer: Any) -> str:
    return LINE.clean(" ".join(text.split()), None)


def plain_text(text: str, importer: Any) -> str:
    """A number as it is written: it is read once the person's countries are known."""
    return line(text, importer)


def in_numbers(name: str, written: Callable[[str], str]) -> Read:
    """Reads a number as spreadsheets write it, then as the form of a person does."""
    bounds = plain(Person, name)
    return lambda text, importer: bounds(written(text), importer)


def listed(model: Any, spoken: dict[str, str]) -> Read:
    """Reads the name of an entry of a list, also as people say it."""
    codes = by_word(spoken)
    return lambda text, importer: importer.words.word_of(model, text, codes)


def chosen(choices: Any, spoken: dict[str, str]) -> Read:
    """Reads a choice by its name, also as people say it."""
    codes = by_word(spoken)
    return lambda text, importer: importer.words.choice_of(choices, text, codes)


PERSON_COLUMNS = (
    column(
        "given_names",
        "Given names | First name | First names | Given name | Forename | Nome | Nomi | Nome di battesimo | Nombre | "
        "Nombres | Primer nombre | Prénom | Prénoms",
        required=True,
        instead=(FULL_NAME, NAME_REVERSED),
    ),
    column(
        "family_names",
        "Family names | Last name | Last names | Surname | Surnames | Family name | Cognome | Cognomi | Apellido | "
        "Apellidos | Nom | Nom de famille | Noms de famille",
    ),
    ImportColumn(
        FULL_NAME,
        gettext_lazy("Given and family names in one"),
        "Full name | Name | Name and surname | First and last name | Nome e cognome | Nome Cognome | Nome completo | "
        "Nombre Apellidos | Nombre y apellido | Nombre y apellidos | "
        "Nombres y apellidos | Nombre completo | Prénom et nom | Nom complet",
        line,
    ),
    ImportColumn(
        NAME_REVERSED,
        gettext_lazy("Family and given names in one"),
        "Surname and name | Last name, first name | Cognome e nome | Cognome Nome | Nominativo | "
        "Apellidos Nombres | Apellidos y nombres | Apellido y nombre | Apellidos y nombre | Nom Prénom | "
        "Nom et prénom | Nom et prénoms",
        line,
    ),
    column("form_of_address", "Form of address | Titolo | Trattamento | Appellativo | Tratamiento | Civilité | Title"),
    column(
        "email",
        "E-mail | Email | Mail | E-mail address | Email address | Posta elettronica | Indirizzo e-mail | "
        "Indirizzo email | Indirizzo di posta elettronica | Correo | Correo electrónico | "
        "Dirección de correo electrónico | Courriel | Adresse e-mail | Adresse électronique | Mél",
        read=email_of,
        looks_like=EMAIL,
    ),
    column(
        "phone",
        "Phone | Telephone | Phone number | Telephone number | Mobile phone | Cell phone | Telefono | Tel | Tel. | "
        "Cell. | Cellulare | Cell | Telefono cellulare | Numero di cellulare | Numero di telefono | N. telefono | "
        "Recapito telefonico | Teléfono | Teléfono móvil | Teléfono celular | Número de teléfono | Celular | Móvil | "
        "WhatsApp | Téléphone | Téléphone portable | Numéro de téléphone | Portable | Mobile",
        read=plain_text,
        looks_like=PHONE,
    ),
    column(
        "second_phone",
        "Second phone | Phone 2 | Other phone | Home phone | Secondo telefono | Telefono 2 | Altro telefono | "
        "Telefono fisso | Fisso | Segundo teléfono | Teléfono 2 | Otro teléfono | Teléfono fijo | Deuxième téléphone | "
        "Second téléphone | Téléphone 2 | Téléphone fixe",
        read=plain_text,
    ),
    column(
        "citizenships",
        "Citizenships | Citizenship | Nationality | Nationalities | Country | Country of origin | Cittadinanza | "
        "Cittadinanze | Nazionalità | Paese | Paese di origine | Paese d'origine | Nacionalidad | Nacionalidades | "
        "Ciudadanía | Ciudadanías | País | País de origen | Nationalité | Nationalités | Citoyenneté | Pays | "
        "Pays d'origine",
        read=lambda text, importer: importer.words.countries_of(text),
    ),
    column(
        "origin_subdivision",
        "Where from | Region of origin | Department | Place of origin | Provenienza | Luogo di origine | "
        "Regione di origine | Dipartimento | Dipartimento di origine | Lugar de origen | Departamento | "
        "Departamento de origen | Región de origen | Provincia de origen | Procedencia | Lieu d'origine | "
        "Département d'origine | Provenance",
        read=plain_text,
    ),
    column(
        "province",
        "Province | Provincia | Prov | Prov. | Provincia di residenza | Provincia italiana | Provincia de residencia | "
        "Provincia en Italia | Province de résidence",
        read=lambda text, importer: importer.words.province_of(text),
    ),
    column(
        "street",
        "Street | Address | Street address | Indirizzo | Indirizzo di residenza | Via | Residenza | Dirección | "
        "Calle | Domicilio | Dirección de residencia | Adresse | Rue",
    ),
    column("postcode", "Postcode | Postal code | ZIP | ZIP code | CAP | C.A.P. | Código postal | CP | Code postal"),
    column(
        "town",
        "Town | City | Comune | Comune di residenza | Città | Città di residenza | Ciudad | Ciudad de residencia | "
        "Municipio | Localidad | Località | Ville | Ville de résidence | Commune",
    ),
    column(
        "birth_date",
        "Date of birth | Birth date | Birthday | DOB | Data di nascita | Data nascita | Nato il | Nata il | "
        "Nato/a il | Fecha de nacimiento | Fecha nacimiento | F. nacimiento | Date de naissance | Né le | Née le",
        read=day,
    ),
    column(
        "birth_year",
        "Year of birth | Birth year | Anno di nascita | Anno nascita | Año de nacimiento | Année de naissance",
        read=in_numbers("birth_year", year_written),
    ),
    column(
        "languages",
        "Languages | Languages spoken | Spoken languages | Lingue | Lingue parlate | Lingue conosciute | Idiomas | "
        "Lenguas | Idiomas que habla | Langues | Langues parlées",
        read=lambda text, importer: importer.words.words_of(Language, text),
    ),
    column(
        "profession",
        "Profession | Occupation | Job | Professione | Occupazione | Lavoro | Mestiere | Profesión | Ocupación | "
        "Oficio | Trabajo | Métier",
    ),
    column(
        "skills",
        "Skills | Qualifications | Competenze | Titolo di studio | Habilidades | Competencias | Estudios | "
        "Compétences | Qualifiche",
    ),
    column(
        "preferred_channel",
        "Preferred channel | Canale preferito | Canal preferido | Canal préféré",
        read=chosen(Channel, CHANNELS),
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
        listed(AffiliationRole, ROLES),
    ),
    field_column(
        Affiliation,
        "started_on",
        "Role from | Since | From | In carica dal | Dal | Inizio | Desde | Depuis | Depuis le",
        read=day,
    ),
    field_column(
        Affiliation,
        "ended_on",
        "Role until | Until | In carica fino al | Fino al | Al | Hasta | Jusqu'au",
        read=day,
    ),
    ImportColumn(
        "main_contact",
        gettext_lazy("Main contact"),
        "Main contact | Contact person | Contatto principale | Referente | Persona di contatto | Contacto principal | "
        "Persona de contacto | Contact principal",
        lambda text, importer: yes_or_no(text),
    ),
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
        chosen(ConsentMethod, METHODS),
    ),
    ImportColumn(
        "met_on",
        gettext_lazy("Met on"),
        "Met on | Date of meeting | Meeting date | Incontrato il | Incontrata il | Data dell'incontro | "
        "Data incontro | Fecha de la reunión | Fecha del encuentro | Rencontré le | Date de la rencontre",
        day,
    ),
    ImportColumn(
        "met_kind",
        gettext_lazy("Meeting: what kind"),
        "Kind of meeting | Tipo di incontro | Tipo de reunión | Tipo de encuentro | Type de rencontre",
        listed(MeetingKind, KINDS),
    ),
    ImportColumn(
        "met_said",
        gettext_lazy("Meeting: what happened"),
        "What happened | Minutes of the meeting | Verbale | Note dell'incontro | Acta | Notas de la reunión | "
        "Compte rendu",
        lambda text, importer: SAID.clean(text, None),
    ),
)  # fmt: skip
