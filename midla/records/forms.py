"""What every form that writes a record does alike: it knows its reader, its version and its one-time key."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, TypeVar

from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from midla.records.actions import create, edit
from midla.records.fields import composed
from midla.records.history import tracked_relations
from midla.records.models import Record, Word
from midla.records.once import OneTimeKeyField
from midla.records.registry import type_of
from midla.records.search import fold
from midla.ui.layouts import PageFormHelper
from midla.ui.widgets import MOST_FOUND, Choice, DayInput, MomentInput, Typeahead

LONGEST_KEY = 18
# Characters that nobody types and that turn or hide what stands beside them: controls, and marks that override the
# direction of writing. Line breaks, tabs and the joiners of scripts and emoji stay.
UNREADABLE = re.compile(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
R = TypeVar("R", bound=Record)


def readable(text: Any) -> Any:
    """Text in composed form and without characters that spoil the rows it stands in."""
    if isinstance(text, str) and text.isascii() and text.isprintable():
        return text
    return composed(UNREADABLE.sub("", text)) if isinstance(text, str) else text


def present(parts: Iterable[Any], names: set[str]) -> list[Any]:
    """The parts of a layout without fields that this form does not have."""
    kept = []
    for part in parts:
        if isinstance(part, str):
            kept += [part] if part in names else []
            continue
        had = list(part.fields)
        part.fields = present(had, names)
        kept += [part] if part.fields or not had else []
    return kept


class KeysField(forms.ModelMultipleChoiceField):
    """A choice of many that refuses keys no table can hold before they reach the database."""

    default_error_messages = {"invalid_choice": _("One of the choices does not exist. Choose again.")}

    def clean(self, value: Any) -> Any:
        # Nothing chosen is a list: to learn that a queryset is empty, Django puts its SQL together.
        return super().clean(value) if value or self.required else []

    def _check_values(self, value: Iterable[Any]) -> Any:
        if any(str(key).lstrip("-").isdecimal() and len(str(key)) > LONGEST_KEY for key in value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super()._check_values(value)


class InReadersOrder(ModelChoiceIterator):
    """Words of a list in the order of the reader's language, whatever their accents; programme countries come first."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        choices = (self.choice(one) for one in self.queryset)
        yield from sorted(choices, key=place_of)


def place_of(choice: tuple[Any, Any]) -> tuple[bool, str]:
    """Where a choice stands among others."""
    value, label = choice
    return not getattr(value.instance, "in_programme", False), fold(str(label))


class VersionField(forms.IntegerField):
    """The hidden version that was read; 0, a conflict with whatever is stored, where none or nonsense was sent."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        text = str(value)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_KEY else 0


def form_field(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field, with our widgets."""
    if isinstance(field, models.ManyToManyField):
        kwargs = {"form_class": KeysField, **kwargs}
    elif isinstance(field, models.DateTimeField):
        kwargs = {"widget": MomentInput, **kwargs}
    elif isinstance(field, models.DateField):
        kwargs = {"widget": DayInput, **kwargs}
    elif isinstance(field, models.URLField):
        kwargs = {"assume_scheme": "https", **kwargs}
    return field.formfield(**kwargs)


class RecordForm(forms.ModelForm):
    """The form of one record, for one user.

    Fields the user may not read are not there; choices are what the user sees, and what a record holds beyond that
    stays as it is. `write(by=…)` creates or edits through the actions, with history.
    """

    version = VersionField(required=False)
    one_time_key = OneTimeKeyField()

    # Fields of the form that are not the record's own: `values` leaves them out.
    not_values: ClassVar[frozenset[str]] = frozenset({"version", "one_time_key"})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "Meta" in cls.__dict__:
            cls.Meta.formfield_callback = form_field

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        self._leave_out_unreadable()
        self.unseen: dict[str, list[Any]] = {}
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.ModelChoiceField):
                self._offer_what_is_seen(name, field)

    def _leave_out_unreadable(self) -> None:
        hidden = type_of(self.instance).hidden_fields(self.user, self.instance)
        for name in hidden & self.fields.keys():
            del self.fields[name]

    def _offer_what_is_seen(self, name: str, field: forms.ModelChoiceField) -> None:
        """Narrow the choices to what the user sees; what the record holds beyond that cannot be chosen or lost."""
        seen: Any = field.queryset.visible_to(self.user)
        held = self._held(name)
        if issubclass(seen.model, Word):
            seen = seen.filter(models.Q(active=True) | models.Q(pk__in=held)) if held else seen.active()
        if hasattr(seen.model, "name_it"):
            field.iterator = InReadersOrder
        field.queryset = seen
        if not held or issubclass(seen.model, Word):
            return
        shown = set(seen.filter(pk__in=held).values_list("pk", flat=True))
        self.unseen[name] = [key for key in held if key not in shown]
        if isinstance(field, forms.ModelMultipleChoiceField):
            self.initial[name] = [key for key in held if key in shown]
        elif self.unseen[name]:
            del self.fields[name]

    def _held(self, name: str) -> list[Any]:
        """Keys of what the stored record holds in a relation."""
        if not self.instance.pk:
            return []
        initial = self.initial.get(name)
        if initial is None:
            return []
        chosen = initial if isinstance(initial, list) else [initial]
        return [getattr(one, "pk", one) for one in chosen]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {name: readable(value) for name, value in cleaned.items()}

    @property
    def values(self) -> dict[str, Any]:
        """The record's columns as the form leaves them, by attribute."""
        meta = self._meta.model._meta
        columns = [field for field in meta.concrete_fields if field.name in self.fields.keys() - self.not_values]
        return {field.attname: getattr(self.instance, field.attname) for field in columns}

    @property
    def many(self) -> dict[str, list[Any]]:
        """The record's choices of many as the form leaves them, with those the user does not see."""
        names = [field.name for field in tracked_relations(self._meta.model) if field.name in self.fields]
        return {
            name: [*(choice.pk for choice in self.cleaned_data[name]), *self.unseen.get(name, [])] for name in names
        }

    def write(self, *, by: Any) -> Record:
        """Create the record, or give it the new values; raises Conflict where it changed since it was read."""
        if not self.instance.pk:
            return create(self.instance, by=by, many=self.many)
        version = self.cleaned_data["version"]
        return edit(self.instance, by=by, values=self.values, many=self.many, version=version)

    def parts(self) -> list[Any]:
        """How crispy lays the fields out (midla.ui.layouts); empty means all fields in their order."""
        return []

    @property
    def helper(self) -> PageFormHelper:
        """What draws the form inside the page's own form tag."""
        helper = PageFormHelper(self)
        helper.form_tag, helper.disable_csrf, helper.render_hidden_fields = False, True, True
        if parts := self.parts():
            helper.layout.fields[:] = present(parts, set(self.fields))
        return helper

    # --- typeaheads without script: the Find button ---
    @property
    def asks_to_find(self) -> bool:
        """True where a Find button was pressed: the form comes back with matches to tick, nothing is saved."""
        return self.is_bound and any(name == self.data.get("find") for name in self.typeaheads())

    def typeaheads(self) -> dict[str, Typeahead]:
        """The typeaheads of the form, by their name on the page."""
        found = {self.add_prefix(name): field.widget for name, field in self.fields.items()}
        return {name: widget for name, widget in found.items() if isinstance(widget, Typeahead)}

    def offer_matches(self) -> None:
        """Fill the typeahead whose Find was pressed, and hold the errors back: nobody has saved yet."""
        self._errors = ErrorDict()
        for name, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, Typeahead) and widget.wants_matches(self.data, self.add_prefix(name)):
                widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                widget.matches = self.matches(name, widget.typed)

    def matches(self, name: str, typed: str) -> list[Choice]:
        """What a typeahead finds for what was typed."""
        queryset = self.fields[name].queryset
        return [Choice(str(found.pk), str(found)) for found in queryset.matching(typed)[:MOST_FOUND]]
