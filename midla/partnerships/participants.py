"""Who takes part in partnerships, as far as one reader may know: names of whom they see, and that there are others.

Beside a religious community or a trade union no person is named, but on the partnership's own page to who may read
special-category data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Face, Organisation
from associations.models.organisation import SPECIAL_FORMS, SPECIAL_TYPES
from contacts.models import Person
from midla.partnerships.models import Participant, PartRole

ROLES = list(PartRole.values)


@dataclass(frozen=True)
class Part:
    """One who takes part, seen by the reader."""

    pk: int
    whose: int
    name: str
    role: str
    url: str
    is_person: bool
    note: str = ""
    is_special: bool = False

    @property
    def role_word(self) -> str:
        return str(PartRole(self.role).label)


@dataclass
class Parts:
    """Who takes part in one partnership: those the reader sees, by role, and how many there are beside."""

    seen: list[Part] = field(default_factory=list)
    others: int = 0

    def without_ties(self) -> "Parts":
        """The same without people where a religious community or a trade union takes part."""
        if not any(part.is_special for part in self.seen):
            return self
        people = [part for part in self.seen if part.is_person]
        return Parts([part for part in self.seen if not part.is_person], self.others + len(people))

    @property
    def names(self) -> list[str]:
        """Each seen name once, then that there are others."""
        names = list(dict.fromkeys(part.name for part in self.seen))
        return [*names, _("and others")] if self.others else names

    @property
    def organisations(self) -> list[str]:
        """What may leave the house: names of organisations; people are only counted."""
        names = list(dict.fromkeys(part.name for part in self.seen if not part.is_person))
        people = len({part.url for part in self.seen if part.is_person})
        counted = [ngettext("%(n)d person", "%(n)d people", people) % {"n": people}] if people else []
        return [*names, *counted, *([_("and others")] if self.others else [])]


READ = (
    *("pk", "partnership_id", "role", "note", "organisation_id", "organisation__name", "organisation__face"),
    *("organisation__form", "organisation__type"),
    *("person_id", "person__given_names", "person__family_names", "seen_organisation", "seen_person"),
)


def told(keys: Sequence[int] | QuerySet, user: Any) -> Iterable[dict[str, Any]]:
    """The parts in these partnerships with whether the reader sees who has them; one query."""
    organisations = Organisation.objects.visible_to(user).filter(pk=OuterRef("organisation_id"))
    people = Person.objects.visible_to(user).filter(pk=OuterRef("person_id"))
    rows = Participant.objects.kept().filter(partnership_id__in=keys)
    rows = rows.filter(organisation__trashed_at=None, person__trashed_at=None).order_by("pk")
    return rows.annotate(seen_organisation=Exists(organisations), seen_person=Exists(people)).values(*READ)


def part_of(row: dict[str, Any]) -> Part:
    """One row as the part of somebody the reader sees."""
    if row["person_id"]:
        name = f"{row['person__given_names']} {row['person__family_names']}".strip()
        url = reverse("contacts:person-detail", args=[row["person_id"]])
    else:
        face = "association" if row["organisation__face"] == Face.ASSOCIATION else "partner"
        name, url = row["organisation__name"], reverse(f"associations:{face}-detail", args=[row["organisation_id"]])
    is_special = row["organisation__form"] in SPECIAL_FORMS or row["organisation__type"] in SPECIAL_TYPES
    whose = row["person_id"] or row["organisation_id"]
    return Part(row["pk"], whose, name, row["role"], url, bool(row["person_id"]), row["note"], is_special)


def parts_by_partnership(keys: Sequence[int] | QuerySet, user: Any) -> dict[int, Parts]:
    """Who takes part in each of these partnerships, the lead first; the caller fetched them through `visible_to`."""
    found: dict[int, Parts] = {}
    for row in told(keys, user):
        parts = found.setdefault(row["partnership_id"], Parts())
        if row["seen_organisation"] or row["seen_person"]:
            parts.seen.append(part_of(row))
        else:
            parts.others += 1
    for parts in found.values():
        parts.seen.sort(key=lambda part: ROLES.index(part.role))
    return found


def names_by_partnership(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """The names a list shows."""
    return {key: parts.without_ties().names for key, parts in parts_by_partnership(keys, user).items()}


def organisations_by_partnership(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """The names an export holds."""
    return {key: parts.without_ties().organisations for key, parts in parts_by_partnership(keys, user).items()}
