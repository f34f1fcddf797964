"""The parts of a partnership: adding one, editing it, one click on a milestone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.accounts.permissions import Permission
from midla.partnerships.actions.parts import reach
from midla.partnerships.forms.funding import FundingLineForm
from midla.partnerships.forms.parts import AgreementForm, MilestoneForm, ParticipantForm, ResultForm, ReviewForm
from midla.partnerships.models import Partnership, Stage
from midla.partnerships.records import (
    AgreementType,
    FundingLineType,
    MilestoneType,
    ParticipantType,
    ResultType,
    ReviewType,
)
from midla.records.models import Change
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.page import RecordPage
from midla.ui.messages import say


class PartCreate(RecordCreate):
    """The form that adds a part; the address says of which partnership."""

    permission = Permission.EDIT

    def form_kwargs(self) -> dict[str, Any]:
        partnership = self.partnership
        return {**super().form_kwargs(), "initial": {"partnership": partnership.pk if partnership else None}}

    @property
    def partnership(self) -> Partnership | None:
        """The partnership the address names, where the user sees it."""
        key = self.request.GET.get("partnership", "")
        if not (key.isascii() and key.isdecimal() and len(key) < 19):
            return None
        return Partnership.objects.visible_to(self.request.user).filter(pk=key).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        partnership = self.partnership
        if partnership is not None:
            context["cancel_url"] = partnership.get_absolute_url()
            context["lead"] = partnership.title
        context["list_url"] = self.type.list_url()
        return context


class PartEdit(RecordEdit):
    """The form that edits a part."""

    permission = Permission.EDIT

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "list_url": self.type.list_url()}


class ParticipantCreate(PartCreate):
    """Lets an organisation or a person take part."""

    record_type = ParticipantType
    form_class = ParticipantForm
    title = gettext_lazy("Add a participant")
    save_label = gettext_lazy("Save participant")


class ParticipantEdit(PartEdit):
    """Changes the role of a participant."""

    record_type = ParticipantType
    form_class = ParticipantForm
    save_label = gettext_lazy("Save participant")


class AgreementCreate(PartCreate):
    """Adds an agreement; who came from a move that lacked it goes back there."""

    record_type = AgreementType
    form_class = AgreementForm
    title = gettext_lazy("Add an agreement")
    save_label = gettext_lazy("Save agreement")

    def next_address(self, record: Any) -> str:
        to = self.request.GET.get("to", "")
        if to in Stage.values:
            return f"{reverse('partnerships:partnership-move', args=[record.partnership_id])}?to={to}"
        return super().next_address(record)


class AgreementEdit(PartEdit):
    """Edits an agreement."""

    record_type = AgreementType
    form_class = AgreementForm
    save_label = gettext_lazy("Save agreement")


class FundingLineCreate(PartCreate):
    """Adds what one source gives."""

    record_type = FundingLineType
    form_class = FundingLineForm
    title = gettext_lazy("Add a funding line")
    save_label = gettext_lazy("Save funding line")


class FundingLineEdit(PartEdit):
    """Edits what one source gives."""

    record_type = FundingLineType
    form_class = FundingLineForm
    save_label = gettext_lazy("Save funding line")


class MilestoneCreate(PartCreate):
    """Adds a milestone."""

    record_type = MilestoneType
    form_class = MilestoneForm
    title = gettext_lazy("Add a milestone")
    save_label = gettext_lazy("Save milestone")


class MilestoneEdit(PartEdit):
    """Edits a milestone."""

    record_type = MilestoneType
    form_class = MilestoneForm
    save_label = gettext_lazy("Save milestone")


class MilestoneReached(RecordPage):
    """One click says that a milestone is reached. A GET leads to the partnership."""

    record_type = MilestoneType
    permission = Permission.EDIT

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.for_list()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.type.detail_url(self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reached = reach(milestone=self.record, by=request.user)
        newest = Change.objects.of(reached).first()
        undo_url = self.address("undo", reached.pk, newest.pk) if newest else ""
        say(request, _("Reached: %(what)s") % {"what": reached}, undo_url=undo_url)
        return redirect(self.type.detail_url(self.record))


class ResultCreate(PartCreate):
    """Adds a result."""

    record_type = ResultType
    form_class = ResultForm
    title = gettext_lazy("Add a result")
    save_label = gettext_lazy("Save result")


class ResultEdit(PartEdit):
    """Edits a result."""

    record_type = ResultType
    form_class = ResultForm
    save_label = gettext_lazy("Save result")


class ReviewCreate(PartCreate):
    """Adds a review."""

    record_type = ReviewType
    form_class = ReviewForm
    title = gettext_lazy("Add a review")
    save_label = gettext_lazy("Save review")

    def form_kwargs(self) -> dict[str, Any]:
        kwargs = super().form_kwargs()
        kwargs["initial"]["months"] = self.request.GET.get("months", "")[:2]
        return kwargs


class ReviewEdit(PartEdit):
    """Edits a review."""

    record_type = ReviewType
    form_class = ReviewForm
    save_label = gettext_lazy("Save review")
