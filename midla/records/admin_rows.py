"""Words, tags, users, territories in the admin: rows without a version of their own, guarded all the same."""

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from midla.records.admin_writing import WritingAdmin
from midla.records.conflicts import Versions
from midla.records.fields import FIRST_DAY, LAST_DAY, YEAR_SENTENCE
from midla.records.forms import readable
from midla.records.history import Values, keys_of
from midla.records.models import Change
from midla.records.once import OneTimeKeyField
from midla.records.registry import RecordType
from midla.records.rows import fingerprint, history_of, row_values, store_row
from midla.records.wording import Wording, wording_of

MOST_CHANGES = 100


class RowType(RecordType):
    """What the wording of history asks of a model that no app declares as a record."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model


class RowForm(forms.ModelForm):
    """The form of one row, for one user: with a version made of what was read, and a one-time key."""

    version = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    one_time_key = OneTimeKeyField()

    not_values: ClassVar[frozenset[str]] = frozenset({"version", "one_time_key"})

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.validators += [
                    MinValueValidator(FIRST_DAY, YEAR_SENTENCE),
                    MaxValueValidator(LAST_DAY, YEAR_SENTENCE),
                ]
        # What the instance held before anything was typed into it.
        self.read: Values = row_values(self.instance, self.names)
        self.initial["version"] = fingerprint(self.read)

    @property
    def names(self) -> list[str]:
        """The row's own fields that the form asks for."""
        return [name for name in self.fields if name not in self.not_values]

    @property
    def many(self) -> dict[str, list[Any]]:
        """The keys of what was chosen, for fields that hold many."""
        found = {name: self.cleaned_data.get(name) for name in self.names}
        return {
            name: [row.pk for row in chosen] for name, chosen in found.items() if isinstance(chosen, models.QuerySet)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {name: readable(value) for name, value in cleaned.items()}

    def write(self, *, by: Any) -> None:
        """Store the row with its history; raises Conflict where somebody else changed it since it was read."""
        store_row(self.instance, by=by, names=self.names, many=self.many, version=self.cleaned_data["version"])


class RowVersions(Versions):
    """The two versions of a row that somebody else changed meanwhile."""

    def __init__(self, form: Any, stored: Any, current: Any, user: Any) -> None:
        self.form, self.stored, self.current, self.user = form, stored, current, user
        self.declared = RowType(type(current))
        self.mine = {**row_values(form.instance, form.names), **keys_of(form.many)}
        self.theirs = row_values(current, form.names)

    @cached_property
    def later(self) -> list[Change]:
        """The newest changes, back to what was read."""
        found, held = [], dict(self.theirs)
        for change in history_of(self.current)[:MOST_CHANGES]:
            if fingerprint(held) == self.form.cleaned_data["version"]:
                break
            held.update({name: value for name, value in change.before.items() if name in held})
            found.append(change)
        return found

    @cached_property
    def was(self) -> Values | None:
        """The values that were read; None where history does not tell."""
        held = dict(self.theirs)
        for change in self.later:
            held.update({name: value for name, value in change.before.items() if name in held})
        return held if fingerprint(held) == self.form.cleaned_data["version"] else None

    @property
    def theirs_by(self) -> str:
        newest = history_of(self.current).first()
        return str((newest and newest.by) or "–")

    @property
    def version_now(self) -> str:
        return fingerprint(self.theirs)


class RowAdmin(WritingAdmin):
    """Rows that are no records: written with history, without the trash."""

    form = RowForm

    def has_delete_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False

    def versions(self, typed: Any, stored: Any, current: Any, user: Any) -> Versions:
        return RowVersions(typed, stored, current, user)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed the row, what it held before and after."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        changes = list(history_of(row)[:MOST_CHANGES])
        sides = [side for change in changes for side in (change.before, change.after)]
        wording: Wording = wording_of(RowType(self.model), request.user, sides)
        told = [(change, wording.lines(change.before, change.after)) for change in changes]
        context = {**self.admin_site.each_context(request), "original": row, "told": told, "opts": self.opts}
        return render(request, "admin/changes.html", {**context, "title": _("History of %(name)s") % {"name": row}})


class WordAdmin(RowAdmin):
    """Words of a list: named in four languages, taken out of use, never deleted."""

    list_display: Any = ("code", "name_it", "name_es", "name_en", "name_fr", "active")
    list_filter: Any = ("active",)
    search_fields = ("code", "name_it", "name_es", "name_en", "name_fr")

    def get_readonly_fields(self, request: HttpRequest, word: Any = None) -> tuple[str, ...]:
        # Programs and files know a word by its code.
        return ("code",) if word else ()
