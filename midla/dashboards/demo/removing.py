"""Takes the demo away again: what its users recorded, and the users."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from associations.models import Initiative, Organisation
from contacts.models import Affiliation, Consent, FollowUp, Meeting, Participation, Person
from midla.accounts.demo_users import DOMAIN
from midla.accounts.models import User
from midla.dashboards.models import Report, ReportFile, Target
from midla.partnerships.models import (
    Agreement,
    FundingLine,
    Milestone,
    Participant,
    Partnership,
    Resource,
    Result,
    Review,
)
from midla.records.errors import Refused
from midla.records.models import Access, Attachment, Change, Seal

# The ones that point at others first.
PARTS = (Participant, Agreement, FundingLine, Milestone, Result, Review)
MODELS = (
    *(Target, Report, *PARTS, Partnership, Resource, FollowUp, Meeting),
    *(Affiliation, Person, Initiative, Organisation),
)
AT_ONCE = 500


def its_users() -> Any:
    """The users that the demo made."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}")


def demo_size() -> int:
    """How many records a removal takes away; none where there is no demo."""
    users = its_users()
    return sum(model._base_manager.filter(created_by__in=users).count() for model in MODELS)


@transaction.atomic
def remove() -> int:
    """Take away what the demo's users recorded, and the users; how many records went. Reference data stay."""
    users, went, days = its_users(), 0, set[datetime.date]()
    try:
        Consent.objects.filter(person__created_by__in=users).delete()
        Participation.objects.filter(meeting__created_by__in=users).delete()
        Organisation.objects.filter(created_by__in=users).update(parent=None)
        ReportFile.objects.filter(report__created_by__in=users).delete()
        Report.objects.filter(created_by__in=users).update(previous=None)
        for model in MODELS:
            went += forget(model, users, days)
        Access.objects.filter(by__in=users).delete()
        forget_changes(Change.objects.filter(by__in=users), days)
        users.delete()
    except ProtectedError as error:
        raise Refused(_("Something recorded since hangs on the demo's records. Move it to the trash first.")) from error
    # Days that lost rows are sealed anew: a demo that is gone must not look like a forged history.
    Seal.objects.filter(day__in=days).delete()
    return went


def forget(model: Any, users: Any, days: set[datetime.date]) -> int:
    """Delete a model's records of the demo's users, with their files and their history."""
    rows = model._base_manager.filter(created_by__in=users)
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        of_these = Q(model_label=model.label(), record_id__in=keys[start : start + AT_ONCE])
        for attachment in Attachment._base_manager.filter(of_these):
            forget_changes(Change.objects.of(attachment), days)
            transaction.on_commit(lambda stored=attachment.file: stored.delete(save=False))
            attachment.delete()
        forget_changes(Change.objects.filter(of_these), days)
    rows.delete()
    return len(keys)


def forget_changes(changes: Any, days: set[datetime.date]) -> None:
    """Delete rows of history, and note on which days in UTC they stood."""
    days.update(at.astimezone(datetime.UTC).date() for at in changes.values_list("at", flat=True))
    changes.delete()
