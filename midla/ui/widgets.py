"""Widgets that forms choose by name: counter, segmented choice, dates, and the typeahead over tables that grow.

`look` is the class a widget wears, `wrapper` the class of the field around it; `midla.ui.fields` reads both.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 18
MOST_FOUND = 20
THREE_LETTERS = _("Three letters of the name")
# What the script of a picker reads.
PICKER = {"data-picker": True, "data-remove": _("Remove"), "data-none": _("Nothing found")}


@dataclass(frozen=True)
class Choice:
    """One thing a typeahead offers: also one item of the JSON that its source answers.

    `codes` are country codes. `create` holds the name of a thing that does not exist yet, whose `text` is the
    sentence offering to make it and whose `value` the form understands.
    """

    value: str
    text: str
    sub: str = ""
    codes: tuple[str, ...] = ()
    create: str = ""

    def as_json(self) -> dict:
        """The item as the typeahead's script reads it."""
        return asdict(self)


class Counter(forms.NumberInput):
    """A number with − and + beside it, for counting people with one thumb."""

    template_name = "components/widgets/counter.html"
    look = ""
    wrapper = "counter"

    def __init__(self, attrs: dict | None = None, adds: bool = False):
        own = {"min": 0, "inputmode": "numeric"} | ({"data-adds": True} if adds else {})
        super().__init__(own | (attrs or {}))


class Segmented(forms.RadioSelect):
    """Few choices side by side, each as big as a thumb."""

    template_name = "components/widgets/segmented.html"
    look = ""


class DayInput(forms.DateInput):
    """A day, picked with the device's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__({"min": "1900-01-01", "max": "2100-12-31"} | (attrs or {}), format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time, picked with the device's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict | None = None):
        limits = {"min": "1900-01-01T00:00", "max": "2100-12-31T23:59"}
        super().__init__(limits | (attrs or {}), format="%Y-%m-%dT%H:%M")


class Picker(forms.Select):
    """A list of moderate length that can be typed into; without script an ordinary list."""

    def __init__(self, attrs: dict | None = None, choices: Iterable = ()):
        super().__init__(PICKER | (attrs or {}), choices)


class PickerMultiple(forms.SelectMultiple):
    """The same, for several choices."""

    def __init__(self, attrs: dict | None = None, choices: Iterable = ()):
        super().__init__(PICKER | (attrs or {}), choices)


class Typeahead(forms.Widget):
    """Choose among many records by typing some letters of their name.

    With script the field asks `source` (an address answering a JSON list of choices) as one types. Without, it is a
    text field with a Find button named `find`, whose value is the field's name: the form comes back with `matches`
    to tick, and nothing is lost. `chosen` names what is picked: values -> choices; a model field needs none.
    `asks_with` names fields of the same form whose values go along with the question.
    """

    template_name = "components/widgets/typeahead.html"
    look = ""
    needs_multipart_form = False

    def __init__(
        self,
        source: str | Promise,
        *,
        multiple: bool = True,
        chosen: Callable[[list[str]], Iterable[Choice]] | None = None,
        create_url: str | Promise = "",
        asks_with: tuple[str, ...] = (),
        placeholder: str | Promise = THREE_LETTERS,
        offers_at_once: bool = False,
        attrs: dict | None = None,
    ):
        super().__init__(attrs)
        self.source, self.multiple, self.chosen = source, multiple, chosen
        self.create_url, self.asks_with, self.placeholder = create_url, asks_with, placeholder
        self.offers_at_once = offers_at_once
        self.allow_multiple_selected = multiple
        self.matches: list[Choice] = []
        self.typed = ""
        self.choices: Any = ()

    def value_from_datadict(self, data, files, name):
        """What was ticked; a single choice is its value alone."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        values = [values] if isinstance(values, str) else list(values)
        self.typed = (data.get(f"{name}-find") or "")[:200]
        return values if self.multiple else (values[-1] if values else None)

    def value_omitted_from_data(self, data, files, name) -> bool:
        """Nothing ticked is an answer: an unticked box sends nothing."""
        return False

    def wants_matches(self, data, name: str) -> bool:
        """True where the Find button of this field was pressed."""
        return data.get("find") == name

    def picked(self, value: Any) -> list[Choice]:
        """The choices behind the values of the field."""
        given = value if isinstance(value, (list, tuple, set)) else [value]
        values = [str(getattr(one, "pk", one)) for one in given if one not in (None, "")]
        if self.chosen:
            return list(self.chosen(values))
        return self.picked_from_queryset(values)

    def picked_from_queryset(self, values: list[str]) -> list[Choice]:
        """The choices of a model field: only those its queryset holds."""
        queryset = getattr(self.choices, "queryset", None)
        keys = [value for value in values if value.isdecimal() and len(value) <= LONGEST_KEY]
        if queryset is None or not keys:
            return []
        label = self.choices.field.label_from_instance
        return [Choice(str(record.pk), str(label(record))) for record in queryset.filter(pk__in=keys)]

    def get_context(self, name, value, attrs):
        """What the template needs: what is picked, what was found, and how the script asks."""
        context = super().get_context(name, value, attrs)
        picked = self.picked(value)
        known = {choice.value for choice in picked}
        context["widget"] |= {
            "picked": picked,
            "matches": [choice for choice in self.matches[:MOST_FOUND] if choice.value not in known],
            "typed": self.typed,
            "input_type": "checkbox" if self.multiple else "radio",
            "placeholder": self.placeholder,
            "script": self.script_attributes(name),
        }
        own = context["widget"]["attrs"]
        context["widget"]["aria"] = {key: own[key] for key in ("aria-describedby", "aria-invalid") if key in own}
        return context

    def script_attributes(self, name: str) -> dict:
        """What the typeahead's script reads."""
        return {
            "data-typeahead": name,
            "data-source": str(self.source),
            "data-multiple": "yes" if self.multiple else None,
            "data-create-url": str(self.create_url) or None,
            "data-asks-with": " ".join(self.asks_with) or None,
            "data-at-once": "yes" if self.offers_at_once else None,
            "data-remove": _("Remove"),
            "data-none": _("Nothing found"),
        }

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The label belongs to the text field."""
        return id_
