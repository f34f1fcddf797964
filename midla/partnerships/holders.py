"""Whose need or offer it is, as far as its reader sees them: lists, pages and exports tell no more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from associations.models import Organisation
from contacts.models import Person
from midla.partnerships.models import Resource
from midla.territories.models import PROGRAMME_COUNTRIES


@dataclass(frozen=True)
class Holder:
    """The name of who needs or offers something, their page and place; of one not seen, only that there is one."""

    name: str
    url: str = ""
    place: str = ""

    @property
    def is_seen(self) -> bool:
        return bool(self.url)

    @property
    def line(self) -> str:
        """Name and place in one line."""
        return " · ".join(part for part in (self.name, self.place) if part)


def unseen() -> Holder:
    """Somebody the reader does not see."""
    return Holder(_("somebody you do not see"))


def holders(keys: Collection[int], user: Any) -> dict[int, Holder]:
    """By key of the need or offer, whose it is; one query."""
    rows = Resource.objects.filter(pk__in=keys).annotate(
        sees_organisation=Exists(Organisation.objects.visible_to(user).filter(pk=OuterRef("organisation_id"))),
        sees_person=Exists(Person.objects.visible_to(user).filter(pk=OuterRef("person_id"))),
    )
    joined = ("organisation__province", "organisation__country", "person__province")
    return {row.pk: of_row(row) for row in rows.select_related(*joined).order_by()}


def of_row(row: Any) -> Holder:
    """The holder of one annotated row."""
    if row.organisation and row.sees_organisation:
        organisation = row.organisation
        place = organisation.province or organisation.country or ""
        return Holder(organisation.name, organisation.get_absolute_url(), str(place))
    if row.person and row.sees_person:
        return Holder(row.person.full_name, row.person.get_absolute_url(), str(row.person.province or ""))
    return unseen()


def holder_names(keys: Sequence[int], user: Any) -> Mapping[int, str]:
    """The names alone."""
    return {key: holder.name for key, holder in holders(keys, user).items()}


def countries_of_holder(holder: Organisation | Person) -> list[str]:
    """Codes of the programme countries that a holder is about: communities, countries of interest or citizenships."""
    codes: Iterable[str | None]
    if isinstance(holder, Person):
        codes = holder.citizenships.values_list("code", flat=True)
    elif holder.is_association:
        codes = holder.communities.values_list("code", flat=True)
    else:
        codes = [*holder.countries_of_interest.values_list("code", flat=True), holder.country_id]
    return sorted({code for code in codes if code in PROGRAMME_COUNTRIES})
