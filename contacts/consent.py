"""The gate: what a person agreed to. Every way out for personal data asks here; with nothing recorded it says no."""

from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext as _
from django.utils.translation import override

from contacts.models import Consent, ConsentState, Person, Purpose
from midla.accounts.permissions import Permission

People = TypeVar("People", bound=QuerySet)
# Beside the states of a consent: there is none.
NOT_ASKED = "not_asked"


def newest_of(person: Person) -> dict[str, Consent]:
    """The row that holds for each purpose that was asked; one query."""
    rows = Consent.objects.filter(person_id=person.pk).select_related("recorded_by").order_by("id")
    return {row.purpose: row for row in rows}


def allows(person: Person, purpose: Purpose | str) -> bool:
    """True where the newest thing the person said about this purpose is yes."""
    rows = Consent.objects.filter(person_id=person.pk, purpose=purpose).order_by("-id")
    return rows.values_list("state", flat=True).first() == ConsentState.GIVEN


def newest_state(purpose: Purpose | str, reference: str = "pk") -> Subquery:
    """The newest thing the person behind `reference` said about a purpose; null where nobody asked."""
    rows = Consent.objects.filter(person_id=OuterRef(reference), purpose=purpose).order_by("-id")
    return Subquery(rows.values("state")[:1])


def allowing(purpose: Purpose | str, reference: str = "pk") -> Q:
    """The condition that the person behind `reference` agreed to a purpose."""
    return in_state(purpose, ConsentState.GIVEN, reference)


def in_state(purpose: Purpose | str, state: str, reference: str = "pk") -> Q:
    """The condition that the newest thing said about a purpose is this; or that nothing was said, for NOT_ASKED."""
    newest = newest_state(purpose, reference)
    return Q(IsNull(newest, True)) if state == NOT_ASKED else Q(Exact(newest, Value(str(state))))


def people_allowing(people: People, purpose: Purpose | str) -> People:
    """Those people who agreed to a purpose."""
    return people.filter(allowing(purpose))


def may_read_contacts(user: Any, person: Person) -> bool:
    """True where the user may read this person's contact data: by role, and outside the EU by the person's consent."""
    if not user.can(Permission.VIEW_CONTACTS):
        return False
    return not user.is_outside_eu or allows(person, Purpose.TRANSFER)


def contact_readable(user: Any, reference: str = "pk") -> Q:
    """The condition that the user may read the contact data of the person behind `reference`."""
    if not user.can(Permission.VIEW_CONTACTS):
        return Q(pk__in=[])
    return allowing(Purpose.TRANSFER, reference) if user.is_outside_eu else Q()


@lru_cache(maxsize=64)
def wording(purpose: Purpose | str, language: str) -> str:
    """The sentence that is read to the person, in their language; what was shown is kept with the answer."""
    with override(language):
        return {
            Purpose.CONTACT: _("The MIDLA programme of IOM may keep my contact data and write to me or call me."),
            Purpose.SHARING: _(
                "MIDLA may give my name, role and contact data to partner actors that it introduces me to."
            ),
            Purpose.TRANSFER: _(
                "IOM's offices in Lima and Quito, outside the European Union, may read my contact data."
            ),
        }[Purpose(purpose)]
