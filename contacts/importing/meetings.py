"""Importing meetings: with which organisations and people, when, where, what was said and counted."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.import_words import ImportWords, language_of
from associations.initiative_words import parts_of
from contacts.forms.meeting import citizenship_field
from contacts.importing.attendance import Counts, Invited
from contacts.importing.met import USUAL_KIND, OnDay, known_days, moment_of
from contacts.importing.names import name_key, names_of
from contacts.importing.person_columns import listed
from contacts.importing.spoken import KINDS
from contacts.models import Meeting, MeetingKind, MeetingState, Person
from midla.accounts.permissions import Permission
from midla.records.importing.columns import ImportColumn, Read
from midla.records.importing.days import clock_of, day_of, is_counted, no_time
from midla.records.importing.keys import Keys
from midla.records.importing.numbers import count_written, minutes_written
from midla.records.importing.types import (
    NOBODY,
    ImportType,
    Recognised,
    Said,
    doubtful,
    field_column,
    plain,
    register_import,
)

COUNTS = ("women", "men", "under_30", "headcount")
MORE_THAN_ALL = gettext_lazy("The parts are more than everybody present: check the numbers.")
Problems = Iterable[tuple[str, str]]


def column(name: str, headings: str, **about: Any) -> ImportColumn:
    return field_column(Meeting, name, headings, **about)


def start_of(text: str, importer: Any) -> tuple[datetime.date, datetime.time | None]:
    """The day, and the time if the cell tells one."""
    day, clock = day_of(text), clock_of(text) if ":" in text or is_counted(text) else None
    if clock is None and ":" in text:
        raise no_time(text)
    return day, clock


def time_of(text: str, importer: Any) -> datetime.time:
    found = clock_of(text)
    if found is None:
        raise no_time(text)
    return found


def counted(name: str, written: Callable[[str], str] = count_written) -> Read:
    """Reads a number as spreadsheets write it, then as the form of a meeting does."""
    bounds = plain(Meeting, name)
    return lambda text, importer: bounds(written(text), importer)


CITIZENS = {
    "BO": "Bolivians | Boliviani | Bolivianos | Boliviens | Citizens of Bolivia | Cittadini boliviani",
    "CO": "Colombians | Colombiani | Colombianos | Colombiens | Citizens of Colombia | Cittadini colombiani",
    "EC": "Ecuadorians | Ecuadoriani | Ecuatorianos | Équatoriens | Citizens of Ecuador | Cittadini ecuadoriani",
    "PE": "Peruvians | Peruviani | Peruanos | Péruviens | Citizens of Peru | Cittadini peruviani",
}
MEETING_COLUMNS = (
    column(
        "starts_at",
        "Date | Day | Start | When | Data | Giorno | Inizio | Quando | Fecha | Día | Inicio | Cuándo | Jour | Début",
        read=start_of,
        required=True,
    ),
    ImportColumn("time", gettext_lazy("time"), "Time | Hour | Ora | Orario | Hora | Heure", time_of),
    column(
        "kind",
        "Kind | Type | Kind of meeting | Tipo | Tipo di incontro | Tipo de reunión | Type de rencontre | Genre",
        read=listed(MeetingKind, KINDS),
    ),
    column("title", "Title | Subject | Titolo | Oggetto | Título | Asunto | Titre | Objet"),
    column(
        "organisations",
        "Organisations | Organisation | Association | Associations | Organizations | Organization | Organizzazioni | "
        "Organizzazione | Associazione | Associazioni | Organizaciones | Organización | Asociación | Asociaciones | "
        "With | Con | Avec",
        read=lambda text, importer: importer.organisations_named(text),
    ),
    column(
        "people",
        "People | Person | Participants | Persone | Persona | Partecipanti | Personas | Participantes | Personnes",
        read=lambda text, importer: importer.people_named(text),
    ),
    column("place", "Place | Where | Luogo | Dove | Lugar | Dónde | Lieu | Où"),
    column(
        "province",
        "Province | Provincia | Prov | Prov.",
        read=lambda text, importer: importer.words.province_of(text),
    ),
    column("link", "Link | Enlace | Lien | Indirizzo web"),
    column(
        "minutes_long",
        "Minutes | Length in minutes | Duration | Durata | Durata in minuti | Minuti | Duración | Minutos | Durée",
        read=counted("minutes_long", minutes_written),
    ),
    column("women", "Women | Donne | N. donne | Mujeres | N. mujeres | Femmes", read=counted("women")),
    column("men", "Men | Uomini | N. uomini | Hombres | N. hombres | Hommes", read=counted("men")),
    column(
        "under_30",
        "Under 30 | Under 30s | Young people | Giovani | Jóvenes | Jeunes | Meno di 30 anni | Menores de 30",
        read=counted("under_30"),
    ),
    column(
        "headcount",
        "Everybody present | Headcount | Head count | Total | Number of participants | Presenti | Totale presenti | "
        "Numero partecipanti | Numero di partecipanti | N. partecipanti | Totale | Asistentes | "
        "Número de participantes | N. de participantes | Présents | Nombre de participants",
        read=counted("headcount"),
    ),
    *(
        ImportColumn(
            citizenship_field(code),
            format_lazy("{label} {code}", label=gettext_lazy("Of which citizens of"), code=code),
            headings,
            counted("headcount"),
        )
        for code, headings in CITIZENS.items()
    ),
    column(
        "staff",
        "IOM staff | Staff | Colleagues | Personale OIM | Operatori | Colleghi | Personal de la OIM | Equipo | "
        "Personnel OIM",
        read=lambda text, importer: [importer.words.colleague_of(part) for part in parts_of(text)],
    ),
    column("language", "Language | Lingua | Idioma | Langue", read=language_of),
    column(
        "themes",
        "Themes | Theme | Temi | Tema | Temas | Thèmes",
        read=lambda text, importer: importer.words.themes_named(text),
    ),
    column("said", "What happened | Minutes of the meeting | Notes | Verbale | Note | Notas | Acta | Compte rendu"),
    column("outcome", "Outcome | Esito | Risultato | Resultado | Résultat"),
)  # fmt: skip


def not_within(women: int | None, men: int | None, under_30: int | None, whole: int | None) -> bool:
    """True where parts of those present are more than everybody."""
    return max((women or 0) + (men or 0), under_30 or 0) > (whole or 0)


@register_import
class MeetingImport(ImportType):
    """Meetings that were held: the organisations and people they name must be recorded."""

    code = "meetings"
    label = gettext_lazy("meetings")
    model = Meeting
    permission = Permission.IMPORT
    columns = MEETING_COLUMNS
    many = ("organisations", "people", "themes", "staff")
    beside = ("time", *Counts.fields)
    parts = (Counts, Invited)
    never_emptied = ("organisations", "people")

    @cached_property
    def words(self) -> ImportWords:
        return ImportWords(self.user)

    def title(self, cells: Mapping[str, str]) -> str:
        parts = (cells.get(name, "") for name in ("starts_at", "title", "organisations"))
        return " · ".join(filter(None, parts))

    def organisations_named(self, text: str) -> list[int]:
        """The keys of the organisations in a cell; a name may hold a comma."""
        whole = self.words.keys_called(text)
        return [self.one_of(self.words.keys_called(name), name) for name in ([text] if whole else parts_of(text))]

    def people_named(self, text: str) -> list[int]:
        """The keys of the people in a cell."""
        return [self.one_of(self.people.of(name_key(name, "")), name) for name in parts_of(text)]

    def one_of(self, keys: Collection[int], name: str) -> int:
        """The one that is meant."""
        if not keys:
            raise ValidationError(_("“%(name)s” is not recorded. Import or add it first.") % {"name": name[:80]})
        if len(keys) > 1:
            sentence = _("Several records are called “%(name)s”. Leave it out, and add it on the meeting's page.")
            raise ValidationError(sentence % {"name": name[:80]})
        return next(iter(keys))

    @cached_property
    def people(self) -> Keys:
        """Names, however written -> keys of the people that the user sees."""
        return names_of(Person.objects.kept() if self.user is None else Person.objects.visible_to(self.user))

    @cached_property
    def usual_kind(self) -> int:
        return self.words.word_of(MeetingKind, USUAL_KIND)

    # --- reading ---
    def check(self, said: Said) -> list[tuple[str, str]]:
        said.only_new = {"time_zone", "state"}
        if "kind_id" not in said.values:
            said.values["kind_id"] = self.usual_kind
            said.only_new.add("kind_id")
        problems = [*self.check_start(said), *self.check_with(said), *self.check_counts(said.values)]
        return [*problems, *self.check_parts(said)]

    def check_start(self, said: Said) -> Problems:
        """The moment it began: at noon where nobody says when; a day to come is a meeting that is planned."""
        day, clock = said.values["starts_at"]
        clock = said.beside.pop("time", None) or clock
        if clock is None:
            said.only_new.add("starts_at")
        zone = timezone.get_current_timezone_name()
        start = moment_of(day, clock, zone)
        planned = day > timezone.localdate()
        state = MeetingState.PLANNED if planned else MeetingState.HELD
        said.values |= {"starts_at": start, "time_zone": zone, "state": state.value}
        if planned and any(said.values.get(name) for name in COUNTS):
            yield "starts_at", _("This lies in the future, and people were counted. Check the day.")

    def check_with(self, said: Said) -> Problems:
        if not said.many.get("organisations") and not said.many.get("people"):
            yield "organisations", _("Say with whom it was: one organisation or person at least.")

    def check_counts(self, values: dict[str, Any]) -> Problems:
        """Everybody present is at least women and men together; without a whole, it is their sum."""
        if not values.get("headcount") and (whole := (values.get("women") or 0) + (values.get("men") or 0)):
            values["headcount"] = whole
            yield from self.check_sum(whole)
        if not_within(*(values.get(name) for name in COUNTS)):
            yield "headcount", MORE_THAN_ALL

    def check_sum(self, whole: int) -> Problems:
        """A sum is bounded as a number that a cell tells."""
        try:
            Meeting._meta.get_field("headcount").run_validators(whole)
        except ValidationError as error:
            yield from (("headcount", sentence) for sentence in error.messages)

    def unfit(self, record: Meeting, values: Mapping[str, Any]) -> str:
        counts = (values.get(name, getattr(record, name)) for name in COUNTS)
        return str(MORE_THAN_ALL) if values.keys() & {*COUNTS} and not_within(*counts) else ""

    # --- comparing ---
    @cached_property
    def known(self) -> Keys:
        """Day, and each organisation or person it was with -> keys; of rows of the file below zero."""
        return Keys(known_days(self.rows()))

    def on_day(self, said: Said) -> list[OnDay]:
        """The day, with each whom the row names."""
        day = said.values["starts_at"].astimezone(ZoneInfo(said.values["time_zone"])).date()
        return [(day, name, key) for name in ("organisations", "people") for key in said.many.get(name, ())]

    def recognise(self, said: Said) -> Recognised:
        """A meeting on the same day with one of the same may be the same."""
        keys = {max(found) for one in self.on_day(said) if (found := self.known.of(one))}
        if not keys:
            return NOBODY
        if max(keys) > 0:
            return doubtful(_("A meeting on this day with one of these is recorded."), keys)
        sentence = _("Row %(row)d is a meeting on the same day with one of these.")
        return doubtful(sentence % {"row": -max(keys)}, keys)

    def note(self, said: Said, row: int) -> None:
        for one in self.on_day(said):
            self.known.claim(one, -row)
