"""Recording what a person agreed to."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.consent import newest_of, wording
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

    A yes of an earlier day than a no does not: the no is said again after it. `shown` is the wording the person read
    or heard; without it, our own sentence in that language.
    """
    held = newest_of(person).get(Purpose(purpose))
    row = Consent.objects.create(
        person_id=person.pk,
        purpose=Purpose(purpose),
        state=ConsentState(state),
        method=ConsentMethod(method),
        language=language,
        said_on=said_on or timezone.localdate(),
        wording=wording(purpose, language) if shown is None else shown,
        recorded_by=by,
    )
    if held is not None and is_outdated(row.state, row.said_on, held):
        say_again(held, person=person, by=by)
    return row


def is_outdated(state: str, said_on: datetime.date, held: Consent) -> bool:
    """True of a yes that was said before the no that holds."""
    return state == ConsentState.GIVEN and held.state == ConsentState.WITHDRAWN and said_on < held.said_on


def say_again(row: Consent, *, person: Person, by: Any) -> Consent:
    """Add the same answer once more, so that it holds."""
    return record_consent(
        person=person,
        purpose=row.purpose,
        state=row.state,
        method=row.method,
        language=row.language,
        by=by,
        said_on=row.said_on,
        shown=row.wording,
    )
