"""What an organisation's record still lacks, each with the field to fill in and why it is worth it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from associations.models import AssociationForm, Organisation

REGISTERED = frozenset({AssociationForm.REGISTERED, AssociationForm.FEDERATION, AssociationForm.COOPERATIVE})


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: the form's field, its name, and what it is for."""

    field: str
    label: str | Promise
    why: str | Promise
    holds: Callable[[Organisation], bool]


def is_registered(organisation: Organisation) -> bool:
    return organisation.form in REGISTERED


LACKS_OF_BOTH = (
    Lack("email", _("E-mail or phone"), _("to reach them"), lambda it: not (it.email or it.phone)),
    Lack("owner", _("Officer responsible"), _("so that somebody follows them"), lambda it: it.owner_id is None),
)
LACKS_OF_ASSOCIATIONS = (
    Lack("form", _("Form"), _("to know what they can sign"), lambda it: not it.form),
    Lack("members", _("Members"), _("to know their weight"), lambda it: it.members is None),
    Lack("founded_in", _("Founded in"), _("to tell them from namesakes"), lambda it: it.founded_in is None),
    Lack("tax_code", _("Tax code"), _("needed for an agreement"), lambda it: is_registered(it) and not it.tax_code),
    Lack("does_here", _("What it does here"), _("to find partners"), lambda it: not it.does_here),
)
LACKS_OF_PARTNERS = (
    Lack("type", _("Type"), _("to find them in lists"), lambda it: not it.type),
    Lack("funds", _("What it funds"), _("to match needs"), lambda it: not it.funds),
)


def missing(organisation: Organisation) -> list[Lack]:
    """What the record lacks, the most useful first."""
    own = LACKS_OF_ASSOCIATIONS if organisation.is_association else LACKS_OF_PARTNERS
    return [lack for lack in (*LACKS_OF_BOTH, *own) if lack.holds(organisation)]
