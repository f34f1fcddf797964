"""Roles of people: adding one, changing it, ending it."""

from typing import Any

from django.utils.translation import gettext_lazy

from contacts.forms.affiliation import AffiliationForm
from contacts.records import AffiliationType
from midla.accounts.permissions import Permission
from midla.records.views.edit import RecordCreate, RecordEdit


class AffiliationForms:
    """What adding and editing a role share."""

    permission = Permission.EDIT
    record_type = AffiliationType
    form_class = AffiliationForm
    save_label = gettext_lazy("Save role")

    def next_address(self, record: Any) -> str:
        """The person's page."""
        return record.person.get_absolute_url()


class AffiliationCreate(AffiliationForms, RecordCreate):
    """The form that adds a role; the address may say whose or where."""

    title = gettext_lazy("Add a role")

    def make_form(self, posted: Any = None) -> Any:
        form = super().make_form(posted)
        for name in ("person", "organisation"):
            key = self.request.GET.get(name, "")
            if posted is None and key.isdecimal() and len(key) < 19:
                form.initial[name] = form.fields[name].queryset.filter(pk=key).values_list("pk", flat=True).first()
        return form


class AffiliationEdit(AffiliationForms, RecordEdit):
    """The form that edits a role, such as its last day."""
