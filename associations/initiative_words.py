"""The words of files about existing efforts: what columns may be called, and what their cells name."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from associations.models import Initiative, Organisation, Theme
from midla.records.models.word import NAME_FIELDS
from midla.records.search import fold, search_key
from midla.territories.models import Country, Subdivision

# What stands between several names in one cell.
BETWEEN = re.compile(r"[,;|/\n]+")
SPACES = re.compile(r"[\s'’€$]+")
GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
AMOUNT = re.compile(r"\d+([.,]\d+)?")

# What a column may be called: English, Italian, Spanish, French. What pages call it is among them.
HEADINGS = {
    field: tuple(words.split(" | "))
    for field, words in {
        "title": (
            "Title | Titolo | Título | Titre | Name | Nome | Nombre | Nom | Initiative | Iniziativa | "
            "Iniciativa | Project | Progetto | Proyecto | Projet"
        ),
        "run_by": (
            "Run by | Gestita da | Gestito da | Chi la gestisce | A cargo de | Quién la lleva | Ejecutor | Ejecutado "
            "por | Portée par | Mené par | Porteur | Implementer | Ente | Soggetto attuatore"
        ),
        "organisation": (
            "Organisation in the registry | Organisation | Organization | Organizzazione | Organizzazione "
            "nel registro | Organización | Organización en el registro | Organisation dans le registre"
        ),
        "description": "Description | Descrizione | Descripción",
        "countries": "Countries | Country | Paesi | Paese | Países | País | Pays",
        "subdivisions": (
            "Subdivisions | Subdivision | Suddivisioni | Suddivisione | Dipartimento | Dipartimenti | "
            "Regione | Regioni | Subdivisiones | Subdivisión | Departamento | Departamentos | Región | "
            "Regiones | Provincia | Provincias | Département | Départements | Région | Régions | "
            "Department | Region"
        ),
        "themes": "Themes | Theme | Temi | Tema | Temas | Thèmes | Thème | Sector | Settore | Secteur",
        "starts_in": (
            "Starts in | Start | Start year | From | Inizia nel | Inizio | Anno di inizio | Dal | Empieza "
            "en | Inicio | Año de inicio | Desde | Commence en | Début | Année de début"
        ),
        "ends_in": (
            "Ends in | End | End year | Until | Finisce nel | Fine | Anno di fine | Al | Termina en | Fin "
            "| Año de fin | Hasta | Se termine en | Finit en | Année de fin"
        ),
        "budget": "Budget | Amount | Importo | Bilancio | Presupuesto | Monto | Montant",
        "currency": "Currency | Valuta | Moneda | Devise | Monnaie",
        "source": "Source | Fonte | Fuente",
        "source_url": (
            "Address of the source | Source URL | URL | Link | Website | Indirizzo della fonte | Sito | "
            "Dirección de la fuente | Enlace | Sitio web | Adresse de la source | Lien | Site"
        ),
        "iati_identifier": (
            "IATI identifier | IATI | Identificativo IATI | Codice IATI | Identificador IATI | Identifiant IATI"
        ),
    }.items()
}


def called(field: str) -> str:
    """What pages call a column, in the reader's language."""
    return str(capfirst(str(Initiative._meta.get_field(field).verbose_name)))


def parts_of(text: str) -> list[str]:
    """The names in a cell, each once."""
    return list(dict.fromkeys(part for part in map(str.strip, BETWEEN.split(text)) if part))


def plain_year(text: str) -> str:
    """A year as a spreadsheet may write it: 2019, 2019.0; other text as it is."""
    return re.sub(r"[.,]0+$", "", text.strip())


def plain_amount(text: str) -> str:
    """An amount with a point before the hundredths, however thousands and hundredths are divided; else as it is."""
    bare = SPACES.sub("", text)
    marks = [sign for sign in ".," if sign in bare]
    if len(marks) == 2:
        last = max(marks, key=bare.rfind)
        whole, _mark, hundredths = bare.rpartition(last)
        other = "," if last == "." else "."
        return f"{whole.replace(other, '')}.{hundredths}" if GROUPED.fullmatch(whole) else text
    if GROUPED.fullmatch(bare):
        return bare.replace(".", "").replace(",", "")
    return bare.replace(",", ".") if AMOUNT.fullmatch(bare) else text


class Places:
    """Countries, their parts, themes and organisations by everything they may be called in a file."""

    def __init__(self, user: Any = None) -> None:
        self.user = user

    @cached_property
    def countries(self) -> dict[str, str]:
        """Folded code or name, in any of our languages -> code."""
        rows = Country.objects.filter(in_programme=True).values_list("code", *NAME_FIELDS.values())
        return {fold(word): code for code, *names in rows for word in (code, *names)}

    @cached_property
    def themes(self) -> dict[str, int]:
        """Folded code or name -> key."""
        rows = Theme.objects.active().values_list("pk", "code", *NAME_FIELDS.values())
        return {fold(word): key for key, *words in rows for word in words}

    @cached_property
    def subdivisions(self) -> dict[str, list[tuple[int, str]]]:
        """Folded code or name -> keys and countries: Amazonas lies in two of them."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        rows = Subdivision.objects.filter(country__in_programme=True)
        for key, code, name, country in rows.values_list("pk", "code", "name", "country_id"):
            for word in {fold(code), fold(name)}:
                found[word].append((key, country))
        return found

    @cached_property
    def organisations(self) -> dict[str, list[int]]:
        """Folded name -> keys of those that the user sees."""
        found: dict[str, list[int]] = defaultdict(list)
        rows = Organisation.objects.kept() if self.user is None else Organisation.objects.visible_to(self.user)
        for key, name in rows.order_by().values_list("pk", "name"):
            found[search_key(name)].append(key)
        return found

    def countries_named(self, text: str) -> list[str]:
        """The codes of the countries in a cell."""
        parts = parts_of(text)
        if unknown := [part for part in parts if fold(part) not in self.countries]:
            sentence = _("“%(name)s” is none of the programme's countries. Write %(codes)s.")
            codes = ", ".join(sorted(set(self.countries.values())))
            raise ValidationError(sentence % {"name": unknown[0], "codes": codes})
        return list(dict.fromkeys(self.countries[fold(part)] for part in parts))

    def themes_named(self, text: str) -> list[int]:
        """The keys of the themes in a cell."""
        parts = [text.strip()] if fold(text) in self.themes else parts_of(text)
        if unknown := [part for part in parts if fold(part) not in self.themes]:
            raise ValidationError(
                _("There is no theme “%(name)s”. Write one of the list of themes.") % {"name": unknown[0]}
            )
        return list(dict.fromkeys(self.themes[fold(part)] for part in parts))

    def subdivisions_named(self, text: str, countries: Sequence[str]) -> list[tuple[int, str]]:
        """Keys and countries of the parts in a cell; a name that two countries have is told apart by the countries."""
        found = []
        for part in parts_of(text):
            known = self.subdivisions.get(fold(part), [])
            fitting = [place for place in known if place[1] in countries] or known
            if len(fitting) != 1:
                sentence = _("“%(name)s” is no part of a programme country.")
                several = _("“%(name)s” lies in several countries: write its code, such as PE-AMA.")
                raise ValidationError((several if fitting else sentence) % {"name": part})
            found += fitting
        return list(dict.fromkeys(found))

    def organisation_named(self, name: str) -> int | None:
        """The key of the one organisation of this name."""
        if not name:
            return None
        known = self.organisations.get(search_key(name), [])
        if len(known) != 1:
            sentence = _("No organisation is called “%(name)s”. Leave the cell empty, or write it under “Run by”.")
            several = _("Several organisations are called “%(name)s”. Leave the cell empty and choose it on the page.")
            raise ValidationError((several if known else sentence) % {"name": name})
        return known[0]
