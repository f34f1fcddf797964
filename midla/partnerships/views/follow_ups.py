"""A follow-up that hangs on a partnership."""

from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from contacts.views.follow_ups import FollowUpCreate
from midla.accounts.permissions import Permission
from midla.partnerships.actions.partnership import link_follow_up
from midla.partnerships.models import Partnership
from midla.partnerships.participants import parts_by_partnership
from midla.records.views.page import one_or_404


class PartnershipFollowUp(FollowUpCreate):
    """The form of a follow-up that concerns a participant; what is saved is linked to the partnership."""

    permission = Permission.EDIT
    title = gettext_lazy("Add a follow-up")

    @cached_property
    def partnership(self) -> Partnership:
        """The partnership, where the user sees it."""
        return one_or_404(Partnership.objects.visible_to(self.request.user), self.kwargs["pk"])

    def make_form(self, posted: Any = None) -> Any:
        form = super().make_form(posted)
        parts = parts_by_partnership([self.partnership.pk], self.request.user).get(self.partnership.pk)
        first = next(iter(parts.seen), None) if parts else None
        if posted is None and first:
            form.initial["person" if first.is_person else "organisation"] = first.whose
        return form

    @transaction.atomic
    def write(self, form: Any) -> str:
        """Store the follow-up and link it; go back to the partnership."""
        partnership = self.partnership
        follow_up = form.write(by=self.request.user)
        link_follow_up(partnership=partnership, follow_up=follow_up, by=self.request.user)
        self.tell(follow_up, changed=True)
        return partnership.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "cancel_url": self.partnership.get_absolute_url(), "lead": self.partnership.title}
