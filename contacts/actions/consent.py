"""Recording what a person agreed to."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.consent import wording
from contacts.models import Consent, ConsentMethod, ConsentState, Person, Purpose


@transaction.atomic
def record_consent(
    *,
    person: Person,
    purpose: Purpose | str,
    state: ConsentState | str,
    method: ConsentMethod | str,
    language: str,
    by: Any,
    said_on: datetime.date | None = None,
    shown: str | None = None,
) -> Consent:
    """Add what a person said about one purpose. Rows are never changed; this one holds from now on.

    `shown` is the wording the person read or heard; without it, our own sentence in that language.
    """
    return Consent.objects.create(
        person_id=person.pk,
        purpose=Purpose(purpose),
        state=ConsentState(state),
        method=ConsentMethod(method),
        language=language,
        said_on=said_on or timezone.localdate(),
        wording=wording(purpose, language) if shown is None else shown,
        recorded_by=by,
    )
