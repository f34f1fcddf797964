"""What a person agreed to, recorded on a page of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from contacts.forms.consent import ConsentPageForm
from contacts.records import PersonType
from midla.accounts.permissions import Permission
from midla.records.once import once
from midla.records.views.page import RecordPage
from midla.ui.messages import say


class ConsentRecord(RecordPage):
    """Ask a person, and record what they say."""

    permission = Permission.CONSENT
    record_type = PersonType
    template_name = "contacts/consent_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(ConsentPageForm(person=self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ConsentPageForm(request.POST, person=self.record)
        if not form.is_valid():
            return self.show(form)

        def act() -> str:
            form.record(person=self.record, by=request.user)
            return self.type.detail_url(self.record)

        location = once(request.user, form.cleaned_data["one_time_key"], act)
        say(request, _("Consent recorded."))
        return redirect(location)

    def show(self, form: ConsentPageForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, title=_("Consent")))
