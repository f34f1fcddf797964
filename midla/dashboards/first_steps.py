"""Five first steps of a new office, each ticked by what the database holds."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from associations.models import Association, PartnerActor
from contacts.models import FollowUp, Meeting
from midla.accounts.models import User
from midla.accounts.permissions import Permission


@dataclass(frozen=True)
class Step:
    """One step: what to do, where, and whether it is done."""

    label: str | Promise
    url: str
    done: bool


def first_steps(user: Any) -> list[Step]:
    """The steps for whoever manages users; none once all are done."""
    if not user.can(Permission.USERS):
        return []
    steps = [
        Step(_("Load Italy's public bodies: manage.py load_public_actors"), "", PartnerActor.objects.exists()),
        Step(_("Invite a colleague"), reverse("admin:index"), User.objects.active().count() > 1),
        Step(
            _("Record the first association"),
            reverse("associations:association-add"),
            Association.objects.kept().exists(),
        ),
        Step(_("Log the first meeting"), reverse("contacts:meeting-log"), Meeting.objects.kept().exists()),
        Step(_("Note the first promise"), reverse("contacts:meeting-log"), FollowUp.objects.kept().exists()),
    ]
    return [] if all(step.done for step in steps) else steps
