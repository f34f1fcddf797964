"""Adding a record and editing it: nothing typed is lost, nothing is written twice, nobody overwrites another."""

import copy
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import ContextMixin

from midla.records.conflicts import Versions, asks_to_choose, chosen
from midla.records.errors import Conflict, Refused
from midla.records.forms import RecordForm
from midla.records.models import Change
from midla.records.once import answer_of, once
from midla.records.views.page import RecordPage, TypePage
from midla.ui.messages import say


class FormPage(ContextMixin):
    """A page with one form that writes one record. Mixed into TypePage (adding) and RecordPage (editing)."""

    form_class: ClassVar[type[RecordForm]]
    template_name = "records/form.html"
    save_label: ClassVar[str | Promise] = gettext_lazy("Save")
    request: HttpRequest

    def form_kwargs(self) -> dict[str, Any]:
        """What the form is made with beside what was posted."""
        return {"user": self.request.user}

    def make_form(self, posted: QueryDict | None = None) -> Any:
        """The form, empty or as posted."""
        if posted is None:
            return self.form_class(**self.form_kwargs())
        return self.form_class(posted, self.request.FILES, **self.form_kwargs())

    def posted(self) -> QueryDict:
        """What was posted; editing puts in what was chosen between two versions."""
        return self.request.POST

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if location := answer_of(request.user, request.POST.get("one_time_key")):
            return redirect(location)
        form = self.make_form(self.posted())
        if form.asks_to_find:
            form.offer_matches()
            return self.show(form)
        if not form.is_valid() or "back" in request.POST or self.holds_back(form):
            return self.held_back(form)
        return self.saved(form)

    def held_back(self, form: Any) -> HttpResponse:
        """The form once more; unless the same form, sent a moment before, was saved while this one was being read."""
        location = answer_of(self.request.user, self.request.POST.get("one_time_key"))
        return redirect(location) if location else self.show(form)

    def saved(self, form: Any) -> HttpResponse:
        """Write once and go on, or show why not."""
        key = form.cleaned_data["one_time_key"]
        try:
            return redirect(once(self.request.user, key, lambda: self.write(form)))
        except Conflict as conflict:
            return self.conflict(form, conflict)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
            return self.show(form)

    def write(self, form: Any) -> str:
        """Write the record, say so, and tell where to go next."""
        record = form.write(by=self.request.user)
        self.tell(record, changed=record.version != form.cleaned_data["version"])
        return self.next_address(record)

    def holds_back(self, form: Any) -> bool:
        """True where a valid form is shown once more before it is saved, such as with likely doubles."""
        return False

    def show(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        raise conflict

    def tell(self, record: Any, *, changed: bool) -> None:
        """Say that it was saved, with Undo where anything changed."""
        newest = record.newest_change or Change.objects.of(record).first() if changed else None
        undo_url = self.address("undo", record.pk, newest.pk) if newest else ""
        say(self.request, _("Saved: %(name)s.") % {"name": record}, undo_url=undo_url)

    def next_address(self, record: Any) -> str:
        """Where to go after saving: the record's page."""
        return self.type.detail_url(record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(save_label=self.save_label, **kwargs)


class RecordCreate(FormPage, TypePage):
    """The form that adds a record."""

    title: ClassVar[str | Promise] = gettext_lazy("Add")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, cancel_url=self.address("list"), **kwargs)


class RecordEdit(FormPage, RecordPage):
    """The form that edits a record; a version that is no longer the newest leads to the two versions."""

    def form_kwargs(self) -> dict[str, Any]:
        # A copy: the form writes into its record, and the page still names the stored one.
        return {**super().form_kwargs(), "instance": copy.copy(self.record)}

    @cached_property
    def title(self) -> str:
        return _("Edit %(name)s") % {"name": self.record}

    def posted(self) -> QueryDict:
        posted = self.request.POST
        return chosen(posted, self.make_form()) if asks_to_choose(posted) else posted

    def conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        current = self.rows().get(pk=self.record.pk)
        stored = self.form_class(user=self.request.user, instance=current)
        versions = Versions(form, stored, current, self.type, self.request.user)
        context = self.get_context_data(versions=versions, edit_url=self.request.path)
        return render(self.request, "records/conflict.html", context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, cancel_url=self.type.detail_url(self.record), **kwargs)
