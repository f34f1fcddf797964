"""The forms that set a target."""

from typing import Any

from django.utils.translation import gettext_lazy

from midla.accounts.permissions import Permission
from midla.dashboards.forms.target import TargetForm
from midla.dashboards.records import TargetType
from midla.records.views.edit import RecordCreate, RecordEdit


class TargetForms:
    """What adding and editing a target share."""

    permission = Permission.STEER
    record_type = TargetType
    form_class = TargetForm
    save_label = gettext_lazy("Save target")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A target is left to the results."""
        return super().get_context_data(**kwargs) | {"list_url": self.type.list_url()}


class TargetCreate(TargetForms, RecordCreate):
    """The form that adds a target; the address may say of what, for when and where."""

    title = gettext_lazy("Set a target")

    def make_form(self, posted: Any = None) -> Any:
        form = super().make_form(posted)
        names = {"indicator": "indicator", "since": "starts_on", "until": "ends_on", "country": "country"}
        for asked, name in names.items():
            value = self.request.GET.get(asked, "")
            if posted is None and value and len(value) < 19:
                form.initial[name] = value
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"cancel_url": self.type.list_url()}


class TargetEdit(TargetForms, RecordEdit):
    """The form that edits a target."""
