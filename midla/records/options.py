"""Choices that filters offer, read and drawn once a minute for each language.

A list draws 107 provinces on every page.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy

from midla.records.search import fold
from midla.ui.renderer import attributes
from midla.ui.widgets import PICKER

KEPT_SECONDS = 60
ALL = pgettext_lazy("any choice", "All")
Pairs = Iterable[tuple[Any, Any]]
ALL_OPTIONS: list["Options | ForAMinute"] = []


def by_words(pairs: Pairs) -> list[tuple[Any, Any]]:
    """Values and words in the order of the words, whatever their accents."""
    return sorted(pairs, key=lambda pair: fold(str(pair[1])))


class Options:
    """Values and words of one filter. What is read from tables may be a minute old; nothing is refused by it."""

    def __init__(self, read: Callable[[], Pairs]) -> None:
        self.read = read
        self.kept: dict[str, tuple[float, dict[str, str], str]] = {}
        ALL_OPTIONS.append(self)

    def __deepcopy__(self, memo: dict) -> "Options":
        return self

    def current(self) -> tuple[float, dict[str, str], str]:
        """When it grows old, the words by value, and the drawn options."""
        language = get_language() or ""
        kept = self.kept.get(language)
        if kept is None or kept[0] < time.monotonic():
            words = {str(value): str(word) for value, word in self.read()}
            drawn = format_html_join("", '<option value="{}">{}</option>', words.items())
            kept = self.kept[language] = (time.monotonic() + KEPT_SECONDS, words, drawn)
        return kept

    @property
    def grows_old(self) -> float:
        """Until when they are as they are now, on the clock of this process."""
        return self.current()[0]

    @property
    def words(self) -> dict[str, str]:
        """What each value is called in the reader's language."""
        return self.current()[1]

    @property
    def drawn(self) -> str:
        """All of them as HTML, none chosen."""
        return self.current()[2]


class ForAMinute:
    """Something else that is read from tables once a minute for each language: figures that everybody may read."""

    def __init__(self, read: Callable[[], Any]) -> None:
        self.read = read
        self.kept: dict[str, tuple[float, Any]] = {}
        ALL_OPTIONS.append(self)

    @property
    def value(self) -> Any:
        """What was read, a minute old at most."""
        language = get_language() or ""
        grows_old, value = self.kept.get(language, (0.0, None))
        if grows_old < time.monotonic():
            value = self.read()
            self.kept[language] = (time.monotonic() + KEPT_SECONDS, value)
        return value


def forget_options() -> None:
    """Read all choices anew at the next question."""
    for options in ALL_OPTIONS:
        options.kept.clear()


class OptionSelect(forms.Widget):
    """A select whose options are drawn once and not one by one; what is chosen is marked in the drawn text."""

    look = "form-select"
    needs_multipart_form = False

    def __init__(self, options: Options, *, empty: Any = ALL, many: bool = False, typed: bool = False) -> None:
        super().__init__(PICKER if typed else {})
        self.options, self.empty, self.many = options, empty, many

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The last value, or all of them."""
        if not self.many:
            return data.get(name)
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the select."""
        values = [str(one) for one in (value if self.many else [value]) or [] if one not in (None, "")]
        own = {**self.attrs, **(attrs or {}), "name": name, **({"multiple": True} if self.many else {})}
        written = attributes({key: given for key, given in own.items() if given is not None})
        empty = "" if self.many else format_html('<option value="">{}</option>', self.empty)
        return format_html("<select{}>{}{}</select>", written, empty, self.marked(values))

    def marked(self, values: Sequence[str]) -> SafeString:
        """The options with those chosen marked; a value that is not among them is added, so that it stays chosen."""
        drawn = self.options.drawn
        for value in values:
            plain = format_html('<option value="{}">', value)
            chosen = plain.replace(">", " selected>")
            if plain in drawn:
                drawn = drawn.replace(plain, chosen, 1)
            else:
                drawn += format_html("{}{}</option>", mark_safe(chosen), value)  # made by format_html above
        return mark_safe(drawn)  # every part was escaped when it was drawn
