"""Importing organisations: how one is recognised that is recorded already, and what a row must say."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.federation import circle_sentence, makes_a_circle
from associations.forms.organisation import outside_sentence
from associations.import_words import ImportWords
from associations.models import Face, IdentifiedBy, Organisation
from associations.organisation_columns import ORGANISATION_COLUMNS
from midla.accounts.permissions import Permission
from midla.accounts.scope import lies_within
from midla.records.importing import tasks
from midla.records.importing.keys import Keys
from midla.records.importing.numbers import number_restored, number_written
from midla.records.importing.types import (
    NOBODY,
    ImportType,
    Recognised,
    Said,
    doubtful,
    meant,
    register_import,
)
from midla.records.job_kinds import JobKind, register_job
from midla.records.phones import ITALY, international
from midla.records.search import search_key

register_job(
    JobKind(tasks.KIND, gettext_lazy("Import of a file"), Permission.IMPORT, gettext_lazy("%(number)s rows imported"))
)
CALLED, REACH = ("name", "short_name", "former_name"), ("email", "phone")
CODES = ("code", "tax_code", "vat_number")
Problems = list[tuple[str, str]]


@register_import
class OrganisationImport(ImportType):
    """Associations and partner actors; a row that does not say which is an association."""

    code = "organisations"
    label = gettext_lazy("associations")
    model = Organisation
    permission = Permission.IMPORT
    columns = ORGANISATION_COLUMNS
    many = ("communities", "origin_subdivisions", "countries_of_interest", "themes", "tags")
    never_emptied = ("communities",)
    usual_face: ClassVar[Face] = Face.ASSOCIATION

    @cached_property
    def words(self) -> ImportWords:
        return ImportWords(self.user)

    def title(self, cells: Mapping[str, str]) -> str:
        return cells.get("name", "")

    def check(self, said: Said) -> Problems:
        """One place, a community for an association, the number read as in its country, the user's limit."""
        values = said.values
        if values.get("country_id") == ITALY and values.get("province_id"):
            del values["country_id"]
        problems = [*self.read_phone(values), *self.read_places(said), *self.check_days(values)]
        return [*problems, *self.check_limit(said), *self.check_parts(said)]

    def read_places(self, said: Said) -> Iterable[tuple[str, str]]:
        """Parts of programme countries, told apart by the country of the row or by the communities it names."""
        values, many = said.values, said.many
        country = values.get("country_id") or ""
        try:
            if values.get("subdivision_id"):
                values["subdivision_id"] = self.words.subdivision_of(values["subdivision_id"], [country])
            if not country and values.get("subdivision_id"):
                yield "subdivision", _("Choose the country of this subdivision too.")
        except ValidationError as error:
            yield from (("subdivision", sentence) for sentence in error.messages)
        try:
            if texts := many.get("origin_subdivisions"):
                found = self.words.subdivisions_named(texts[0], many.get("communities", ()))
                many["origin_subdivisions"] = [key for key, _country in found]
        except ValidationError as error:
            yield from (("origin_subdivisions", sentence) for sentence in error.messages)

    def check_days(self, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Nobody is struck off before being entered."""
        entered, left = values.get("runts_entered_on"), values.get("runts_struck_off_on")
        if entered and left and left < entered:
            yield "runts_struck_off_on", _("This day lies before the entry: check the two dates.")

    def face(self, said: Said) -> str:
        """The kind that a row says, or that fits what else it says."""
        is_partner = said.values.get("type") and not said.many.get("communities")
        return said.values.get("face") or (Face.PARTNER if is_partner else self.usual_face)

    def read_phone(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        """The number in international form."""
        try:
            if values.get("phone"):
                region = values.get("country_id") or ITALY
                written = number_restored(number_written(values["phone"]), [region])
                values["phone"] = international(written, region)
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
            named = {said.values.get("country_id"), *said.many.get("countries_of_interest", ())}
            concerned, field = named & set(self.words.countries.values()), "country"
        return [] if not concerned or lies_within(self.user, concerned) else [(field, outside_sentence(self.user))]

    def check_new(self, said: Said) -> list[tuple[str, str]]:
        values = said.values
        values["face"] = self.face(said)
        values.setdefault("identified_by", IdentifiedBy.IMPORT.value)
        if self.codes.of(values.get("code", "")):
            return [("code", self.code_sentence())]
        if values["face"] == Face.ASSOCIATION and not said.many.get("communities"):
            return [("communities", _("Say which community it serves, such as PE."))]
        if values.get("country_id") == ITALY:
            return [("province", _("In Italy give the province."))]
        if bool(values.get("province_id")) == bool(values.get("country_id")):
            sentence = _("Give the Italian province, or the country if it is outside Italy: one of the two.")
            return [("province", sentence)]
        return []

    @cached_property
    def codes(self) -> Keys:
        """The registers' codes of all organisations, whoever sees them: each is given once."""
        return Keys(Organisation.objects.kept().exclude(code="").order_by().values_list("code", "pk").iterator())

    def code_sentence(self) -> str:
        return _("Another organisation has this code.")

    # --- comparing ---
    @cached_property
    def known(self) -> Keys:
        """What organisations may be recognised by -> keys; of rows of the file, their numbers below zero."""
        rows = self.rows().order_by().values("pk", *CALLED, *CODES, *REACH).iterator()
        return Keys((word, row["pk"]) for row in rows for word in recognised_by(row))

    def recognise(self, said: Said) -> Recognised:
        values = said.values
        for name in CODES:
            if values.get(name) and len(keys := self.known.of((name, values[name]))) == 1:
                return meant(next(iter(keys)))
        named = self.known.of(("name", search_key(values["name"])))
        reached = set().union(*(self.known.of((name, folded(values.get(name, "")))) for name in REACH))
        if len(both := named & reached) == 1:
            return meant(next(iter(both)))
        if named:
            return doubtful(_("An organisation of this name is recorded, without this e-mail or phone."), named)
        if reached:
            return doubtful(_("Another organisation has this e-mail or phone."), reached)
        return NOBODY

    def note(self, said: Said, row: int) -> None:
        for word in recognised_by(said.values):
            self.known.add(word, -row)
        if code := said.values.get("code"):
            self.codes.add(code, -row)

    def unfit(self, record: Organisation, values: Mapping[str, Any]) -> str:
        if "face" in values:
            return _("It is recorded as the other kind, association or partner actor: change that on its page.")
        country, province = (values.get(name, getattr(record, name)) for name in ("country_id", "province_id"))
        if bool(country) == bool(province):
            return _("It is recorded in Italy, and the row says another country, or the other way round.")
        if values.get("subdivision_id", record.subdivision_id) and not country:
            return _("Choose the country of this subdivision too.")
        if problems := list(self.check_days({**days_of(record), **values})):
            return problems[0][1]
        if (
            (code := values.get("code"))
            and not self.codes.claim(code, record.pk)
            and self.codes.of(code) != {record.pk}
        ):
            return self.code_sentence()
        if values.get("parent_id") and makes_a_circle(record.pk, values["parent_id"]):
            return circle_sentence()
        return ""


@register_import
class PartnerActorImport(OrganisationImport):
    """The same, where a row that does not say which is a partner actor."""

    code = "partners"
    label = gettext_lazy("partner actors")
    usual_face = Face.PARTNER


def days_of(record: Organisation) -> dict[str, Any]:
    """When it was entered in RUNTS and struck off."""
    return {name: getattr(record, name) for name in ("runts_entered_on", "runts_struck_off_on")}


def folded(text: str) -> str:
    return text.strip().casefold()


def recognised_by(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that one organisation may be recognised by: what kind of word it is, and the word."""
    yield from (("name", search_key(row[name])) for name in CALLED if row.get(name))
    yield from ((name, row[name]) for name in CODES if row.get(name))
    yield from ((name, folded(row[name])) for name in REACH if row.get(name))
