"""Five first steps of a new office, each ticked by what the database holds."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from associations.models import Association, PartnerActor, PartnerType
from contacts.models import FollowUp, Meeting
from midla.accounts.models import User
from midla.accounts.permissions import Permission


@dataclass(frozen=True)
class Step:
    """One step: what to do, where, and whether it is done; `is_act` where a click does it at once."""

    label: str | Promise
    url: str
    done: bool
    is_act: bool = False


def first_steps(user: Any) -> list[Step]:
    """The steps for whoever manages users; none once all are done."""
    if not user.can(Permission.USERS):
        return []
    bodies = PartnerActor.objects.filter(type__in=(PartnerType.REGION, PartnerType.MUNICIPALITY)).exclude(code="")
    log = reverse("contacts:meeting-log")
    steps = [
        Step(_("Load Italy's public bodies"), reverse("dashboards:public-bodies"), bodies.exists(), is_act=True),
        Step(_("Invite a colleague"), reverse("admin:accounts_user_changelist"), User.objects.active().count() > 1),
        Step(
            _("Record the first association"),
            reverse("associations:association-add"),
            Association.objects.kept().exists(),
        ),
        Step(_("Log the first meeting"), log, Meeting.objects.kept().exists()),
        Step(_("Note the first promise"), log, FollowUp.objects.kept().exists()),
    ]
    return [] if all(step.done for step in steps) else steps
