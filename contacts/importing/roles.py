"""Roles that files of people tell: in an organisation that is recorded, or becomes an association."""

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from associations.forms.organisation import outside_sentence
from associations.import_words import ImportWords
from associations.models import Face, IdentifiedBy, Organisation
from contacts.actions.affiliation import meets
from contacts.models import Affiliation, AffiliationRole
from midla.accounts.scope import lies_within
from midla.records.actions import create_many
from midla.records.importing.beside import Beside, Problems
from midla.records.importing.keys import Keys
from midla.records.importing.types import Outdated, Said, Stored
from midla.records.models import Batch
from midla.records.search import search_key

USUAL_ROLE = "member"
# What a row tells of an organisation that nobody knows, beside its name.
OF_NEW_ORGANISATION = ("province", "communities")
MOST_DAYS = datetime.date.max.toordinal() + 1


def as_day(text: str | None) -> datetime.date | None:
    """A day as a plan keeps it."""
    return datetime.date.fromisoformat(text) if text else None


def key_of_days(started: datetime.date | None, ended: datetime.date | None) -> int:
    """Two days as one number; no day is zero."""
    first, last = (day.toordinal() if day else 0 for day in (started, ended))
    return first * MOST_DAYS + last


def days_of_key(key: int) -> list[datetime.date | None]:
    """The two days that a number stands for."""
    return [datetime.date.fromordinal(number) if number else None for number in divmod(key, MOST_DAYS)]


def new_organisation(told: Mapping[str, Any]) -> Organisation:
    """The association that a row names and nobody knows, not stored yet."""
    if not told.get("province"):
        # It was recorded when the file was looked through.
        raise Outdated
    return Organisation(
        face=Face.ASSOCIATION,
        name=told["organisation"],
        province_id=told["province"],
        identified_by=IdentifiedBy.IMPORT,
    )


class Roles(Beside):
    """The role of a person in one organisation."""

    fields = ("organisation", "role", "started_on", "ended_on", "main_contact")

    @property
    def words(self) -> ImportWords:
        return self.importer.words

    # --- reading ---
    @cached_property
    def provinces(self) -> Keys:
        """Folded names of organisations -> the first province that rows tell beside them."""
        return Keys()

    @cached_property
    def served(self) -> Keys:
        """Folded names of organisations -> the places, in order, of the communities that rows tell beside them."""
        return Keys()

    def look_ahead(self, cells: Mapping[str, str]) -> None:
        if not (name := self.importer.told_in(cells, "organisation")):
            return
        key = search_key(name)
        if province := self.importer.told_in(cells, "province"):
            self.provinces.claim(key, province)
        for code in self.importer.told_in(cells, "citizenships") or ():
            if code in self.in_programme:
                self.served.add(key, self.in_programme.index(code))

    def check(self, said: Said) -> Problems:
        """A role is in one organisation, and ends after it starts."""
        beside = said.beside
        name, started, ended = beside.get("organisation"), beside.get("started_on"), beside.get("ended_on")
        if not name:
            if beside.get("role"):
                yield "organisation", _("Say in which organisation the person has this role.")
            self.drop(beside)
            return
        known = self.words.keys_called(name)
        if not known:
            yield from self.check_new_organisation(said, name)
        elif len(known) > 1:
            yield "organisation", _("Several organisations are called “%(name)s”. Give its full name.") % {"name": name}
        if started and ended and ended < started:
            yield "ended_on", _("The role ends before it starts: check the two dates.")
        beside.setdefault("role", self.usual_role)

    def check_new_organisation(self, said: Said, name: str) -> Problems:
        """An organisation that nobody knows becomes an association: it needs a place, and a community one may see.

        Where a row does not tell them, what the others say of the organisation holds.
        """
        key = search_key(name)
        said.beside["communities"] = [self.in_programme[place] for place in sorted(self.served.of(key))]
        said.beside["province"] = said.values.get("province_id") or next(iter(self.provinces.of(key)), None)
        if not said.beside["province"]:
            sentence = _("“%(name)s” is not recorded. Give the province, so that it can be, or import it first.")
            yield "province", sentence % {"name": name}
        elif self.user is not None and not lies_within(self.user, set(said.beside["communities"])):
            yield "citizenships", outside_sentence(self.user)

    @cached_property
    def in_programme(self) -> list[str]:
        """The programme countries, in order: of somebody's, those that their association is taken to serve."""
        return sorted(set(self.words.countries.values()))

    @cached_property
    def usual_role(self) -> int:
        return self.words.word_of(AffiliationRole, USUAL_ROLE)

    # --- comparing ---
    def learn(self, told: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Person, organisation and role of every role that some people have."""
        people = [key for key, beside in told if "organisation" in beside]
        rows = Affiliation.objects.kept().filter(person__in=people).order_by()
        self.ties = set(rows.values_list("person_id", "organisation_id", "role_id"))

    def sameness(self, told: Mapping[str, Any]) -> tuple[object, ...]:
        """Organisation and role, however the name is written and whatever the days."""
        return (self.where(told["organisation"]), told["role"]) if "organisation" in told else ()

    def where(self, name: str) -> int | str:
        """The organisation that has a name: its key, or the name folded, of one that is not recorded yet."""
        keys = self.words.keys_called(name)
        return keys[0] if keys else search_key(name)

    def drop(self, told: dict[str, Any]) -> None:
        """Leave it out, with what the organisation would become."""
        super().drop(told)
        for name in OF_NEW_ORGANISATION:
            told.pop(name, None)

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        keys = self.words.keys_called(told["organisation"]) if "organisation" in told else []
        if keys and (record_id, keys[0], told["role"]) in self.ties:
            self.drop(told)

    @cached_property
    def single(self) -> set[int]:
        """The roles of one holder."""
        return set(AffiliationRole.objects.filter(one_holder=True).values_list("pk", flat=True))

    @cached_property
    def holders(self) -> Keys:
        """Organisation (a name, of one that is not recorded yet) and role of one holder -> the days it is taken."""
        rows = Affiliation.objects.kept().filter(one_holder=True).order_by()
        taken = rows.values_list("organisation_id", "role_id", "started_on", "ended_on").iterator()
        return Keys(((where, role), key_of_days(*days)) for where, role, *days in taken)

    def check_room(self, told: Mapping[str, Any]) -> Problems:
        """A role of one holder has room for one."""
        if told.get("role") not in self.single:
            return
        where = self.where(told["organisation"])
        days = (told.get("started_on"), told.get("ended_on"))
        if meets(*days, map(days_of_key, self.holders.of((where, told["role"])))):
            yield "role", _("Somebody else has this role in the organisation on these days.")
        else:
            self.holders.add((where, told["role"]), key_of_days(*days))

    # --- writing ---
    def prepare(self, told: Sequence[Mapping[str, Any]], *, by: Any, batch: Batch) -> None:
        """Store the organisations that rows name and nobody knows; all rows tell the same communities of one."""
        new: dict[str, tuple[Organisation, Mapping[str, list[str]]]] = {}
        for one in told:
            name = one.get("organisation")
            if name and not self.words.keys_called(name):
                new.setdefault(search_key(name), (new_organisation(one), {"communities": one.get("communities", [])}))
        create_many(list(new.values()), by=by, batch=batch)
        for association, _many in new.values():
            self.words.note(association.name, association.pk)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        roles: dict[tuple[int, int, int], Affiliation] = {}
        for one in stored:
            if "organisation" in one.beside:
                role = self.role_of(one)
                roles.setdefault((role.person_id, role.organisation_id, role.role_id), role)
        create_many([(role, {}) for role in roles.values()], by=by, batch=batch)

    def role_of(self, one: Stored) -> Affiliation:
        """The role that a row gives, not stored yet."""
        told = one.beside
        days = {name: as_day(told.get(name)) for name in ("started_on", "ended_on")}
        [key, *_others] = self.words.keys_called(told["organisation"])
        return Affiliation(
            person_id=one.record.pk,
            organisation_id=key,
            role_id=told["role"],
            main_contact=told.get("main_contact", False),
            **days,
        )
