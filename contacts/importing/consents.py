"""What files say that people agreed to: only with the day and the way it was said."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions.consent import is_outdated
from contacts.consent import wording
from contacts.forms.consent import LIKELY_LANGUAGE
from contacts.importing.roles import as_day
from contacts.models import Consent, ConsentState, Person, Purpose
from midla.accounts.permissions import Permission
from midla.records.importing.beside import Beside, Problems
from midla.records.importing.types import Said, Stored
from midla.records.models import Batch, Verb
from midla.records.storing import insert


def state_of(told: Mapping[str, Any]) -> ConsentState:
    """What a row says, as it is kept."""
    return ConsentState.GIVEN if told["consent"] else ConsentState.WITHDRAWN


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

    def learn(self, told: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """The newest thing that each of some people said about being contacted."""
        people = [key for key, beside in told if "consent" in beside]
        said = Consent.objects.filter(purpose=Purpose.CONTACT, person__in=people).order_by("id")
        self.newest = {row.person_id: row for row in said.only("person_id", "state", "said_on")}

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        """What holds already, and a yes that was said before the no that holds."""
        if "consent" not in told or (held := self.newest.get(record_id)) is None:
            return
        state = state_of(told)
        if held.state == state or is_outdated(state, told["consent_on"], held):
            self.drop(told)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        said = [self.consent_of(one, by, batch) for one in stored if "consent" in one.beside]
        # The one that is stored last holds.
        insert(sorted(said, key=lambda consent: consent.said_on))

    def consent_of(self, one: Stored, by: Any, batch: Batch) -> Consent:
        """What a row says the person agreed to, not stored yet."""
        language = one.record.preferred_language or LIKELY_LANGUAGE
        return Consent(
            person_id=one.record.pk,
            purpose=Purpose.CONTACT,
            state=state_of(one.beside),
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
    def take_back(cls, batch: Batch, *, by: Any) -> int:
        """What the import said that people agreed to was never said."""
        said = Consent.objects.filter(batch=batch, person__in=Person.objects.visible_to(by).order_by().values("pk"))
        written = batch.changes.filter(model_label=Person.label(), verb__in=(Verb.CREATED, Verb.EDITED))
        alone = said.exclude(person__in=written.order_by().values("record_id"))
        people = alone.order_by().values("person_id").distinct().count()
        said.delete()
        return people
