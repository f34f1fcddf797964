"""Moving a partnership to another stage, by a form that works without script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from midla.accounts.permissions import Permission
from midla.partnerships.actions.partnership import move
from midla.partnerships.actions.resource import close
from midla.partnerships.forms.move import MoveForm
from midla.partnerships.models import NEEDS_AGREEMENT, ResourceState, Stage
from midla.partnerships.records import PartnershipType
from midla.partnerships.sheet import open_needs
from midla.records.errors import Conflict, Refused
from midla.records.models import Change
from midla.records.once import answer_of, once
from midla.records.views.page import RecordPage
from midla.ui.messages import say

LONGEST_ADDRESS = 1000


class PartnershipMove(RecordPage):
    """The form that moves a partnership; a move from the board or the page is posted here at once."""

    record_type = PartnershipType
    permission = Permission.EDIT
    template_name = "partnerships/partnership_move.html"

    def make_form(self, posted: Any = None) -> MoveForm:
        asked = {"to": self.request.GET["to"]} if self.request.GET.get("to") in Stage.values else {}
        return MoveForm(posted, partnership=self.record, user=self.request.user, initial=asked)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if location := answer_of(request.user, request.POST.get("one_time_key")):
            return redirect(location)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            return redirect(once(request.user, form.cleaned_data["one_time_key"], lambda: self.moved(form)))
        except Conflict as conflict:
            return self.moved_meanwhile(conflict)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
            return self.show(form)

    def moved(self, form: MoveForm) -> str:
        """Move it, say so, and tell where to go next."""
        given = form.cleaned_data
        held = move(
            partnership=self.record,
            to=given["to"],
            by=self.request.user,
            reason=given["reason"],
            no_agreement_reason=given.get("no_agreement_reason", ""),
            version=given["version"],
        )
        newest = Change.objects.of(held).first()
        words = {"title": held.title, "stage": held.get_stage_display()}
        undo_url = self.address("undo", held.pk, newest.pk) if newest else ""
        say(self.request, _("Moved to “%(stage)s”: %(title)s.") % words, undo_url=undo_url)
        return self.next_address()

    def moved_meanwhile(self, conflict: Conflict) -> HttpResponse:
        """The form anew, for where it stands now, with what was typed."""
        self.__dict__["record"] = conflict.current
        posted = self.request.POST.copy()
        posted["version"] = str(conflict.current.version)
        form = self.make_form(posted)
        form.is_valid()
        words = {"stage": conflict.current.get_stage_display()}
        form.add_error(None, _("Somebody changed it meanwhile; it is at “%(stage)s” now. Look, and move it.") % words)
        response = self.show(form)
        response.status_code = 409
        return response

    def next_address(self) -> str:
        """Back to the board where it was moved, else to the partnership."""
        return self.back or self.type.detail_url(self.record)

    @property
    def back(self) -> str:
        """The address of ours to go back to; empty where none, or somebody else's, was given."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        request = self.request
        is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
        return asked if is_ours and len(asked) <= LONGEST_ADDRESS else ""

    def show(self, form: MoveForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs["form"]
        to = form["to"].value()
        lacks = form.lacks_agreement and to in NEEDS_AGREEMENT
        asked = urlencode({"partnership": self.record.pk, "to": to or ""})
        return super().get_context_data(
            back=self.back,
            cancel_url=self.next_address(),
            agreement_url=f"{reverse('partnerships:agreement-add')}?{asked}" if lacks else "",
            **kwargs,
        )


class PartnershipNeedsMet(RecordPage):
    """One click says that the needs a completed partnership came from are met."""

    record_type = PartnershipType
    permission = Permission.EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.type.detail_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for need in open_needs(self.record, request.user):
            close(resource=need, state=ResourceState.MET, by=request.user)
            say(request, _("Met: %(need)s") % {"need": need})
        return redirect(self.type.detail_url(self.record))
