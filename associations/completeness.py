"""What an organisation's record still lacks, each with the field to fill in and why it is worth it.

The same rules twice: in Python for one row, as conditions for lists. A test holds the two equal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from associations.models import AssociationForm, Face

REGISTERED = frozenset({AssociationForm.REGISTERED, AssociationForm.FEDERATION, AssociationForm.COOPERATIVE})


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: the form's field, its name, and what it is for."""

    field: str
    label: str | Promise
    why: str | Promise
    # Whether an organisation, or a row of a list with the same names, lacks it; and the rows that do.
    holds: Callable[[Any], bool]
    rows: Q


def is_registered(organisation: Any) -> bool:
    return organisation.form in REGISTERED


LACKS_OF_BOTH = (
    Lack(
        "email",
        _("E-mail or phone"),
        _("to reach them"),
        lambda it: not (it.email or it.phone),
        Q(email="", phone=""),
    ),
    Lack(
        "owner",
        _("Officer responsible"),
        _("so that somebody follows them"),
        lambda it: it.owner_id is None,
        Q(owner=None),
    ),
)
LACKS_OF_ASSOCIATIONS = (
    Lack("form", _("Form"), _("to know what they can sign"), lambda it: not it.form, Q(form="")),
    Lack("members", _("Members"), _("to know their weight"), lambda it: it.members is None, Q(members=None)),
    Lack(
        "founded_in",
        _("Founded in"),
        _("to tell them from namesakes"),
        lambda it: it.founded_in is None,
        Q(founded_in=None),
    ),
    Lack(
        "tax_code",
        _("Tax code"),
        _("needed for an agreement"),
        lambda it: is_registered(it) and not it.tax_code,
        Q(form__in=REGISTERED, tax_code=""),
    ),
    Lack("does_here", _("What it does here"), _("to find partners"), lambda it: not it.does_here, Q(does_here="")),
)
LACKS_OF_PARTNERS = (
    Lack("type", _("Type"), _("to find them in lists"), lambda it: not it.type, Q(type="")),
    Lack("funds", _("What it funds"), _("to match needs"), lambda it: not it.funds, Q(funds="")),
)
LACKS = {
    Face.ASSOCIATION: (*LACKS_OF_BOTH, *LACKS_OF_ASSOCIATIONS),
    Face.PARTNER: (*LACKS_OF_BOTH, *LACKS_OF_PARTNERS),
}
# What `missing` reads of a row.
READS = (
    "face",
    "email",
    "phone",
    "owner_id",
    "form",
    "members",
    "founded_in",
    "tax_code",
    "does_here",
    "type",
    "funds",
)


def missing(organisation: Any) -> list[Lack]:
    """What the record lacks, the most useful first."""
    return [lack for lack in LACKS[organisation.face] if lack.holds(organisation)]


def lacking_something() -> Q:
    """The rows that lack something."""
    return reduce(or_, (Q(face=face) & lack.rows for face, lacks in LACKS.items() for lack in lacks))


def lacks_counted(face: Face) -> Any:
    """How much a row of this face lacks, to sort by."""
    ones = [Case(When(lack.rows, then=Value(1)), default=0, output_field=IntegerField()) for lack in LACKS[face]]
    return sum(ones, start=Value(0))
