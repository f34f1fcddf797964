"""Importing people, with their roles and what they agreed to: how one is recognised that is recorded already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.forms.organisation import outside_sentence
from associations.import_words import ImportWords
from contacts.consent import contact_readable
from contacts.forms.person import ITALIAN_POSTCODE
from contacts.importing.consents import Consents
from contacts.importing.met import Met
from contacts.importing.names import divided_name, name_key, names_of
from contacts.importing.person_columns import FULL_NAME, NAME_REVERSED, PERSON_COLUMNS
from contacts.importing.roles import Roles
from contacts.models import Person
from contacts.phones import number_of
from midla.accounts.permissions import Permission
from midla.accounts.scope import lies_within
from midla.records.importing.keys import Keys
from midla.records.importing.numbers import number_restored, numbers_written
from midla.records.importing.types import (
    NOBODY,
    ImportType,
    Recognised,
    Said,
    doubtful,
    meant,
    register_import,
)
from midla.records.phones import ITALY
from midla.records.registry import type_of

PHONES = ("phone", "second_phone")
NAMES = (FULL_NAME, NAME_REVERSED, "given_names", "family_names")
LONGEST_NAMES = 100
Problems = list[tuple[str, str]]


@register_import
class PersonImport(ImportType):
    """People; a column that names an organisation gives them a role in it."""

    code = "people"
    label = gettext_lazy("people")
    model = Person
    permission = Permission.IMPORT
    columns = PERSON_COLUMNS
    many = ("citizenships", "languages")
    beside = (*Roles.fields, *Consents.fields, *Met.fields, FULL_NAME, NAME_REVERSED)
    parts = (Roles, Consents, Met)

    @cached_property
    def words(self) -> ImportWords:
        return ImportWords(self.user)

    def title(self, cells: Mapping[str, str]) -> str:
        return " ".join(cell for name in NAMES if (cell := cells.get(name, "")))

    # --- reading ---
    def check(self, said: Said) -> Problems:
        problems = [*self.read_name(said), *self.read_phones(said), *self.read_origin(said)]
        problems += [*self.check_person(said), *self.check_limit(said)]
        return [*problems, *self.check_parts(said)]

    def read_name(self, said: Said) -> Iterable[tuple[str, str]]:
        """Given and family names that stand in one cell, divided as well as can be told: somebody looks at them."""
        reversed_name, whole = said.beside.pop(NAME_REVERSED, ""), said.beside.pop(FULL_NAME, "")
        if "given_names" in said.values or not (name := reversed_name or whole):
            return
        given, family = divided_name(name, family_first=bool(reversed_name))
        told = {"given_names": given, "family_names": said.values.get("family_names") or family}
        for field, text in told.items():
            if len(text) > LONGEST_NAMES:
                yield field, _("A name has at most 100 characters.")
        said.values |= {**told, "to_complete": True}
        said.only_new = {"given_names", "family_names", "to_complete"}

    def read_phones(self, said: Said) -> Iterable[tuple[str, str]]:
        """Numbers in international form, read as in Italy or as in a country of the person's; two may share a cell."""
        countries = said.many.get("citizenships", ())
        for name in PHONES:
            try:
                if written := numbers_written(said.values[name]) if said.values.get(name) else []:
                    restored = (number_restored(one, (ITALY, *countries)) for one in written)
                    numbers = [number_of(one, countries) for one in restored]
                    self.place_numbers(said, name, numbers)
            except ValidationError as error:
                yield from ((name, sentence) for sentence in error.messages)

    def place_numbers(self, said: Said, name: str, numbers: Sequence[str]) -> None:
        """The number of a cell, and the second of two where that has room."""
        if len(numbers) > 2 or (len(numbers) == 2 and (name != PHONES[0] or said.values.get(PHONES[1]))):
            raise ValidationError(_("There are more numbers than have room here. Leave two."))
        said.values |= dict(zip((name, PHONES[1]), numbers, strict=False))

    def read_origin(self, said: Said) -> Iterable[tuple[str, str]]:
        """Where somebody comes from, told apart by their citizenships where two countries have such a place."""
        if not (place := said.values.get("origin_subdivision_id")):
            return
        try:
            said.values["origin_subdivision_id"] = self.words.subdivision_of(place, said.many.get("citizenships", ()))
        except ValidationError as error:
            yield from (("origin_subdivision", sentence) for sentence in error.messages)

    def check_person(self, said: Said) -> Iterable[tuple[str, str]]:
        """What the form of a person refuses too."""
        values = said.values
        born, year, postcode = values.get("birth_date"), values.get("birth_year"), values.get("postcode", "")
        if born and year and born.year != year:
            yield "birth_year", _("The date of birth says another year. Keep one of the two.")
        if born and born > timezone.localdate():
            yield "birth_date", _("This day is still to come.")
        if postcode and values.get("province_id") and not ITALIAN_POSTCODE.fullmatch(postcode):
            yield "postcode", _("An Italian postcode has five digits, such as 16126.")

    def check_limit(self, said: Said) -> Iterable[tuple[str, str]]:
        """A limited user brings in people of their countries, or people whose citizenship nobody knows yet."""
        codes = set(said.many.get("citizenships", ()))
        if codes and self.user is not None and not lies_within(self.user, codes):
            yield "citizenships", outside_sentence(self.user)

    # --- comparing ---
    @cached_property
    def names(self) -> Keys:
        """Names, however written; keys of rows of the file are below zero."""
        return names_of(self.rows())

    @cached_property
    def reached(self) -> Keys:
        """E-mails and numbers of those whose contact data the user may read."""
        people = self.rows() if self.user is None else self.rows().filter(contact_readable(self.user))
        rows = people.order_by().values_list("pk", "email", *PHONES).iterator()
        return Keys((way.casefold(), key) for key, *ways in rows for way in ways if way)

    def ways(self, values: Mapping[str, Any]) -> list[str]:
        """E-mail and numbers, as they are compared."""
        return [values[name].casefold() for name in ("email", *PHONES) if values.get(name)]

    def recognise(self, said: Said) -> Recognised:
        """Name with e-mail or phone fits exactly one; anything less sure is a possible double."""
        values = said.values
        named = self.names.of(name_key(values["given_names"], values.get("family_names", "")))
        reached: set[int] = set().union(*map(self.reached.of, self.ways(values)))
        both = named & reached
        if len(both) == 1:
            return meant(next(iter(both)))
        if both:
            return doubtful(_("Several people of this name have this e-mail or phone."), both)
        if named:
            return doubtful(
                self.doubt(named, _("Somebody of this name is recorded, without this e-mail or phone.")), named
            )
        if reached:
            return doubtful(self.doubt(reached, _("Somebody else has this e-mail or phone.")), reached)
        return NOBODY

    def doubt(self, keys: Collection[int], recorded: str) -> str:
        """Why it is not sure: a record, or a row further up."""
        if any(key > 0 for key in keys):
            return recorded
        return _("Row %(row)d has the same name, e-mail or phone.") % {"row": -max(keys)}

    def note(self, said: Said, row: int) -> None:
        values = said.values
        self.names.add(name_key(values["given_names"], values.get("family_names", "")), -row)
        for way in self.ways(values):
            self.reached.add(way, -row)

    def closed_columns(self, record: Person, *, by_hand: bool) -> Collection[str]:
        """Who is recognised by e-mail or number is read by the user; who was chosen by hand may not be."""
        if self.user is None or not by_hand:
            return ()
        return type_of(Person).hidden_fields(self.user, record)
