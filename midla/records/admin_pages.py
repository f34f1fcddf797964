"""What the admin's pages have in common: rows their reader sees, filters they offer, no log."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import Media
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse

from midla.records.admin_lookups import is_allowed, is_day
from midla.records.forms import KeysField
from midla.records.search import search_key, words_of
from midla.ui.widgets import DayInput

# What windows that open on top of a page send along, and a button of Django's that is not shown: each would change
# what a form writes or where it leads.
NOT_ASKED = ("_popup", "_to_field", "_saveasnew")
# What tells that a row is no longer offered.
IN_USE = ("active", "is_active")


def key_of(model: Any, value: Any) -> Any:
    """A value as a key of a model; None where it cannot be one."""
    try:
        key = model._meta.pk.to_python(value)
    except ValidationError:
        return None
    return None if isinstance(key, int) and abs(key) >= 2**63 else key


def seen_rows(rows: Any, user: Any) -> Any:
    """The rows a user sees, of a model that says so."""
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


class SoundKeys:
    """A typeahead of the admin that leaves out what cannot be a key, instead of asking the database for it."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        model = self.field.remote_field.model
        sound = [one for one in value if one in ("", None) or key_of(model, one) is not None]
        return super().optgroups(name, sound, attr)


class OneOfMany(SoundKeys, AutocompleteSelect):
    """The typeahead for one."""


class SomeOfMany(SoundKeys, AutocompleteSelectMultiple):
    """The typeahead for several; each is taken away by itself."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class GuardedAdmin(admin.ModelAdmin):
    """Any model: only rows its reader sees, only the filters it offers, a search that forgives, no log of its own."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site: Any = False
    formfield_overrides = {models.DateField: {"widget": DayInput}, models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return seen_rows(super().get_queryset(request), request.user)

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
        """Rows that hold every word; a typeahead offers only what is in use."""
        found = self.found(queryset, search_term) if self.get_search_fields(request) else queryset
        if request.resolver_match is not None and request.resolver_match.url_name == "autocomplete":
            found = self.offered(found)
        return found, False

    def found(self, rows: Any, typed: str) -> QuerySet:
        """Accents, case and apostrophes forgiven: by the search key where there is one, else by comparing here."""
        words = words_of(typed)
        if not words:
            return rows
        if hasattr(rows, "matching"):
            return rows.matching(typed)
        texts = rows.order_by().values_list("pk", *self.search_fields)
        keys = [key for key, *names in texts if all(word in search_key(*names) for word in words)]
        return rows.filter(pk__in=keys)

    def offered(self, rows: Any) -> QuerySet:
        """What a typeahead offers: what is in use, with what its names are made of."""
        fields = {field.name for field in self.model._meta.concrete_fields}
        rows = rows.filter(**{name: True for name in IN_USE if name in fields})
        joined = self.list_select_related
        return rows.select_related(*joined) if isinstance(joined, tuple) else rows

    def get_object(self, request: HttpRequest, object_id: Any, from_field: str | None = None) -> Any:
        return None if key_of(self.model, object_id) is None else super().get_object(request, object_id)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        raise Http404

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing: what an address says could be anything."""
        return {}

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            posted = request.POST.copy()
            for name in NOT_ASKED:
                posted.pop(name, None)
            request.POST = posted  # type: ignore[assignment]
        return super().changeform_view(request, object_id, *args, **kwargs)

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
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        # Windows that open on top of the page would write past the one-time key.
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    # Django's log holds names of records; history is kept by the actions.
    def log_addition(self, request: HttpRequest, *args: Any) -> None:  # type: ignore[override]
        return None

    def log_change(self, request: HttpRequest, *args: Any) -> None:  # type: ignore[override]
        return None

    def log_deletions(self, request: HttpRequest, *args: Any) -> None:  # type: ignore[override]
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """There is none, unless a page says otherwise."""
        raise Http404


class ReadOnlyAdmin(GuardedAdmin):
    """Rows that are looked at and never written by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False


class ShownFormSet(BaseInlineFormSet):
    """Rows that are looked at: what is posted beside them is not theirs, and nothing of them is ever wrong."""

    def __init__(self, posted: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(**{name: value for name, value in kwargs.items() if name not in {"data", "files"}})
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []

    def is_valid(self) -> bool:
        return True


class PartInline(admin.TabularInline):
    """What belongs to a record, to look at: it is written on pages of its own."""

    extra = 0
    can_delete = False
    show_change_link = True
    formset = ShownFormSet
    template = "admin/part.html"
    media = Media()
    # What the names in its rows are made of.
    joined: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return seen_rows(super().get_queryset(request), request.user).select_related(*self.joined)

    def get_readonly_fields(self, request: HttpRequest, record: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, record: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, record: Any = None) -> bool:
        return False
