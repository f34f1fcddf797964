"""Pages of the admin that write: once whatever is clicked, never over somebody else's head, refusals in words."""

import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midla.records.actions import trash, trash_many
from midla.records.admin_pages import GuardedAdmin
from midla.records.conflicts import Versions, asks_to_choose, chosen
from midla.records.errors import Conflict, Refused
from midla.records.forms import RecordForm
from midla.records.once import answer_of, is_key, once
from midla.records.registry import type_of


class Unwritten(Exception):
    """A form came back: its one-time key stays good."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


class WritingAdmin(GuardedAdmin):
    """Rows written by a form that knows its user, its version and its one-time key, and has `write(by=…)`."""

    def get_form(self, request: HttpRequest, row: Any = None, change: bool = False, **kwargs: Any) -> Any:  # type: ignore[override]
        if "fields" not in kwargs:
            kwargs["fields"] = flatten_fieldsets(self.get_fieldsets(request, row))
        if kwargs["fields"] is not None:
            editable = {field.name for field in self.opts.get_fields() if getattr(field, "editable", False)}
            kwargs["fields"] = [name for name in kwargs["fields"] if name in editable]
        form: Any = super().get_form(request, row, change, **kwargs)

        class Bound(form):
            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, user=request.user, **options)

            def __new__(cls, *posted: Any, **options: Any) -> Any:
                # A form that was refused comes back as it is, with the reason.
                return refused if posted and refused else super().__new__(cls)

        refused = getattr(request, "refused_form", None)
        return Bound

    def get_fieldsets(self, request: HttpRequest, row: Any = None) -> Any:
        """With the form's hidden fields, without those that this reader may not read or this row does not ask."""
        declared = super().get_fieldsets(request, row)
        form = self.get_form(request, row, change=row is not None, fields=flatten_fieldsets(declared))(instance=row)
        hidden = [name for name in form.fields if form[name].is_hidden]
        known = {*form.fields, *self.get_readonly_fields(request, row)}
        found: list[Any] = [(None, {"fields": hidden})]
        own = [name for name in form.fields if name not in {*hidden, *flatten_fieldsets(declared)}]
        for title, options in declared:
            names = [name for name in options["fields"] if name in known and name not in hidden]
            found += [(title, {**options, "fields": [*names, *own]})] if names else []
            own = []
        return found

    def get_object(self, request: HttpRequest, object_id: Any, from_field: str | None = None) -> Any:
        """A copy of the row, read once for each request: forms write into what they are given."""
        read = request.__dict__.setdefault("rows_read", {})
        if object_id not in read:
            read[object_id] = super().get_object(request, object_id)
        return copy.copy(read[object_id])

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.take_choice(request, object_id)
            return self.written_once(request, object_id, *args, **kwargs)
        except Conflict as conflict:
            return self.conflict(request, conflict)
        except Refused as refused:
            request.refused_form = request.written_form
            request.refused_form.add_error(None, str(refused.sentence))
            return super().changeform_view(request, object_id, *args, **kwargs)

    def take_choice(self, request: HttpRequest, object_id: Any) -> None:
        """Put what was chosen on the page of two versions into what was posted."""
        row = self.get_object(request, object_id) if asks_to_choose(request.POST) and object_id else None
        if row is not None:
            stored = self.get_form(request, row, change=True)(instance=row)
            request.POST = chosen(request.POST, stored)  # type: ignore[assignment]

    def written_once(self, request: HttpRequest, object_id: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a form that is sent twice the same way twice."""
        key = request.POST.get("one_time_key", "")
        if request.method != "POST" or not is_key(key):
            return super().changeform_view(request, object_id, *args, **kwargs)
        if earlier := answer_of(request.user, key):
            return redirect(earlier)

        def act() -> str:
            response = super(WritingAdmin, self).changeform_view(request, object_id, *args, **kwargs)
            if response.status_code != 302:
                raise Unwritten(response)
            return response.url

        try:
            return redirect(once(request.user, key, act))
        except Unwritten as unwritten:
            return unwritten.response

    def conflict(self, request: HttpRequest, conflict: Conflict) -> HttpResponse:
        """Both versions side by side, and what was typed, ready to be sent again."""
        form = self.get_form(request, conflict.current, change=True)
        typed = request.written_form
        versions = self.versions(typed, form(instance=conflict.current), conflict.current, request.user)
        context = {**self.admin_site.each_context(request), "versions": versions, "opts": self.opts}
        title = _("Somebody saved while you were writing")
        return render(request, "admin/conflict.html", {**context, "title": title}, status=409)

    def versions(self, typed: Any, stored: Any, current: Any, user: Any) -> Versions:
        """What was typed and what is stored, compared."""
        return Versions(typed, stored, current, type_of(current), user)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.instance

    def save_model(self, request: HttpRequest, row: Any, form: Any, change: bool) -> None:
        request.written_form = form
        form.write(by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Written with the row; parts are written on pages of their own."""


class AdminForm(RecordForm):
    """A record's form in the admin: the same checks and the same writing, with the admin's own widgets."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Not RecordForm's: it would put its own widgets in the place of the admin's.
        forms.ModelForm.__init_subclass__(**kwargs)


class RecordAdmin(WritingAdmin):
    """Records: written through the actions, with version, history and trash."""

    form = AdminForm
    exclude = ("confined_to",)
    actions = ("move_to_trash",)
    delete_confirmation_template = "admin/move_to_trash.html"

    def view_on_site(self, record: Any) -> str:
        """The record's own page."""
        return type_of(record).detail_url(record)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Records have a page of their own for it."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        try:
            return redirect(reverse(f"{type_of(record).url}-history", args=[record.pk]))
        except NoReverseMatch as error:
            raise Http404 from error

    def get_deleted_objects(self, records: Any, request: HttpRequest) -> Any:
        """Nothing goes with a record that only goes to the trash."""
        return [str(record) for record in records], {}, set(), []

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """To the list; said in the words of the trash, where the record lies now."""
        self.message_user(request, _("Moved to the trash: %(name)s.") % {"name": obj_display})
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def delete_model(self, request: HttpRequest, record: Any) -> None:
        trash(record, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record = self.get_object(request, object_id)
        title = _("Move %(record)s to the trash?") % {"record": record}
        try:
            return super().delete_view(request, object_id, {"title": title, **(extra_context or {})})
        except Refused as refused:
            self.message_user(request, str(refused.sentence), messages.ERROR)
            return redirect(request.path.removesuffix("delete/") + "change/")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {name: act for name, act in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(permissions=["delete"], description=gettext_lazy("Move to the trash"))
    def move_to_trash(self, request: HttpRequest, records: QuerySet) -> None:
        """Move what was picked to the trash, as one batch; nothing where one of them may not go there."""
        try:
            moved = trash_many(records, by=request.user, act=_("Moved to the trash")).size
        except Refused as refused:
            self.message_user(request, str(refused.sentence), messages.ERROR)
            return
        sentence = ngettext("Moved to the trash: %d record.", "Moved to the trash: %d records.", moved)
        self.message_user(request, sentence % moved)
