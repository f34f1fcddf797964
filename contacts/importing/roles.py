"""Roles that files of people tell: in an organisation that is recorded, or becomes an association."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from midla.records.importing.types import Outdated, Said, Stored
from midla.records.models import Batch
from midla.records.search import search_key

USUAL_ROLE = "member"


def as_day(text: str | None) -> datetime.date | None:
    """A day as a plan keeps it."""
    return datetime.date.fromisoformat(text) if text else None


class Roles(Beside):
    """The role of a person in one organisation."""

    fields = ("organisation", "role", "started_on", "ended_on", "main_contact")

    @property
    def words(self) -> ImportWords:
        return self.importer.words

    # --- reading ---
    @cached_property
    def expected(self) -> dict[str, tuple[list[Any], set[str]]]:
        """Folded names of organisations -> the first province, and the communities, that rows tell beside them."""
        return defaultdict(lambda: ([], set()))

    def look_ahead(self, cells: Mapping[str, str]) -> None:
        if name := self.importer.told_in(cells, "organisation"):
            provinces, communities = self.expected[search_key(name)]
            if not provinces and (province := self.importer.told_in(cells, "province")):
                provinces.append(province)
            communities.update(self.communities(self.importer.told_in(cells, "citizenships") or ()))

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
        provinces, communities = self.expected[search_key(name)]
        said.beside["communities"] = sorted(communities)
        said.beside["province"] = said.values.get("province_id") or next(iter(provinces), None)
        if not said.beside["province"]:
            sentence = _("“%(name)s” is not recorded. Give the province, so that it can be, or import it first.")
            yield "province", sentence % {"name": name}
        elif self.user is not None and not lies_within(self.user, set(said.beside["communities"])):
            yield "citizenships", outside_sentence(self.user)

    def communities(self, citizenships: Iterable[str]) -> list[str]:
        """The programme countries among somebody's: those their association is taken to serve."""
        return [code for code in citizenships if code in self.in_programme]

    @cached_property
    def in_programme(self) -> set[str]:
        return set(self.words.countries.values())

    @cached_property
    def usual_role(self) -> int:
        return self.words.word_of(AffiliationRole, USUAL_ROLE)

    # --- comparing ---
    @cached_property
    def ties(self) -> set[tuple[int, int, int]]:
        """Person, organisation and role of every role."""
        return set(Affiliation.objects.kept().values_list("person_id", "organisation_id", "role_id"))

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        keys = self.words.keys_called(told["organisation"]) if "organisation" in told else []
        if keys and (record_id, keys[0], told["role"]) in self.ties:
            self.drop(told)

    @cached_property
    def single(self) -> set[int]:
        """The roles of one holder."""
        return set(AffiliationRole.objects.filter(one_holder=True).values_list("pk", flat=True))

    @cached_property
    def holders(self) -> dict[tuple[Any, int], list[tuple[Any, Any]]]:
        """Organisation (a name, of one that is not recorded yet) and role of one holder -> the days it is taken."""
        taken: dict[tuple[Any, int], list[tuple[Any, Any]]] = defaultdict(list)
        for row in Affiliation.objects.kept().filter(one_holder=True).order_by("pk"):
            taken[row.organisation_id, row.role_id].append((row.started_on, row.ended_on))
        return taken

    def check_room(self, told: Mapping[str, Any]) -> Problems:
        """A role of one holder has room for one."""
        if told.get("role") not in self.single:
            return
        keys = self.words.keys_called(told["organisation"])
        where = keys[0] if keys else search_key(told["organisation"])
        days = (told.get("started_on"), told.get("ended_on"))
        taken = self.holders[where, told["role"]]
        if meets(*days, taken):
            yield "role", _("Somebody else has this role in the organisation on these days.")
        else:
            taken.append(days)

    # --- writing ---
    @cached_property
    def new_organisations(self) -> dict[str, tuple[Organisation, dict[str, list[str]]]]:
        """The organisations that rows name and nobody knows, by their folded names, with the communities they serve."""
        return {}

    def gather(self, told: Mapping[str, Any]) -> None:
        name = told.get("organisation")
        if not name or self.words.keys_called(name):
            return
        if not told.get("province"):
            # It was recorded when the file was looked through.
            raise Outdated
        association = Organisation(
            face=Face.ASSOCIATION, name=name, province_id=told["province"], identified_by=IdentifiedBy.IMPORT
        )
        _made, many = self.new_organisations.setdefault(search_key(name), (association, {"communities": []}))
        many["communities"] = sorted({*many["communities"], *told.get("communities", ())})

    def prepare(self, *, by: Any, batch: Batch) -> None:
        """Store the organisations that rows name and nobody knows."""
        create_many(list(self.new_organisations.values()), by=by, batch=batch)
        for key, (association, _many) in self.new_organisations.items():
            self.words.organisations[key].append(association.pk)

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
