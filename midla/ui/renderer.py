"""Draws the widgets that forms are made of without a template each: a form of twenty fields asked for two hundred.

What is drawn is to the letter what Django's own templates draw; whatever is not known here is left to them.
"""

from collections.abc import Callable
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime

WIDGETS = "django/forms/widgets/"
INPUTS = (
    *("input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox"),
    *("tel", "search", "color"),
)
OPTION = f"{WIDGETS}select_option.html"
ERRORS = "django/forms/errors/list/ul.html"


def written(value: Any) -> str:
    """A value as an attribute holds it: as text, in no language's way."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def shown(value: Any) -> str:
    """A value as a page shows it: days and numbers in the reader's way."""
    return conditional_escape(value if isinstance(value, str) else localize(template_localtime(value)))


def attributes(attrs: dict[str, Any]) -> SafeString:
    """The attributes of an element; those that are only there or not have no value."""
    given = ((shown(name), value) for name, value in attrs.items() if value is not False)
    parts = (f" {name}" if value is True else f' {name}="{written(value)}"' for name, value in given)
    return mark_safe("".join(parts))  # every part was escaped


def input_tag(widget: dict[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{written(widget["value"])}"'
    return f'<input type="{shown(widget["type"])}" name="{shown(widget["name"])}"{value}{attributes(widget["attrs"])}>'


def textarea(widget: dict[str, Any]) -> str:
    value = shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{shown(widget["name"])}"{attributes(widget["attrs"])}>\n{value}</textarea>'


def option(widget: dict[str, Any]) -> str:
    return f'<option value="{written(widget["value"])}"{attributes(widget["attrs"])}>{shown(widget["label"])}</option>'


def select(widget: dict[str, Any]) -> str:
    parts = [f'<select name="{shown(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, choices, _number in widget["optgroups"]:
        parts += [f'\n  <optgroup label="{shown(group)}">'] if group else []
        parts += [f"\n  {option(choice)}\n" for choice in choices]
        parts += ["\n  </optgroup>"] if group else []
    return "".join([*parts, "\n</select>"])


def is_plain(widget: dict[str, Any]) -> bool:
    """True for a select whose options are drawn as every option is."""
    return all(
        choice["template_name"] == OPTION for _group, choices, _number in widget["optgroups"] for choice in choices
    )


DRAWN: dict[str, Callable[[dict[str, Any]], str]] = {
    **{f"{WIDGETS}{name}.html": input_tag for name in INPUTS},
    f"{WIDGETS}textarea.html": textarea,
    f"{WIDGETS}select.html": select,
    OPTION: option,
}


class Renderer(TemplatesSetting):
    """Templates for all that is not drawn here."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == ERRORS and not context["errors"]:
            return ""
        draw = DRAWN.get(template_name)
        if draw is None or (draw is select and not is_plain(context["widget"])):
            return super().render(template_name, context, request)
        return draw(context["widget"])
