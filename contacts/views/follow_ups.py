"""Follow-ups: the list, one of them, and the clicks that change where it stands."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.follow_up import complete, reopen, snooze
from contacts.concerned import concerned
from contacts.dates_in_words import day_in_words
from contacts.forms.follow_up import FollowUpForm, SnoozeForm
from contacts.records import FollowUpType
from midla.accounts.permissions import Permission
from midla.records.views.detail import RecordDetail
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.lists import RecordList
from midla.records.views.page import RecordPage
from midla.ui import dates
from midla.ui.messages import say


def understood(request: HttpRequest) -> HttpResponse:
    """Answer a day written in words with the day it means, or with what to write instead; asked by the line itself."""
    text = str(next(iter(request.GET.values()), ""))
    try:
        found = day_in_words(text) if text.strip() else None
    except forms.ValidationError as error:
        return HttpResponse(escape(" ".join(error.messages)))
    return HttpResponse(f"{date_format(found, 'l')} {dates.day(found)}" if found else "")


LONGEST_QUERY = 2000


class FollowUpList(RecordList):
    """What was promised, the most overdue first."""

    record_type = FollowUpType
    permission = Permission.VIEW
    add_label = gettext_lazy("New follow-up")


class FollowUpDetail(RecordDetail):
    """One follow-up: what, who, by when, whom it concerns."""

    record_type = FollowUpType
    permission = Permission.VIEW
    template_name = "contacts/follow_up_detail.html"

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.select_related("owner", "done_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pk = self.record.pk
        whom = concerned([pk], self.request.user).get(pk, [])
        return super().get_context_data(whom=whom, snooze_form=SnoozeForm(), today=timezone.localdate(), **kwargs)

    def facts(self) -> list[tuple[str, Any]]:
        record = self.record
        facts = [
            (_("Looked after by"), record.owner),
            (_("Promised by"), record.get_promised_by_display()),
            (_("Due"), dates.day(record.due_on) if record.due_on else _("no day")),
            (_("Done"), dates.moment(record.done_at) if record.done_at else ""),
            (_("Notes"), record.notes),
        ]
        return [(label, value) for label, value in facts if value]


class FollowUpForms:
    """What adding and editing a follow-up share."""

    permission = Permission.EDIT
    record_type = FollowUpType
    form_class = FollowUpForm
    save_label = gettext_lazy("Save follow-up")


class FollowUpCreate(FollowUpForms, RecordCreate):
    """The form that adds a follow-up; the address may say whom it concerns."""

    title = gettext_lazy("Add a follow-up")

    def make_form(self, posted: Any = None) -> Any:
        form = super().make_form(posted)
        for name in ("organisation", "person", "meeting"):
            key = self.request.GET.get(name, "")
            if posted is None and key.isdecimal() and len(key) < 19:
                form.initial[name] = form.fields[name].queryset.filter(pk=key).values_list("pk", flat=True).first()
        return form


class FollowUpEdit(FollowUpForms, RecordEdit):
    """The form that edits a follow-up."""


class FollowUpClick(RecordPage):
    """One click on a follow-up: done, open again, put off. A GET shows the follow-up itself."""

    record_type = FollowUpType
    permission = Permission.EDIT
    click: str = "done"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.type.detail_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        getattr(self, self.click)(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return HttpResponseRedirect(self.onward(request))

    def onward(self, request: HttpRequest) -> str:
        """Back to the page or the list where it was clicked, else to the follow-up."""
        if "query" in request.POST:
            return f"{self.type.list_url()}?{QueryDict(request.POST['query'][:LONGEST_QUERY]).urlencode()}"
        address = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
        return address if is_ours else self.type.detail_url(self.record)

    def done(self, request: HttpRequest) -> None:
        complete(follow_up=self.record, by=request.user)
        undo_url = reverse("contacts:follow-up-reopen", args=[self.record.pk])
        say(request, _("Done: %(what)s") % {"what": self.record.what}, undo_url=undo_url)

    def again(self, request: HttpRequest) -> None:
        reopen(follow_up=self.record, by=request.user)
        say(request, _("Open again: %(what)s") % {"what": self.record.what})

    def put_off(self, request: HttpRequest) -> None:
        form = SnoozeForm(request.POST)
        if not form.is_valid():
            say(request, " ".join(map(str, form.errors["until"])), level=messages.ERROR)
            return
        snooze(follow_up=self.record, until=form.cleaned_data["until"], by=request.user)
        say(request, _("Put off until %(day)s: %(what)s") % {"day": form.words, "what": self.record.what})
