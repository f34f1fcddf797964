"""Importing organisations: the columns of their files, and how one is recognised that is recorded already."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import codes
from associations.forms.organisation import outside_sentence, web_address
from associations.import_words import ImportWords
from associations.models import AssociationForm, Face, IdentifiedBy, Organisation, PartnerType
from midla.accounts.permissions import Permission
from midla.accounts.scope import lies_within
from midla.records.importing import tasks
from midla.records.importing.columns import EMAIL, PHONE, ImportColumn
from midla.records.importing.types import (
    NOBODY,
    ImportType,
    Recognised,
    Said,
    doubtful,
    field_column,
    meant,
    plain,
    register_import,
)
from midla.records.job_kinds import JobKind, register_job
from midla.records.phones import ITALY, international
from midla.records.search import fold, search_key

register_job(
    JobKind(tasks.KIND, gettext_lazy("Import of a file"), Permission.IMPORT, gettext_lazy("%(number)s rows imported"))
)
REACH = ("email", "phone")
CODES = ("code", "tax_code", "vat_number")


def column(name: str, headings: str, **about: Any) -> ImportColumn:
    return field_column(Organisation, name, headings, **about)


def checked(name: str, check: Any) -> Any:
    """Reads a cell by its own rule, then by the field's bounds."""
    bounds = plain(Organisation, name)
    return lambda text, importer: bounds(check(text), importer)


def face_of(text: str, importer: Any) -> str:
    """Association or partner actor, also by the word for one."""
    word = fold(text)
    if word.startswith(("asso", "aso", "group", "grup", "gruppo", "groupe", "collec", "colec")):
        return Face.ASSOCIATION
    if word.startswith(("partner", "attore", "actor", "acteur", "socio", "ente", "institu")):
        return Face.PARTNER
    raise ValidationError(_("Write “association” or “partner actor”."))


ORGANISATION_COLUMNS = (
    column(
        "name",
        "Name | Organisation | Organization | Association | Nome | Denominazione | Ragione sociale | Associazione | "
        "Organizzazione | Ente | Nombre | Organización | Asociación | Razón social | Nom | Dénomination",
        required=True,
    ),
    column("face", "Kind | Association or partner actor | Tipologia | Natura | Clase | Nature", read=face_of),
    column("code", "Code | Codice | Código | MIDLA code | Codice ISTAT"),
    column("short_name", "Short name | Acronym | Sigla | Acronimo | Nome breve | Siglas | Nombre corto | Sigle"),
    column("former_name", "Former name | Nome precedente | Ex denominazione | Nombre anterior | Ancien nom"),
    column(
        "form",
        "Form | Forma | Forme | Forma associativa",
        read=lambda text, importer: importer.words.choice_of(AssociationForm, text),
    ),
    column(
        "type",
        "Type | Tipo | Tipo di ente | Tipo de entidad | Type d'organisme",
        read=lambda text, importer: importer.words.choice_of(PartnerType, text),
    ),
    column(
        "communities",
        "Communities | Community | Comunità | Comunità di riferimento | Comunidad | Comunidades | Communauté | "
        "Communautés | Nationality | Nazionalità | Nacionalidad | Nationalité | Paese di origine | País de origen",
        read=lambda text, importer: importer.words.countries_of(text),
    ),
    column(
        "province",
        "Province | Provincia | Prov | Prov.",
        read=lambda text, importer: importer.words.province_of(text),
    ),
    column(
        "country",
        "Country | Paese | Stato | País | Pays",
        read=lambda text, importer: importer.words.country_of(text),
    ),
    column("address", "Address | Indirizzo | Sede | Sede legale | Dirección | Domicilio | Adresse"),
    column(
        "email",
        "E-mail | Email | Mail | Posta elettronica | Indirizzo e-mail | Correo | Correo electrónico | Courriel",
        looks_like=EMAIL,
    ),
    column(
        "phone",
        "Phone | Telephone | Telefono | Tel | Tel. | Cellulare | Teléfono | Móvil | Téléphone | Mobile",
        read=lambda text, importer: text,
        looks_like=PHONE,
    ),
    column("website", "Website | Web | Sito | Sito web | Sitio web | Página web | Site | Site web",
           read=checked("website", web_address)),
    column("tax_code", "Tax code | Codice fiscale | CF | C.F. | Código fiscal | Code fiscal",
           read=checked("tax_code", codes.tax_code)),
    column("vat_number", "VAT number | VAT | Partita IVA | P. IVA | P.IVA | Numero de IVA | Numéro de TVA",
           read=checked("vat_number", codes.vat_number)),
    column("legal_form", "Legal form | Forma giuridica | Natura giuridica | Forma jurídica | Forme juridique"),
    column("runts_number", "RUNTS number | Numero RUNTS | RUNTS | Repertorio"),
    column("founded_in", "Founded in | Founded | Year founded | Fondata nel | Anno di fondazione | Anno | Fundada en | "
                         "Año de fundación | Fondée en | Année de création"),
    column("members", "Members | Soci | Numero soci | N. soci | Iscritti | Socios | Miembros | Membres"),
    column("does_here", "What it does here | Activities | Attività | Attività in Italia | Actividades | Activités"),
    column("does_at_home", "What it does at home | Attività nel paese di origine | Actividades en el país de origen"),
    column(
        "themes",
        "Themes | Theme | Temi | Tema | Temas | Thèmes | Ambiti | Settori",
        read=lambda text, importer: importer.words.themes_named(text),
    ),
    column("notes", "Notes | Note | Notas | Remarques | Observaciones | Osservazioni"),
)  # fmt: skip


@register_import
class OrganisationImport(ImportType):
    """Associations and partner actors; a row that does not say which is an association."""

    code = "organisations"
    label = gettext_lazy("organisations")
    model = Organisation
    permission = Permission.IMPORT
    columns = ORGANISATION_COLUMNS
    many = ("communities", "themes")
    never_emptied = ("communities",)

    @cached_property
    def words(self) -> ImportWords:
        return ImportWords(self.user)

    def title(self, cells: Mapping[str, str]) -> str:
        return cells.get("name", "")

    def check(self, said: Said) -> list[tuple[str, str]]:
        """One place, a community for an association, the number read as in its country, the user's limit."""
        values = said.values
        problems = [*self.read_phone(values), *self.check_limit(said)]
        if values.get("country_id") == ITALY and values.get("province_id"):
            del values["country_id"]
        return problems

    def face(self, said: Said) -> str:
        """The kind that a row says, or that fits what else it says."""
        is_partner = said.values.get("type") and not said.many.get("communities")
        return said.values.get("face") or (Face.PARTNER if is_partner else Face.ASSOCIATION)

    def read_phone(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        """The number in international form."""
        try:
            if "phone" in values:
                values["phone"] = international(values["phone"], values.get("country_id") or ITALY)
        except ValidationError as error:
            return [("phone", sentence) for sentence in error.messages]
        return []

    def check_limit(self, said: Said) -> list[tuple[str, str]]:
        """What a limited user brings in concerns one of their countries."""
        if self.user is None:
            return []
        if self.face(said) == Face.ASSOCIATION:
            concerned, field = set(said.many.get("communities", ())), "communities"
        else:
            country = said.values.get("country_id")
            concerned, field = {country} & set(self.words.countries.values()), "country"
        return [] if not concerned or lies_within(self.user, concerned) else [(field, outside_sentence(self.user))]

    def check_new(self, said: Said) -> list[tuple[str, str]]:
        values = said.values
        values["face"] = self.face(said)
        values["identified_by"] = IdentifiedBy.IMPORT.value
        if values["face"] == Face.ASSOCIATION and not said.many.get("communities"):
            return [("communities", _("Say which community it serves, such as PE."))]
        if values.get("country_id") == ITALY:
            return [("province", _("In Italy give the province."))]
        if bool(values.get("province_id")) == bool(values.get("country_id")):
            sentence = _("Give the Italian province, or the country if it is outside Italy: one of the two.")
            return [("province", sentence)]
        return []

    # --- comparing ---
    @cached_property
    def known(self) -> dict[tuple[str, str], set[Any]]:
        """What organisations may be recognised by -> keys; of rows of the file, their numbers below zero."""
        found: dict[tuple[str, str], set[Any]] = defaultdict(set)
        fields = ("pk", "name", "short_name", "former_name", *CODES, *REACH)
        for row in self.rows().order_by().values(*fields).iterator():
            enter(found, row, row["pk"])
        return found

    def recognise(self, said: Said) -> Recognised:
        values = said.values
        for name in CODES:
            if values.get(name) and len(keys := self.known.get((name, values[name]), set())) == 1:
                return meant(next(iter(keys)))
        named = self.known.get(("name", search_key(values["name"])), set())
        reached = set().union(*(self.known.get((name, folded(values.get(name, ""))), set()) for name in REACH))
        if len(both := named & reached) == 1:
            return meant(next(iter(both)))
        if named:
            return doubtful(_("An organisation of this name is recorded, without this e-mail or phone."), named)
        if reached:
            return doubtful(_("Another organisation has this e-mail or phone."), reached)
        return NOBODY

    def note(self, said: Said, row: int) -> None:
        enter(self.known, said.values, -row)

    def unfit(self, record: Organisation, values: Mapping[str, Any]) -> str:
        if "face" in values:
            return _("It is recorded as the other kind, association or partner actor: change that on its page.")
        country, province = values.get("country_id"), values.get("province_id")
        if (country and record.province_id) or (province and record.country_id):
            return _("It is recorded in Italy, and the row says another country, or the other way round.")
        return ""


def folded(text: str) -> str:
    return text.strip().casefold()


def enter(known: dict[tuple[str, str], set[Any]], row: Mapping[str, Any], key: int) -> None:
    """Enter one organisation under everything it may be recognised by."""
    for name in ("name", "short_name", "former_name"):
        if row.get(name):
            known["name", search_key(row[name])].add(key)
    for name in CODES:
        if row.get(name):
            known[name, row[name]].add(key)
    for name in REACH:
        if row.get(name):
            known[name, folded(row[name])].add(key)
