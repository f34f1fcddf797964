"""What files say that people agreed to: only with the day and the way it was said."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.consent import wording
from contacts.forms.consent import LIKELY_LANGUAGE
from contacts.importing.roles import as_day
from contacts.models import Consent, ConsentState, Person, Purpose
from midla.accounts.permissions import Permission
from midla.records.importing.beside import Beside, Problems
from midla.records.importing.types import Said, Stored
from midla.records.models import Batch
from midla.records.storing import insert


class Consents(Beside):
    """Whether somebody agreed to be contacted."""

    fields = ("consent", "consent_on", "consent_method")

    def check(self, said: Said) -> Problems:
        """Consent is what the person said, when and how; without all three none is recorded."""
        told = said.beside
        if "consent" not in told:
            self.drop(told)
            return
        if self.user is not None and not self.user.can(Permission.CONSENT):
            yield "consent", _("You may not record consent. Leave this column out.")
        if not told.get("consent_on"):
            yield "consent_on", _("Say on which day: without that, a consent proves nothing.")
        elif told["consent_on"] > timezone.localdate():
            yield "consent_on", _("This day is still to come. Write the day on which they said it.")
        if not told.get("consent_method"):
            yield "consent_method", _("Say how they said it: without that, a consent proves nothing.")

    @cached_property
    def newest(self) -> dict[int, bool]:
        """Whether the newest thing each said about being contacted is yes."""
        rows = Consent.objects.filter(purpose=Purpose.CONTACT).order_by("id").values_list("person_id", "state")
        return {key: state == ConsentState.GIVEN for key, state in rows}

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        if "consent" in told and self.newest.get(record_id) == told["consent"]:
            self.drop(told)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        insert([self.consent_of(one, by, batch) for one in stored if "consent" in one.beside])

    def consent_of(self, one: Stored, by: Any, batch: Batch) -> Consent:
        """What a row says the person agreed to, not stored yet."""
        language = one.record.preferred_language or LIKELY_LANGUAGE
        return Consent(
            person_id=one.record.pk,
            purpose=Purpose.CONTACT,
            state=ConsentState.GIVEN if one.beside["consent"] else ConsentState.WITHDRAWN,
            method=one.beside["consent_method"],
            said_on=as_day(one.beside["consent_on"]),
            language=language,
            wording=self.wordings.setdefault(language, wording(Purpose.CONTACT, language)),
            recorded_by=by,
            batch=batch,
        )

    @cached_property
    def wordings(self) -> dict[str, str]:
        return {}

    @classmethod
    def take_back(cls, batch: Batch, *, by: Any) -> set[int]:
        """What the import said that people agreed to was never said."""
        said = Consent.objects.filter(batch=batch, person__in=Person.objects.visible_to(by).order_by().values("pk"))
        people = set(said.order_by().values_list("person_id", flat=True))
        said.delete()
        return people
