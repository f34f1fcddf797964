"""What the admin's pages have in common: the same `visible_to`, the same actions and history as everywhere."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midla.records.actions import trash
from midla.records.admin_lookups import is_allowed, is_day
from midla.records.conflicts import Versions
from midla.records.errors import Conflict, Refused
from midla.records.forms import KeysField, RecordForm
from midla.records.models import Batch, Change
from midla.records.once import answer_of, once
from midla.records.registry import type_of
from midla.records.search import search_key, words_of

POPUP = "_popup"


def key_of(model: Any, value: Any) -> Any:
    """A value as a key of a model; None where it cannot be one."""
    try:
        key = model._meta.pk.to_python(value)
    except ValidationError:
        return None
    return None if isinstance(key, int) and abs(key) >= 2**63 else key


class SoundKeys:
    """A typeahead of the admin that leaves out what cannot be a key, instead of asking the database for it."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        model = self.field.remote_field.model
        sound = [one for one in value if one in ("", None) or key_of(model, one) is not None]
        return super().optgroups(name, sound, attr)


class OneOfMany(SoundKeys, AutocompleteSelect):
    """The typeahead for one."""


class SomeOfMany(SoundKeys, AutocompleteSelectMultiple):
    """The typeahead for several."""


class GuardedAdmin(admin.ModelAdmin):
    """Any model: only rows its reader sees, only the filters it offers, a search that forgives, no log of its own."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return is_allowed(self, request, lookup, value)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if self.date_hierarchy and not is_day(self.date_hierarchy, request.GET):
            raise SuspiciousOperation
        if any(key_of(self.model, picked) is None for picked in request.POST.getlist("_selected_action")):
            raise SuspiciousOperation
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet, bool]:
        """Accents, case and apostrophes forgiven: by the search key where there is one, else by comparing here."""
        words = words_of(search_term)
        if not words:
            return queryset, False
        if hasattr(queryset, "matching"):
            return queryset.matching(search_term), False
        texts = queryset.order_by().values_list("pk", *self.get_search_fields(request))
        keys = [key for key, *names in texts if all(word in search_key(*names) for word in words)]
        return queryset.filter(pk__in=keys), False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        if from_field is None and key_of(self.model, object_id) is None:
            return None
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        raise Http404

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing: what an address says could be anything."""
        return {}

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneOfMany(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs["form_class"] = KeysField
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SomeOfMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # Windows that open on top of the page would write past the one-time key.
        for name in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if hasattr(field, "widget") and hasattr(field.widget, name):
                setattr(field.widget, name, False)
        return field

    # Django's log holds names of records; history is kept by the actions.
    def log_addition(self, request: HttpRequest, *args: Any) -> None:
        return None

    def log_change(self, request: HttpRequest, *args: Any) -> None:
        return None

    def log_deletions(self, request: HttpRequest, *args: Any) -> None:
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What history tells of a row; records have a page of their own for it."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        try:
            return redirect(reverse(f"{type_of(row).url}-history", args=[row.pk]))
        except (KeyError, NoReverseMatch):
            label = row._meta.concrete_model._meta.label_lower
            changes = Change.objects.filter(model_label=label, record_id=row.pk).select_related("by")[:200]
        context = {**self.admin_site.each_context(request), "row": row, "changes": changes, "opts": self.opts}
        return render(request, "admin/changes.html", {**context, "title": _("History of %(name)s") % {"name": row}})


class ReadOnlyAdmin(GuardedAdmin):
    """Rows that are looked at and never written by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False


class WordAdmin(GuardedAdmin):
    """Words of a list: named in four languages, taken out of use, never deleted."""

    list_display = ("code", "name_it", "name_es", "name_en", "name_fr", "active")
    list_filter = ("active",)
    search_fields = ("code", "name_it", "name_es", "name_en", "name_fr")

    def get_readonly_fields(self, request: HttpRequest, word: Any = None) -> tuple[str, ...]:
        # Programs and files know a word by its code.
        return ("code",) if word else ()

    def has_delete_permission(self, request: HttpRequest, word: Any = None) -> bool:
        return False


class PartInline(admin.TabularInline):
    """What belongs to a record, to look at: it is written on pages of its own."""

    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_add_permission(self, request: HttpRequest, record: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, record: Any = None) -> bool:
        return False


class AdminForm(RecordForm):
    """A record's form in the admin: the same checks and the same writing, with the admin's own widgets."""

    refusal: ClassVar[Any] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Not RecordForm's: it would put its own widgets in the place of the admin's.
        forms.ModelForm.__init_subclass__(**kwargs)

    def _leave_out_unreadable(self) -> None:
        try:
            type_of(self._meta.model)
        except KeyError:
            return
        super()._leave_out_unreadable()

    def clean(self) -> dict[str, Any]:
        if self.refusal:
            raise forms.ValidationError(self.refusal)
        return super().clean()


class Unwritten(Exception):
    """A form came back: its one-time key stays good."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


class RecordAdmin(GuardedAdmin):
    """Records: written through the actions, with version, history and trash."""

    form = AdminForm
    exclude = ("confined_to",)
    actions = ("move_to_trash",)

    def get_form(self, request: HttpRequest, record: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, record, change, **kwargs)

        class Bound(form):
            refusal = getattr(request, "refusal", None)

            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, user=request.user, **options)

        return Bound

    def get_fieldsets(self, request: HttpRequest, record: Any = None) -> Any:
        """Without fields that this reader may not read or that this record keeps to itself."""
        form = self.get_form(request, record, change=record is not None)(instance=record)
        known = {*form.fields, *self.get_readonly_fields(request, record)}
        found = [(None, {"fields": [name for name in form.fields if form[name].is_hidden]})]
        for title, options in super().get_fieldsets(request, record):
            names = [name for name in options["fields"] if name in known and name not in found[0][1]["fields"]]
            found.append((title, {**options, "fields": names}))
        return found

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.written_once(request, object_id, *args, **kwargs)
        except Conflict as conflict:
            return self.conflict(request, conflict)
        except Refused as refused:
            request.refusal = refused.sentence  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, *args, **kwargs)

    def written_once(self, request: HttpRequest, object_id: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a form that adds a record, sent twice, the same way twice."""
        key = request.POST.get("one_time_key", "")
        if object_id is not None or request.method != "POST" or POPUP in request.POST or not key:
            return super().changeform_view(request, object_id, *args, **kwargs)
        if earlier := answer_of(request.user, key):
            return redirect(earlier)

        def act() -> str:
            response = super(RecordAdmin, self).changeform_view(request, object_id, *args, **kwargs)
            if response.status_code != 302:
                raise Unwritten(response)
            return response.url  # type: ignore[attr-defined]

        try:
            return redirect(once(request.user, key, act))
        except Unwritten as unwritten:
            return unwritten.response

    def conflict(self, request: HttpRequest, conflict: Conflict) -> HttpResponse:
        """Both versions side by side, and what was typed, ready to be sent again."""
        form = self.get_form(request, conflict.current, change=True)
        typed = form(request.POST, request.FILES, instance=self.get_object(request, conflict.current.pk))
        typed.is_valid()
        stored = form(instance=conflict.current)
        versions = Versions(typed, stored, conflict.current, type_of(conflict.current), request.user)
        context = {**self.admin_site.each_context(request), "versions": versions, "opts": self.opts}
        return render(request, "admin/conflict.html", {**context, "title": conflict.sentence}, status=409)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.instance

    def save_model(self, request: HttpRequest, record: Any, form: Any, change: bool) -> None:
        form.write(by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Written with the record; parts are written on pages of their own."""

    def get_deleted_objects(self, records: Any, request: HttpRequest) -> Any:
        """Nothing goes with a record that only goes to the trash."""
        return [str(record) for record in records], {}, set(), []

    def delete_model(self, request: HttpRequest, record: Any) -> None:
        trash(record, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            self.message_user(request, str(refused.sentence), messages.ERROR)
            return redirect(request.path.removesuffix("delete/") + "change/")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {name: act for name, act in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(permissions=["delete"], description=gettext_lazy("Move to the trash"))
    def move_to_trash(self, request: HttpRequest, records: QuerySet) -> None:
        """Move what was picked to the trash, as one batch."""
        moved, batch = 0, Batch.objects.create(by=request.user, act=_("Moved to the trash"))
        for record in records:
            try:
                trash(record, by=request.user, batch=batch)
                moved += 1
            except Refused as refused:
                self.message_user(request, f"{record}: {refused.sentence}", messages.ERROR)
        batch.size = moved
        batch.save(update_fields=["size"])
        sentence = ngettext("Moved to the trash: %d record.", "Moved to the trash: %d records.", moved)
        self.message_user(request, sentence % moved)
