"""The pages of a meeting: planning it, what it was, writing it down, minutes on paper."""

import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Organisation
from contacts import wording
from contacts.actions.meeting import cancel, hold
from contacts.attendance import attendees, parts_seen, unseen_people
from contacts.forms.meeting import USUAL_HOUR, MeetingEditForm, PlanForm
from contacts.models import FollowUp, HeadCount, Meeting, MeetingState
from contacts.records import MeetingType
from midla.accounts.permissions import Permission
from midla.records.errors import Refused
from midla.records.fields import FIRST_DAY, LAST_DAY
from midla.records.models import Change
from midla.records.panels import Asked, Event
from midla.records.views.detail import RecordDetail
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.page import RecordPage, one_or_404
from midla.territories.models import Province
from midla.ui.messages import say

MOST_FOLLOW_UPS = 50


class MeetingPage(RecordPage):
    """What the pages of one meeting share: its name, its time there and here, who was there as far as one may know."""

    record_type = MeetingType
    permission = Permission.VIEW

    def rows(self) -> models.QuerySet:
        organisations = Organisation.objects.visible_to(self.request.user).order_by("sort_key")
        seen = Prefetch("organisations", organisations.prefetch_related("communities"), to_attr="seen_organisations")
        return super().rows().select_related("kind", "province", "created_by").prefetch_related(seen)

    @cached_property
    def record(self) -> Meeting:
        return one_or_404(self.rows(), self.kwargs["pk"])

    @cached_property
    def unseen_organisations(self) -> int:
        meeting: Meeting = self.record
        return meeting.organisations.filter(trashed_at=None).count() - len(meeting.seen_organisations)

    @cached_property
    def name(self) -> str:
        names = [organisation.short_name or organisation.name for organisation in self.record.seen_organisations]
        return wording.meeting_title(self.record.title, self.record.kind, names, self.unseen_organisations)

    @cached_property
    def parts(self) -> Any:
        return parts_seen(self.record, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            name=self.name,
            when_there=wording.when_there(self.record),
            when_here=wording.when_here(self.record),
            organisations=self.record.seen_organisations,
            other_organisations=self.unseen_organisations,
            other_people=unseen_people(self.record, len(self.parts)),
            **kwargs,
        )


class WithMinutes(MeetingPage):
    """What the page of a meeting and its minutes share."""

    def rows(self) -> models.QuerySet:
        counts = Prefetch("headcounts", HeadCount.objects.order_by("country_id"), to_attr="by_citizenship")
        return super().rows().prefetch_related(counts, "staff", "themes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        promised = list(self.follow_ups())
        return super().get_context_data(
            attendees=attendees(self.record, self.parts, self.request.user),
            follow_ups=promised,
            still_open=sum(promise.done_at is None for promise in promised),
            **kwargs,
        )

    def follow_ups(self) -> models.QuerySet:
        """What was promised there: open first, the earliest due first."""
        rows = FollowUp.objects.visible_to(self.request.user).filter(meeting=self.record).select_related("owner")
        order = (F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
        return rows.order_by(*order)[:MOST_FOLLOW_UPS]


class MeetingDetail(WithMinutes, RecordDetail):
    """Who was there, what was said, what was promised."""

    record_type = MeetingType
    permission = Permission.VIEW
    template_name = "contacts/meeting_detail.html"

    def events(self, asked: Asked) -> list[Event]:
        """No time-line: a meeting is one point of others'; its changes stand in its history."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = {"minutes": _("Minutes to print"), "people": _("List to call from"), "invitation": _("Calendar file")}
        links = [(label, self.own_address(page)) for page, label in pages.items()]
        return super().get_context_data(more_links=links, **kwargs)


class MeetingMinutes(WithMinutes):
    """The minutes as they go on paper."""

    template_name = "contacts/meeting_minutes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


class MeetingPlan(RecordCreate):
    """The form that plans a meeting; the address may say with whom, where and on which day."""

    record_type = MeetingType
    permission = Permission.EDIT
    form_class = PlanForm
    template_name = "contacts/meeting_plan.html"
    title = gettext_lazy("Plan a meeting")
    save_label = gettext_lazy("Save meeting")

    def make_form(self, posted: Any = None) -> Any:
        form = super().make_form(posted)
        if posted is None:
            named = {"o": "organisation", "p": "person"}
            asked = ((letter, key) for letter, name in named.items() for key in self.request.GET.getlist(name)[:10])
            form.initial["with_whom"] = [f"{letter}{key}" for letter, key in asked]
            form.initial["starts_at"] = usual_time(self.request.GET.get("day", ""))
            form.initial["province"] = Province.objects.filter(code=self.request.GET.get("province", "")[:3]).first()
        return form


def usual_time(text: str) -> str:
    """The day of an address at the hour when associations usually meet, as browsers write it; empty for nonsense."""
    try:
        day = datetime.date.fromisoformat(text[:10])
    except ValueError:
        return ""
    return f"{day:%Y-%m-%d}T{USUAL_HOUR}" if FIRST_DAY <= day <= LAST_DAY else ""


class MeetingEdit(RecordEdit):
    """The form that changes a meeting, and where what happened is written down."""

    record_type = MeetingType
    permission = Permission.EDIT
    form_class = MeetingEditForm
    template_name = "contacts/meeting_form.html"
    save_label = gettext_lazy("Save meeting")


class MeetingStep(RecordPage):
    """One click that changes where a meeting stands. A GET shows the meeting itself."""

    record_type = MeetingType
    permission = Permission.EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.type.detail_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_planned = self.record.state == MeetingState.PLANNED
        step = {"hold": self.hold, "cancel": self.cancel}.get(request.POST.get("step", ""))
        if step is None:
            raise BadRequest
        if is_planned:
            self.take(step)
        return redirect(self.type.detail_url(self.record))

    def take(self, step: Any) -> None:
        """Take the step, or say why not."""
        try:
            said = step()
        except Refused as refused:
            say(self.request, refused.sentence, level=messages.ERROR)
            return
        newest = Change.objects.of(self.record).first()
        undo_url = reverse("contacts:meeting-undo", args=[self.record.pk, newest.pk]) if newest else ""
        say(self.request, said, undo_url=undo_url)

    def hold(self) -> str:
        hold(meeting=self.record, by=self.request.user)
        return _("The meeting was held.")

    def cancel(self) -> str:
        cancel(meeting=self.record, by=self.request.user)
        return _("The meeting is cancelled.")
