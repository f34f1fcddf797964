"""One form field as pages draw it: label, help, widget, errors, in that order and tied together."""

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

PLAIN_WIDGETS = (forms.CheckboxSelectMultiple, forms.RadioSelect, forms.MultiWidget)


def widget_class(widget: forms.Widget) -> str:
    """The class that a widget wears; the widgets of `midla.ui.widgets` bring their own."""
    if own := getattr(widget, "look", None):
        return own
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, PLAIN_WIDGETS):
        return ""
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def control(bound: BoundField) -> SafeString:
    """Draw the widget of a field."""
    widget = bound.field.widget
    if type(widget) in (forms.CheckboxSelectMultiple, forms.RadioSelect):
        widget.template_name = "components/widgets/choices.html"
    names = [widget_class(widget), widget.attrs.get("class", ""), "is-invalid" if bound.errors else ""]
    return bound.as_widget(attrs={"class": " ".join(filter(None, names))})


def label_text(bound: BoundField) -> SafeString:
    """The label, with a word where the field may stay empty."""
    label = capfirst(str(bound.label))
    if bound.field.required or getattr(bound.form, "says_optional", True) is False:
        return format_html("{}", label)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return format_html("{}", label)
    return format_html('{} <span class="optional">{}</span>', label, gettext("optional"))


def help_line(bound: BoundField) -> SafeString:
    """The help of a field, named so that the widget points at it."""
    if not bound.help_text:
        return SafeString("")
    return format_html('<div class="form-text" id="{}_helptext">{}</div>', bound.auto_id, bound.help_text)


def sentences(bound: BoundField) -> list[str]:
    """The errors of a field; that it is empty is said with its name, so that the summary can be understood."""
    fill_in = gettext("Fill in “%(field)s”.") % {"field": capfirst(str(bound.label))}
    plain = forms.Field.default_error_messages["required"]
    return [fill_in if str(error) == str(plain) else str(error) for error in bound.errors]


def error_lines(bound: BoundField) -> SafeString:
    """The errors of a field, named so that the widget points at them."""
    if not bound.errors:
        return SafeString("")
    lines = format_html_join("", "<div>{}</div>", ((sentence,) for sentence in sentences(bound)))
    return format_html('<div class="invalid-feedback d-block" id="{}_error">{}</div>', bound.auto_id, lines)


def draw(bound: BoundField, wrapper: str = "") -> SafeString:
    """Draw a field whole."""
    if bound.is_hidden:
        return bound.as_widget()
    help_text, errors = help_line(bound), error_lines(bound)
    extra = "".join(f" {css}" for css in (wrapper, getattr(bound.field.widget, "wrapper", "")) if css)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return format_html(
            '<div class="field form-check{}">{}<label class="form-check-label" for="{}">{}</label>{}{}</div>',
            *(extra, control(bound), bound.id_for_label, label_text(bound), help_text, errors),
        )
    if bound.use_fieldset:
        return format_html(
            '<fieldset class="field{}"{}><legend class="form-label">{}</legend>{}{}{}</fieldset>',
            *(extra, described(bound), label_text(bound), help_text, control(bound), errors),
        )
    return format_html(
        '<div class="field{}"><label class="form-label" for="{}">{}</label>{}{}{}</div>',
        *(extra, bound.id_for_label, label_text(bound), help_text, control(bound), errors),
    )


def described(bound: BoundField) -> SafeString:
    """Tie a group of choices to its help and errors, as Django does for single widgets."""
    names = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    names += [f"{bound.auto_id}_error"] if bound.errors else []
    return (
        format_html(' id="{}" tabindex="-1" aria-describedby="{}"', bound.auto_id, " ".join(names))
        if names
        else SafeString("")
    )
