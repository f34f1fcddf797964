"""The columns of files of organisations."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from associations import codes
from associations.forms.organisation import web_address
from associations.import_words import language_of, yes_or_no
from associations.models import AssociationForm, Face, IdentifiedBy, Organisation, PartnerType
from midla.records.importing.columns import EMAIL, PHONE, ImportColumn, Read
from midla.records.importing.days import day_of
from midla.records.importing.numbers import count_written, share_written, year_written
from midla.records.importing.types import field_column, plain
from midla.records.search import fold

SECTION_WORDS = ("sezione", "section", "seccion")


def column(name: str, headings: str, **about: Any) -> ImportColumn:
    return field_column(Organisation, name, headings, **about)


def checked(name: str, check: Callable[[str], str]) -> Read:
    """Reads a cell by its own rule, then by the field's bounds."""
    bounds = plain(Organisation, name)
    return lambda text, importer: bounds(check(text), importer)


def full_address(text: str) -> str:
    """The address of a website, also where people leave out how it begins."""
    bare = text.strip()
    is_short = "://" not in bare and " " not in bare and "." in bare.partition("/")[0] and "@" not in bare
    return web_address(f"https://{bare}" if is_short else bare)


def section_of(text: str) -> str:
    """The letter of a section of RUNTS, also as “Sezione B” or “b) Enti filantropici”."""
    words = [word for word in fold(text).split() if word not in SECTION_WORDS]
    return words[0] if words and len(words[0]) == 1 else text.strip()


def face_of(text: str, importer: Any) -> str:
    """Association or partner actor, also by the word for one."""
    word = fold(text)
    if word.startswith(("asso", "aso", "group", "grup", "gruppo", "groupe", "collec", "colec")):
        return Face.ASSOCIATION
    if word.startswith(("partner", "attore", "actor", "acteur", "socio", "ente", "institu", "istitu")):
        return Face.PARTNER
    raise ValidationError(_("Write “association” or “partner actor”."))


def owner_of(text: str, importer: Any) -> int:
    """The key of the colleague whose address stands in a cell."""
    return importer.words.colleague_of(text)


ORGANISATION_COLUMNS = (
    column(
        "name",
        "Name | Organisation | Organization | Association | Official name | Nome | Denominazione | Ragione sociale | "
        "Associazione | Organizzazione | Ente | Nome dell'associazione | Nome associazione | Nome dell'ente | Nombre | "
        "Organización | Asociación | Razón social | Nombre de la asociación | Denominación | Nom | Dénomination | "
        "Raison sociale | Nom de l'association",
        required=True,
    ),
    column("face", "Kind | Association or partner actor | Tipologia | Natura | Clase | Nature", read=face_of),
    column("code", "Code | Codice | Código | MIDLA code | Codice ISTAT"),
    column("short_name", "Short name | Acronym | Sigla | Acronimo | Nome breve | Siglas | Acrónimo | Nombre corto | "
                         "Sigle | Acronyme"),
    column("former_name", "Former name | Nome precedente | Ex denominazione | Nombre anterior | Ancien nom"),
    column(
        "parent",
        "Belongs to | Part of | Appartiene a | Fa parte di | Federazione | Aderisce a | Pertenece a | Parte de | "
        "Federación | Fait partie de | Fédération",
        read=lambda text, importer: importer.words.organisation_of(text),
    ),
    column(
        "form",
        "Form | Forma | Forme | Forma associativa | Tipo di associazione | Tipo de asociación | Type d'association",
        read=lambda text, importer: importer.words.choice_of(AssociationForm, text),
    ),
    column(
        "type",
        "Type | Tipo | Tipo di ente | Tipo de entidad | Type d'organisme",
        read=lambda text, importer: importer.words.choice_of(PartnerType, text),
    ),
    column(
        "communities",
        "Communities | Community | Communities served | Comunità | Comunità di riferimento | Comunità servite | "
        "Comunidad | Comunidades | Communauté | Communautés | Nationality | Nazionalità | Nacionalidad | Nationalité | "
        "Country of origin | Paese di origine | País de origen | Pays d'origine",
        read=lambda text, importer: importer.words.countries_of(text),
    ),
    column(
        "origin_subdivisions",
        "Where its people come from | Regions of origin | Zona di provenienza | Provenienza | "
        "Dipartimenti di origine | Departamentos de origen | Lugar de origen | Procedencia | Lieu d'origine | "
        "Provenance",
        read=lambda text, importer: [text],
    ),
    column(
        "province",
        "Province | Provincia | Prov | Prov. | Provincia italiana | Provincia en Italia",
        read=lambda text, importer: importer.words.province_of(text),
    ),
    column(
        "country",
        "Country | Paese | Stato | País | Pays",
        read=lambda text, importer: importer.words.country_of(text),
    ),
    column(
        "subdivision",
        "Subdivision | Department | Dipartimento | Suddivisione | Departamento | Subdivisión | Département",
        read=lambda text, importer: text,
    ),
    column("address", "Address | Indirizzo | Sede | Sede legale | Indirizzo sede | Dirección | Domicilio | "
                      "Sede social | Adresse | Siège"),
    column(
        "email",
        "E-mail | Email | Mail | E-mail address | Email address | Posta elettronica | Indirizzo e-mail | "
        "Indirizzo email | Correo | Correo electrónico | Courriel | Adresse e-mail",
        read=checked("email", lambda text: text.removeprefix("mailto:").strip()),
        looks_like=EMAIL,
    ),
    column(
        "phone",
        "Phone | Telephone | Phone number | Telefono | Tel | Tel. | Cellulare | Cell. | Recapito telefonico | "
        "Numero di telefono | Teléfono | Número de teléfono | Celular | Móvil | Téléphone | Mobile | Portable",
        read=lambda text, importer: text,
        looks_like=PHONE,
    ),
    column(
        "website",
        "Website | Web | Web site | Homepage | Sito | Sito web | Sito internet | Sitio web | Página web | Site | "
        "Site web | Site internet",
        read=checked("website", full_address),
    ),
    column(
        "social_pages",
        "Social pages | Social media | Facebook | Pagina Facebook | Pagine social | Social | Instagram | "
        "Redes sociales | Página de Facebook | Réseaux sociaux | Page Facebook",
    ),
    column(
        "preferred_language",
        "Preferred language | Language | Lingua | Lingua preferita | Idioma | Idioma preferido | Langue | "
        "Langue préférée",
        read=language_of,
    ),
    column(
        "tax_code",
        "Tax code | Fiscal code | Codice fiscale | Cod. fiscale | Cod. fisc. | CF | C.F. | Código fiscal | "
        "Code fiscal",
        read=checked("tax_code", codes.tax_code),
    ),
    column(
        "vat_number",
        "VAT number | VAT | Partita IVA | P. IVA | P.IVA | PIVA | Numero de IVA | Número de IVA | IVA | Numéro de TVA",
        read=checked("vat_number", codes.vat_number),
    ),
    column("legal_form", "Legal form | Forma giuridica | Natura giuridica | Forma jurídica | Forme juridique"),
    column(
        "runts_section",
        "RUNTS section | Sezione RUNTS | Sezione | Sección RUNTS | Section RUNTS",
        read=checked("runts_section", section_of),
    ),
    column("runts_number", "RUNTS number | Numero RUNTS | RUNTS | Repertorio | Numero di repertorio | N. RUNTS | "
                           "Número RUNTS | Numéro RUNTS"),
    column(
        "runts_entered_on",
        "Entered in RUNTS on | RUNTS since | Data iscrizione RUNTS | Iscritta al RUNTS il | Data iscrizione | "
        "Inscrita en el RUNTS el | Inscrite au RUNTS le",
        read=lambda text, importer: day_of(text),
    ),
    column(
        "runts_struck_off_on",
        "Struck off RUNTS on | Data cancellazione RUNTS | Cancellata dal RUNTS il | Data cancellazione | "
        "Cancelada del RUNTS el | Radiée du RUNTS le",
        read=lambda text, importer: day_of(text),
    ),
    column(
        "runts_last_deposit_on",
        "Last deposit in RUNTS | Ultimo deposito RUNTS | Ultimo deposito | Último depósito en el RUNTS | "
        "Dernier dépôt au RUNTS",
        read=lambda text, importer: day_of(text),
    ),
    column(
        "in_immigration_register",
        "In the register of bodies that work for immigrants | Registro immigrazione | Registro art. 42 | Art. 42 | "
        "Registro de entidades para inmigrantes | Registre art. 42",
        read=lambda text, importer: yes_or_no(text),
    ),
    column(
        "in_development_list",
        "On the list of development bodies | Elenco AICS | Elenco OSC | Elenco art. 26 | Art. 26 | "
        "Lista de entidades de cooperación | Liste art. 26",
        read=lambda text, importer: yes_or_no(text),
    ),
    column(
        "founded_in",
        "Founded in | Founded | Year founded | Fondata nel | Fondazione | Anno di fondazione | Anno di costituzione | "
        "Data di costituzione | Anno | Fundada en | Año de fundación | Fecha de fundación | Fondée en | "
        "Année de création",
        read=checked("founded_in", year_written),
    ),
    column(
        "members",
        "Members | Number of members | Soci | Numero soci | Numero di soci | N. soci | Iscritti | Socios | "
        "Número de socios | N. de socios | Miembros | Membres | Nombre de membres",
        read=checked("members", count_written),
    ),
    column(
        "women_share",
        "Women, % | Women | Women % | Donne | Donne % | % donne | Percentuale donne | Mujeres | Mujeres % | "
        "% mujeres | Femmes | Femmes %",
        read=checked("women_share", share_written),
    ),
    column(
        "under_30_share",
        "Under 30, % | Under 30 | Under 30 % | Giovani | Giovani % | % giovani | Jóvenes | Jóvenes % | % jóvenes | "
        "Jeunes | Jeunes %",
        read=checked("under_30_share", share_written),
    ),
    column("does_here", "What it does here | Activities | Attività | Attività in Italia | Cosa fa in Italia | Scopo | "
                        "Actividades | Actividades en Italia | Activités | Activités en Italie"),
    column("does_at_home", "What it does at home | Attività nel paese di origine | Actividades en el país de origen | "
                           "Activités dans le pays d'origine"),
    column(
        "countries_of_interest",
        "Countries of interest | Paesi di interesse | Paesi d'interesse | Países de interés | Pays d'intérêt",
        read=lambda text, importer: importer.words.countries_of(text),
    ),
    column("funds", "What it funds | Funds | Cosa finanzia | Finanziamenti | Qué financia | Financiación | "
                    "Ce qu'il finance"),
    column(
        "themes",
        "Themes | Theme | Sectors | Temi | Tema | Ambiti | Settori | Ambiti di attività | Temas | Sectores | Ámbitos | "
        "Thèmes | Secteurs",
        read=lambda text, importer: importer.words.themes_named(text),
    ),
    column(
        "tags",
        "Tags | Tag | Etichette | Etiquetas | Étiquettes",
        read=lambda text, importer: importer.words.tags_of(text),
    ),
    column(
        "owner",
        "Officer responsible | Officer | Owner | Operatore responsabile | Operatore | Responsabile IOM | "
        "Responsable OIM | Responsable",
        read=owner_of,
    ),
    column(
        "identified_by",
        "How identified | Identified by | Come individuata | Fonte | Cómo se identificó | Fuente | Source",
        read=lambda text, importer: importer.words.choice_of(IdentifiedBy, text),
    ),
    column(
        "identified_on",
        "Identified on | Individuata il | Data di individuazione | Identificada el | Identifiée le",
        read=lambda text, importer: day_of(text),
    ),
    column("notes", "Notes | Note | Notas | Remarques | Observaciones | Osservazioni | Commenti | Comentarios"),
)  # fmt: skip
