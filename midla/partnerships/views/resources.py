"""The pages of needs and offers: lists, one of them with what fits it, forms, the clicks that close and reopen."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Organisation
from contacts.models import Meeting, Person
from midla.accounts.permissions import Permission
from midla.partnerships.actions.resource import close, reopen
from midla.partnerships.candidates import other_side
from midla.partnerships.facts import facts_of, state_mark
from midla.partnerships.forms.resource import ResourceForm
from midla.partnerships.holders import countries_of_holder, holders, unseen
from midla.partnerships.models import Need, Offer, ResourceState, Side
from midla.partnerships.proposals import SHOWN, SHOWN_AT_MOST, Proposals
from midla.partnerships.records import NeedType, OfferType
from midla.records.models import Change
from midla.records.registry import type_of
from midla.records.views.detail import RecordDetail
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.lists import RecordList
from midla.records.views.page import RecordPage
from midla.ui.messages import say

FACES = {Side.NEED: Need, Side.OFFER: Offer}
LONGEST_KEY = 18


# --- lists ------------------------------------------------------------------------------------------------------------
class NeedList(RecordList):
    """What is looked for."""

    record_type = NeedType
    permission = Permission.VIEW
    add_label = gettext_lazy("New need")


class OfferList(RecordList):
    """What is given."""

    record_type = OfferType
    permission = Permission.VIEW
    add_label = gettext_lazy("New offer")


# --- one of them ------------------------------------------------------------------------------------------------------
class ResourceDetail(RecordDetail):
    """One need or offer, and what of the other side fits it; `?matches=all` shows more of these."""

    permission = Permission.VIEW
    template_name = "partnerships/resource_detail.html"

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.for_list().prefetch_related("subdivisions", "provinces")

    @cached_property
    def holder(self) -> Any:
        return holders([self.record.pk], self.request.user).get(self.record.pk) or unseen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.record.state == ResourceState.OPEN and not self.record.is_expired
        shown = SHOWN_AT_MOST if self.request.GET.get("matches") == "all" else SHOWN
        return super().get_context_data(
            lead=self.lead(),
            holder=self.holder,
            codes=[country.code for country in self.record.countries.all()],
            standing=state_mark(self.record),
            is_open=is_open,
            proposals=Proposals(self.record, self.request.user, shown),
            others=self.others() if is_open else {},
            **kwargs,
        )

    def lead(self) -> str:
        return " · ".join(str(part) for part in (capfirst(str(self.type.singular)), self.holder.line) if part)

    def others(self) -> dict[str, Any]:
        """How many of the other side are open at all, and their list."""
        other = type_of(FACES[other_side(self.record.side)])
        total = other.visible_to(self.request.user).open().count()
        return {"total": total, "url": f"{other.list_url()}?state=open", "plural": other.plural}

    def facts(self) -> list[tuple[str, Any]]:
        return facts_of(self.record, self.holder, self.request.user)


class NeedDetail(ResourceDetail):
    """The page of a need."""

    record_type = NeedType


class OfferDetail(ResourceDetail):
    """The page of an offer."""

    record_type = OfferType


# --- forms ------------------------------------------------------------------------------------------------------------
class ResourceForms:
    """What adding and editing have in common."""

    permission = Permission.EDIT
    form_class = ResourceForm
    record_type: Any
    side: Side


class ResourceCreate(ResourceForms, RecordCreate):
    """The form that adds one; the address may say whose it is, and at which meeting it was heard."""

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "instance": self.type.model(side=self.side)}

    def make_form(self, posted: Any = None) -> Any:
        form = super().make_form(posted)
        if posted is None:
            self.fill_in(form)
        return form

    def fill_in(self, form: Any) -> None:
        """Whose it is, where it was heard, and the countries that follow."""
        meeting = self.asked(Meeting, "meeting")
        holder = self.asked(Organisation, "organisation") or self.asked(Person, "person")
        if meeting and not holder:
            seen = meeting.organisations.visible_to(self.request.user).order_by("sort_key")
            holder = seen.first()
        if holder:
            form.initial["person" if isinstance(holder, Person) else "organisation"] = holder.pk
            form.initial["countries"] = countries_of_holder(holder)
        form.initial["meeting"] = meeting.pk if meeting else None

    def asked(self, model: Any, name: str) -> Any:
        """The record that the address names, where the reader sees it."""
        key = self.request.GET.get(name, "")
        if not (key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY):
            return None
        return model.objects.visible_to(self.request.user).filter(pk=key).first()


class ResourceEdit(ResourceForms, RecordEdit):
    """The form that edits one."""


class NeedCreate(ResourceCreate):
    """The form that adds a need."""

    record_type, side = NeedType, Side.NEED
    title, save_label = gettext_lazy("Add a need"), gettext_lazy("Save need")


class NeedEdit(ResourceEdit):
    """The form that edits a need."""

    record_type, save_label = NeedType, gettext_lazy("Save need")


class OfferCreate(ResourceCreate):
    """The form that adds an offer."""

    record_type, side = OfferType, Side.OFFER
    title, save_label = gettext_lazy("Add an offer"), gettext_lazy("Save offer")


class OfferEdit(ResourceEdit):
    """The form that edits an offer."""

    record_type, save_label = OfferType, gettext_lazy("Save offer")


# --- clicks -----------------------------------------------------------------------------------------------------------
class ResourceStep(RecordPage):
    """One click on a need or an offer: met, withdrawn, open again. A GET shows it itself."""

    permission = Permission.EDIT
    to: str = ResourceState.OPEN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.type.detail_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A second click finds it there already, and gets the same answer.
        if self.record.state != self.to:
            self.take()
        return redirect(self.type.detail_url(self.record))

    def take(self) -> None:
        """Take the step and say so, with Undo."""
        if self.to == ResourceState.OPEN:
            reopen(resource=self.record, by=self.request.user)
        else:
            close(resource=self.record, state=self.to, by=self.request.user)
        newest = Change.objects.of(self.record).first()
        said = {ResourceState.MET: _("Met: %(what)s"), ResourceState.WITHDRAWN: _("Withdrawn: %(what)s")}
        sentence = said.get(ResourceState(self.to), _("Open again: %(what)s")) % {"what": self.record.what}
        say(self.request, sentence, undo_url=self.address("undo", self.record.pk, newest.pk) if newest else "")


class NeedStep(ResourceStep):
    """One click on a need."""

    record_type = NeedType


class OfferStep(ResourceStep):
    """One click on an offer."""

    record_type = OfferType
