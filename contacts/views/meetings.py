"""The page of a meeting."""

from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from associations.models import Organisation
from contacts.actions.meeting import cancel, hold
from contacts.models import Affiliation, HeadCount, Meeting, Participation, Person
from contacts.records import MeetingType
from midla.accounts.permissions import Permission
from midla.records.views.detail import RecordDetail
from midla.records.views.page import RecordPage
from midla.ui.messages import say


class MeetingDetail(RecordDetail):
    """Who was there, what was said, what was promised."""

    record_type = MeetingType
    permission = Permission.VIEW
    template_name = "contacts/meeting_detail.html"

    def rows(self) -> models.QuerySet:
        user = self.request.user
        organisations = Organisation.objects.visible_to(user).prefetch_related("communities")
        parts = Participation.objects.filter(person__in=Person.objects.visible_to(user)).select_related("person")
        rows = super().rows().select_related("kind", "province", "created_by")
        return rows.prefetch_related(
            Prefetch("organisations", organisations, to_attr="seen_organisations"),
            Prefetch("participations", parts, to_attr="seen_participations"),
            Prefetch("headcounts", HeadCount.objects.order_by("country_id"), to_attr="by_citizenship"),
            "staff",
            "themes",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            organisations=self.record.seen_organisations,
            participants=self.participants(),
            others=self.others(),
            **kwargs,
        )

    def participants(self) -> list[tuple[Participation, str]]:
        """Each person seen, with their roles on that day in the organisations that were there."""
        roles = roles_on(self.record, self.request.user)
        return [(part, ", ".join(roles.get(part.person_id, []))) for part in self.record.seen_participations]

    def others(self) -> int:
        """How many organisations and people were there whom the reader may not see."""
        meeting: Meeting = self.record
        everybody = meeting.organisations.count() + meeting.participations.count()
        return everybody - len(meeting.seen_organisations) - len(meeting.seen_participations)


def roles_on(meeting: Meeting, user: Any) -> dict[int, list[str]]:
    """For each person of a meeting their roles on that day, as far as the user may see them; one query."""
    people = [part.person_id for part in meeting.seen_participations]
    if not people:
        return {}
    rows = Affiliation.objects.visible_to(user).on(meeting.day).filter(person_id__in=people)
    found: dict[int, list[str]] = {}
    for row in rows.select_related("role", "organisation"):
        found.setdefault(row.person_id, []).append(f"{row.role}, {row.organisation.short_name or row.organisation.name}")
    return found


class MeetingStep(RecordPage):
    """One click that changes where a meeting stands."""

    record_type = MeetingType
    permission = Permission.EDIT

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.record
        if request.POST.get("step") == "cancel":
            cancel(meeting=meeting, by=request.user)
            say(request, _("Meeting cancelled."))
        else:
            hold(meeting=meeting, by=request.user)
            say(request, _("Meeting held. Say now what happened."))
        return redirect(self.type.detail_url(meeting))
