"""Importing people, with their roles and what they agreed to: how one is recognised that is recorded already."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.forms.organisation import outside_sentence
from associations.import_words import ImportWords
from associations.models import Face, IdentifiedBy, Organisation
from contacts.actions.affiliation import meets
from contacts.consent import contact_readable, wording
from contacts.forms.consent import LIKELY_LANGUAGE
from contacts.forms.person import ITALIAN_POSTCODE
from contacts.importing.person_columns import PERSON_COLUMNS
from contacts.models import Affiliation, AffiliationRole, Consent, ConsentState, Person, Purpose
from contacts.phones import number_of
from midla.accounts.permissions import Permission
from midla.accounts.scope import lies_within
from midla.records.actions import create_many
from midla.records.importing.types import NOBODY, ImportType, Recognised, Said, Stored, register_import
from midla.records.models import Batch
from midla.records.search import fold, search_key

PHONES = ("phone", "second_phone")
ROLE, CONSENT = ("organisation", "role", "started_on", "ended_on"), ("consent", "consent_on", "consent_method")
USUAL_ROLE = "member"
AT_ONCE = 500
Problems = list[tuple[str, str]]


def name_key(given: str, family: str) -> str:
    """The same for names in any order, however they are written."""
    return " ".join(sorted(fold(f"{given} {family}").split()))


def drop(told: dict[str, Any], names: Iterable[str]) -> None:
    """Leave out what is not to be told."""
    for name in names:
        told.pop(name, None)


@register_import
class PersonImport(ImportType):
    """People; a column that names an organisation gives them a role in it."""

    code = "people"
    label = gettext_lazy("people")
    model = Person
    permission = Permission.IMPORT
    columns = PERSON_COLUMNS
    many = ("citizenships",)
    beside = (*ROLE, *CONSENT)

    @cached_property
    def words(self) -> ImportWords:
        return ImportWords(self.user)

    def title(self, cells: Mapping[str, str]) -> str:
        return f"{cells.get('given_names', '')} {cells.get('family_names', '')}".strip()

    # --- reading ---
    def check(self, said: Said) -> Problems:
        problems = [*self.read_phones(said), *self.check_person(said), *self.check_limit(said)]
        return [*problems, *self.check_role(said), *self.check_consent(said.beside)]

    def read_phones(self, said: Said) -> Iterable[tuple[str, str]]:
        """Numbers in international form, read as in Italy or as in a country of the person's."""
        for name in PHONES:
            try:
                if name in said.values:
                    said.values[name] = number_of(said.values[name], said.many.get("citizenships", ()))
            except ValidationError as error:
                yield from ((name, sentence) for sentence in error.messages)

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

    def check_role(self, said: Said) -> Iterable[tuple[str, str]]:
        """A role is in one organisation, and ends after it starts."""
        beside = said.beside
        name, started, ended = beside.get("organisation"), beside.get("started_on"), beside.get("ended_on")
        if not name:
            if beside.get("role"):
                yield "organisation", _("Say in which organisation the person has this role.")
            drop(beside, ROLE)
            return
        known = self.words.keys_called(name)
        if not known:
            yield from self.check_new_organisation(said, name)
        elif len(known) > 1:
            yield "organisation", _("Several organisations are called “%(name)s”. Give its full name.") % {"name": name}
        if started and ended and ended < started:
            yield "ended_on", _("The role ends before it starts: check the two dates.")
        beside.setdefault("role", self.usual_role)

    def check_new_organisation(self, said: Said, name: str) -> Iterable[tuple[str, str]]:
        """An organisation that nobody knows becomes an association: it needs a place, and a community one may see."""
        said.beside["communities"] = self.communities(said)
        said.beside["province"] = said.values.get("province_id")
        if not said.beside["province"]:
            sentence = _("“%(name)s” is not recorded. Give the province, so that it can be, or import it first.")
            yield "province", sentence % {"name": name}
        elif self.user is not None and not lies_within(self.user, set(said.beside["communities"])):
            yield "citizenships", outside_sentence(self.user)

    @cached_property
    def usual_role(self) -> int:
        return self.words.word_of(AffiliationRole, USUAL_ROLE)

    def check_consent(self, beside: dict[str, Any]) -> Iterable[tuple[str, str]]:
        """Consent is what the person said, when and how; without all three none is recorded."""
        if "consent" not in beside:
            drop(beside, CONSENT)
            return
        if self.user is not None and not self.user.can(Permission.CONSENT):
            yield "consent", _("You may not record consent. Leave this column out.")
        if not beside.get("consent_on"):
            yield "consent_on", _("Say on which day: without that, a consent proves nothing.")
        elif beside["consent_on"] > timezone.localdate():
            yield "consent_on", _("This day is still to come. Write the day on which they said it.")
        if not beside.get("consent_method"):
            yield "consent_method", _("Say how they said it: without that, a consent proves nothing.")

    def communities(self, said: Said) -> list[str]:
        """The programme countries among the person's: those their association is taken to serve."""
        return [code for code in said.many.get("citizenships", ()) if code in set(self.words.countries.values())]

    # --- comparing ---
    @cached_property
    def names(self) -> dict[str, set[int]]:
        """Names, however written -> keys; those of rows of the file below zero."""
        found: dict[str, set[int]] = defaultdict(set)
        for key, given, family in self.rows().order_by().values_list("pk", "given_names", "family_names").iterator():
            found[name_key(given, family)].add(key)
        return found

    @cached_property
    def reached(self) -> dict[str, set[int]]:
        """E-mails and numbers -> keys of those whose contact data the user may read."""
        found: dict[str, set[int]] = defaultdict(set)
        people = self.rows() if self.user is None else self.rows().filter(contact_readable(self.user))
        for key, *ways in people.order_by().values_list("pk", "email", *PHONES).iterator():
            for way in filter(None, ways):
                found[way.casefold()].add(key)
        return found

    def ways(self, values: Mapping[str, Any]) -> list[str]:
        """E-mail and numbers, as they are compared."""
        return [values[name].casefold() for name in ("email", *PHONES) if values.get(name)]

    def recognise(self, said: Said) -> Recognised:
        """Name with e-mail or phone fits exactly one; anything less sure is a possible double."""
        values = said.values
        named = self.names.get(name_key(values["given_names"], values.get("family_names", "")), set())
        reached: set[int] = set().union(*(self.reached.get(way, set()) for way in self.ways(values)))
        both = named & reached
        if len(both) == 1:
            key = next(iter(both))
            return Recognised(record_id=key) if key > 0 else Recognised(row=-key)
        if len(both) > 1:
            return Recognised(doubt=_("Several people of this name have this e-mail or phone."))
        if named:
            return Recognised(
                doubt=self.doubt(named, _("Somebody of this name is recorded, without this e-mail or phone."))
            )
        if reached:
            return Recognised(doubt=self.doubt(reached, _("Somebody else has this e-mail or phone.")))
        return NOBODY

    def doubt(self, keys: Collection[int], recorded: str) -> str:
        """Why it is not sure: a record, or a row further up."""
        if any(key > 0 for key in keys):
            return recorded
        return _("Row %(row)d has the same name, e-mail or phone.") % {"row": -max(keys)}

    def note(self, said: Said, row: int) -> None:
        values = said.values
        self.names[name_key(values["given_names"], values.get("family_names", ""))].add(-row)
        for way in self.ways(values):
            self.reached[way].add(-row)

    # --- roles ---
    @cached_property
    def ties(self) -> set[tuple[int, int, int]]:
        """Person, organisation and role of every role."""
        return set(Affiliation.objects.kept().values_list("person_id", "organisation_id", "role_id"))

    def news(self, record_id: int, beside: Mapping[str, Any]) -> dict[str, Any]:
        """A role that is not recorded, a consent that says something else than the newest."""
        told = dict(beside)
        keys = self.words.keys_called(told["organisation"]) if "organisation" in told else []
        if keys and (record_id, keys[0], told["role"]) in self.ties:
            drop(told, ROLE)
        if "consent" in told and self.consents.get(record_id) == told["consent"]:
            drop(told, CONSENT)
        return told

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

    def check_beside(self, beside: Mapping[str, Any]) -> Problems:
        """A role of one holder has room for one."""
        if beside.get("role") not in self.single:
            return []
        keys = self.words.keys_called(beside["organisation"])
        where = keys[0] if keys else search_key(beside["organisation"])
        days = (beside.get("started_on"), beside.get("ended_on"))
        taken = self.holders[where, beside["role"]]
        if meets(*days, taken):
            return [("role", _("Somebody else has this role in the organisation on these days."))]
        taken.append(days)
        return []

    @cached_property
    def consents(self) -> dict[int, bool]:
        """Whether the newest thing each said about being contacted is yes."""
        rows = Consent.objects.filter(purpose=Purpose.CONTACT).order_by("id").values_list("person_id", "state")
        return {key: state == ConsentState.GIVEN for key, state in rows}

    # --- writing ---
    def prepare(self, rows: Iterable[Any], *, by: Any, batch: Batch) -> None:
        """Store the organisations that rows name and nobody knows."""
        new: dict[str, tuple[Organisation, dict[str, list[str]]]] = {}
        for row in rows:
            beside = row.plan.get("beside", {})
            name = beside.get("organisation")
            if not name or self.words.keys_called(name):
                continue
            association = Organisation(
                face=Face.ASSOCIATION, name=name, province_id=beside["province"], identified_by=IdentifiedBy.IMPORT
            )
            _made, many = new.setdefault(search_key(name), (association, {"communities": []}))
            many["communities"] = sorted({*many["communities"], *beside.get("communities", ())})
        create_many(list(new.values()), by=by, batch=batch)
        for key, (association, _many) in new.items():
            self.words.organisations[key].append(association.pk)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        """Store roles and consents."""
        roles: dict[tuple[int, int, int], Affiliation] = {}
        for one in stored:
            if "organisation" in one.beside:
                role = self.role_of(one)
                roles.setdefault((role.person_id, role.organisation_id, role.role_id), role)
        create_many([(role, {}) for role in roles.values()], by=by, batch=batch)
        consents = [self.consent_of(one, by) for one in stored if "consent" in one.beside]
        Consent.objects.bulk_create(consents, batch_size=AT_ONCE)

    def role_of(self, one: Stored) -> Affiliation:
        """The role that a row gives, not stored yet."""
        beside = one.beside
        days = {name: as_day(beside.get(name)) for name in ("started_on", "ended_on")}
        [key, *_others] = self.words.keys_called(beside["organisation"])
        return Affiliation(person_id=one.record.pk, organisation_id=key, role_id=beside["role"], **days)

    def consent_of(self, one: Stored, by: Any) -> Consent:
        """What a row says the person agreed to, not stored yet."""
        language = one.record.preferred_language or LIKELY_LANGUAGE
        return Consent(
            person_id=one.record.pk,
            purpose=Purpose.CONTACT,
            state=ConsentState.GIVEN if one.beside["consent"] else ConsentState.WITHDRAWN,
            method=one.beside["consent_method"],
            said_on=as_day(one.beside["consent_on"]),
            language=language,
            wording=self.wordings.setdefault(language, wording(Purpose.CONTACT, language)),
            recorded_by=by,
        )

    @cached_property
    def wordings(self) -> dict[str, str]:
        return {}


def as_day(text: str | None) -> datetime.date | None:
    """A day as a plan keeps it."""
    return datetime.date.fromisoformat(text) if text else None
