"""Who was there, as files of meetings tell it: counted by citizenship; invited where the meeting is still to come."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from contacts.forms.meeting import citizenship_field
from contacts.models import HeadCount, MeetingState, Participation, Presence
from midla.records.importing.beside import Beside, Problems
from midla.records.importing.types import Said, Stored
from midla.records.models import Batch
from midla.records.storing import insert
from midla.territories.models import PROGRAMME_COUNTRIES

FIELDS = {citizenship_field(code): code for code in PROGRAMME_COUNTRIES}


class Counts(Beside):
    """How many of those present hold each citizenship."""

    fields = tuple(FIELDS)

    def check(self, said: Said) -> Problems:
        """The citizens counted are no more than everybody present."""
        whole = said.values.get("headcount") or 0
        if sum(said.beside.get(name, 0) for name in FIELDS) > whole > 0:
            yield "headcount", _("The parts are more than everybody present: check the numbers.")

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        """What was counted at a meeting that is recorded is changed on its page, where history shows it."""
        self.drop(told)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        rows = {
            (one.record.pk, code): HeadCount(meeting=one.record, country_id=code, people=one.beside[name])
            for one in stored
            for name, code in FIELDS.items()
            if one.beside.get(name)
        }
        insert(list(rows.values()))


class Invited(Beside):
    """People who are named with a meeting to come are invited to it."""

    fields = ("invited",)

    def check(self, said: Said) -> Problems:
        if said.values.get("state") == MeetingState.PLANNED and said.many.get("people"):
            said.beside["invited"] = True
        return ()

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        """A meeting that is recorded knows who was invited and who came."""
        self.drop(told)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        meetings = [one.record.pk for one in stored if one.beside.get("invited")]
        if meetings:
            Participation.objects.filter(meeting__in=meetings).update(presence=Presence.INVITED)
