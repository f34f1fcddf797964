"""Deciding about a match: set aside, taken back, introduced."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from contacts.models import Person
from midla.accounts.permissions import Permission
from midla.partnerships.actions.match import introduce, set_aside, take_back
from midla.partnerships.forms.match import AsideForm
from midla.partnerships.introduction import Introduction
from midla.partnerships.models import Match, MatchState, Offer, Partnership
from midla.partnerships.records import NeedType
from midla.records.errors import Refused
from midla.records.models import Access
from midla.records.registry import type_of
from midla.records.views.page import RecordPage, one_or_404
from midla.ui.messages import say

READ_CONTACTS, INTRODUCED = "read contacts", "introduced"


class MatchPage(RecordPage):
    """A page about a need and an offer that its reader both sees."""

    record_type = NeedType
    permission = Permission.EDIT

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.select_related("theme", "owner")

    @cached_property
    def offer(self) -> Any:
        seen = type_of(Offer).visible_to(self.request.user).select_related("theme", "owner")
        return one_or_404(seen, self.kwargs["other"])

    @cached_property
    def match(self) -> Match | None:
        rows = Match.objects.visible_to(self.request.user).select_related("partnership")
        return rows.filter(need_id=self.record.pk, offer_id=self.offer.pk).first()

    def own(self, page: str) -> str:
        """The address of another page about the same two."""
        return reverse(f"partnerships:need-{page}", args=[self.record.pk, self.offer.pk])

    @property
    def back(self) -> str:
        """The page of the need or of the offer, from wherever it was clicked."""
        address = self.request.POST.get("next") or self.request.GET.get("next") or ""
        is_ours = url_has_allowed_host_and_scheme(address, {self.request.get_host()}, self.request.is_secure())
        return address if is_ours and address.startswith("/") else self.record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offer=self.offer, back=self.back, **kwargs)


class MatchAside(MatchPage):
    """Says that the two do not fit, and why; remembered, and never proposed again."""

    template_name = "partnerships/match_aside.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=AsideForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AsideForm(request.POST)
        # Asked before anything is written: what is not theirs to see is not there.
        need, offer = self.record, self.offer
        if form.is_valid():
            try:
                set_aside(need=need, offer=offer, reason=form.cleaned_data["reason"], by=request.user)
            except Refused as refused:
                form.add_error(None, str(refused.sentence))
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form))
        say(request, _("Set aside: %(what)s") % {"what": offer.what}, undo_url=self.own("match-back"))
        return redirect(self.back)


class MatchBack(MatchPage):
    """Proposes again what was set aside. A GET shows the need."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.record.get_absolute_url() if self.offer else self.back)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        take_back(need=self.record, offer=self.offer, by=request.user)
        say(request, _("Proposed again: %(what)s") % {"what": self.offer.what})
        return redirect(self.back)


class MatchIntroduce(MatchPage):
    """What each is told of the other, in letters ready to be sent; a click opens their partnership."""

    template_name = "partnerships/match_introduce.html"

    @cached_property
    def introduction(self) -> Introduction:
        return Introduction.of(self.record, self.offer, self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self) -> HttpResponse:
        refusal = self.refusal
        letters = [] if refusal else self.introduction.letters
        if letters:
            self.log(READ_CONTACTS)
        opened = self.opened
        return self.render_to_response(
            self.get_context_data(
                refusal=refusal,
                letters=letters,
                parties=self.introduction.parties if letters else (),
                opened=opened,
                opened_url=page_of(opened) if opened else "",
            )
        )

    @property
    def refusal(self) -> str:
        """Why not; two who were introduced may be written to once more, whatever became of need and offer."""
        return self.introduction.refusal or ("" if self.opened else self.introduction.closed)

    @cached_property
    def opened(self) -> Partnership | None:
        """The partnership that was opened for the two, where the reader sees it."""
        if self.match is None or self.match.state != MatchState.INTRODUCED:
            return None
        seen = Partnership.objects.visible_to(self.request.user)
        return seen.filter(pk=self.match.partnership_id).first()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := self.refusal:
            say(request, refusal, level=messages.ERROR)
            return redirect(self.own("introduce"))
        if self.opened is None:
            introduce(need=self.record, offer=self.offer, by=request.user)
            self.log(INTRODUCED)
            say(request, _("Introduced. Their partnership is open; now send the two letters."))
        return redirect(self.own("introduce"))

    def log(self, act: str) -> None:
        """Note whose contact data were read, or given to others."""
        Access.objects.bulk_create(
            Access(by=self.request.user, act=act, model_label=Person.label(), record_id=contact.person.pk)
            for contact in self.introduction.named
            if act == INTRODUCED or contact.email or contact.phone
        )


def page_of(partnership: Partnership) -> str:
    """The address of a partnership's page."""
    try:
        return partnership.get_absolute_url()
    except NoReverseMatch:
        return ""
