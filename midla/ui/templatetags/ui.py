"""Tags for every page: `{% load ui %}`. Those that lists use draw strings, see `midla.ui.marks` and `.dates`."""

from functools import lru_cache

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, override

from midla.ui import dates, fields, marks
from midla.ui.lists import Column
from midla.ui.messages import undo_address

register = template.Library()

SCRIPTS = ("shell", "palette", "picker", "counter", "bulk", "once", "draft", "lines", "chosen")

for drawn in (
    marks.codes,
    marks.code_mark,
    marks.mark,
    marks.consent,
    marks.ladder,
    marks.initials,
    marks.person_chip,
    marks.figure,
    marks.tag,
):
    register.simple_tag(drawn)
register.simple_tag(marks.icon)
for written in (dates.day, dates.short_day, dates.weekday, dates.clock, dates.moment, dates.ago, dates.due):
    register.filter(written.__name__, written)
register.filter("number", marks.grouped)
register.filter("euros", marks.euros)


@register.simple_tag
def language() -> str:
    """The language of the page."""
    return get_language() or "en"


@register.simple_tag
def head() -> SafeString:
    """Style sheets, scripts and icons of every page."""
    return drawn_head(language())


@lru_cache(maxsize=8)
def drawn_head(code: str) -> SafeString:
    """Draw the head once per language."""
    context = {"manifest": f"manifest/{code}.webmanifest", "scripts": [f"js/{name}.js" for name in SCRIPTS]}
    with override(code):
        return render_to_string("components/shell/head.html", context)


@register.simple_tag(takes_context=True)
def sign_out(context: template.Context, css: str = "btn btn-quiet") -> SafeString:
    """A form that signs the reader out: a link could not, because a GET changes nothing."""
    try:
        url = reverse("account_logout")
    except NoReverseMatch:
        return SafeString("")
    return posting_button(context["request"], url, gettext("Sign out"), css)


def posting_button(request: HttpRequest, url: str, label: str, css: str) -> SafeString:
    """One button that posts to an address."""
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="{}">{}</button></form>',
        *(url, get_token(request), css, label),
    )


@register.simple_tag(takes_context=True)
def toasts(context: template.Context) -> SafeString:
    """What has just happened, each with its Undo where there is one. `midla.ui.messages.say` writes them."""
    messages = context.get("messages")
    if not messages:
        return SafeString("")
    return format_html_join("", "{}", ((toast(message, context["request"]),) for message in messages))


def toast(message, request: HttpRequest) -> SafeString:
    """One line; errors are told at once by a screen reader."""
    url = undo_address(message)
    undo = posting_button(request, url, gettext("Undo"), "toast-undo") if url else ""
    role = "alert" if message.level_tag in {"error", "warning"} else "status"
    return format_html('<div class="toast-line mb-3" role="{}"><span>{}</span>{}</div>', role, message.message, undo)


@register.simple_tag
def crumbs(*steps: str) -> SafeString:
    """The way here: label and address by turns, the page's own label last."""
    *pairs, here = steps
    links = format_html_join("", '<li><a href="{}">{}</a></li>', zip(pairs[1::2], pairs[::2], strict=True))
    return format_html(
        '<nav aria-label="{}"><ol class="crumbs bare">{}<li><span aria-current="page">{}</span></li></ol></nav>',
        *(gettext("Path"), links, here),
    )


@register.simple_tag
def field(bound: BoundField, wrapper: str = "") -> SafeString:
    """A form field whole: label, help, widget, errors."""
    return fields.draw(bound, wrapper)


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """Only the widget of a field, in its class."""
    return fields.control(bound)


@register.simple_tag
def filter_field(bound: BoundField, wide: bool = False) -> SafeString:
    """A field of the filters: small, its label above."""
    if bound.is_hidden:
        return bound.as_widget()
    css = fields.widget_class(bound.field.widget)
    css = f"{css} {css}-sm" if css in {"form-control", "form-select"} else css
    label = format_html('<label class="form-label" for="{}">{}</label>', bound.id_for_label, capfirst(str(bound.label)))
    bound.field.help_text = ""
    widget = bound.as_widget(attrs={"class": css})
    wrapper = SafeString(' class="wide"' if wide else "")
    return format_html("<div{}>{}{}{}</div>", wrapper, label, widget, fields.error_lines(bound))


@register.simple_tag
def column_head(column: Column, order: str = "") -> SafeString:
    """The heading of a list's column, a link where the list sorts by it."""
    sorted_by = bool(column.key) and order.removeprefix("-") == column.key
    css = SafeString(f' class="{column.css}"' if column.css else "")
    label = capfirst(str(column.label))
    if not column.sort_url:
        return format_html('<th role="columnheader" scope="col"{}>{}</th>', css, label)
    back = order.startswith("-")
    state = SafeString(f' aria-sort="{"descending" if back else "ascending"}"' if sorted_by else "")
    arrow = marks.icon("arrow-down-short" if back else "arrow-up-short") if sorted_by else ""
    return format_html(
        '<th role="columnheader" scope="col"{}{}><a href="{}">{} {}</a></th>',
        *(css, state, column.sort_url, label, arrow),
    )


@register.inclusion_tag("components/error_summary.html")
def errors(*forms_and_formsets: forms.BaseForm) -> dict:
    """The summary above a form that came back; it takes focus and links to each field."""
    return {"problems": [problem for some in forms_and_formsets if some is not None for problem in problems(some)]}


def problems(form) -> list[tuple[str, str]]:
    """Each error of a form, of a formset, or of lines that other apps added, with the id of its field."""
    if isinstance(form, list):
        return [problem for added in form for problem in problems(added.formset)]
    if hasattr(form, "forms"):
        own = [("", error) for error in form.non_form_errors()] if form.is_bound else []
        return own + [problem for inner in form.forms for problem in problems(inner)]
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        found += [(target, sentence) for sentence in fields.sentences(bound)]
    return found


@register.simple_tag
def attributes(values: dict) -> SafeString:
    """Write HTML attributes from a dictionary; those that are False or None are left out."""
    return format_html_join(
        "", ' {}="{}"', ((name, value) for name, value in values.items() if value not in (None, False))
    )
