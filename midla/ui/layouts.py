"""How crispy lays a form out: sections, folded parts, pairs, and the bar that saves."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString


class Section(LayoutObject):
    """Fields under a heading."""

    def __init__(self, title: str | Promise, *fields):
        self.title, self.fields = title, list(fields)

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        """Draw the heading and the fields."""
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return format_html("<fieldset><legend>{}</legend>{}</fieldset>", self.title, inside)


class More(LayoutObject):
    """Fields folded away; open where one of them holds an error."""

    def __init__(self, summary: str | Promise, *fields):
        self.summary, self.fields = summary, list(fields)

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        """Draw the folded fields."""
        names = {pointer.name for pointer in self.get_field_names()}
        opened = SafeString(" open" if names & set(form.errors) else "")
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return format_html(
            '<details class="more field"{}><summary>{}</summary><div class="mt-2">{}</div></details>',
            *(opened, self.summary, inside),
        )


class Pair(LayoutObject):
    """Short fields beside each other, below each other on a phone."""

    def __init__(self, *fields):
        self.fields = list(fields)

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        """Draw the fields in two columns."""
        return format_html(
            '<div class="two">{}</div>', self.get_rendered_fields(form, context, template_pack, **kwargs)
        )


class SaveBar(LayoutObject):
    """The button that saves, named by verb and object, and the way out."""

    def __init__(self, label: str | Promise, *, cancel_url: str = "", next_label: str | Promise = ""):
        self.fields: list = []
        self.context = {"label": label, "cancel_url": cancel_url, "next_label": next_label}

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> str:
        """Draw the bar."""
        return render_to_string("components/save_bar.html", self.context)


class PageFormHelper(FormHelper):
    """The helper of a form that is a page's content: our own sentences instead of the browser's."""

    def __init__(self, form=None):
        super().__init__(form)
        self.form_class = "form"
        self.attrs = {"novalidate": True}


def page_helper(form, *parts, save: str | Promise, cancel_url: str = "", form_tag: bool = True) -> FormHelper:
    """The helper of `form` with its fields laid out and the bar at the end; no parts means all fields in order.

    `save` names the button by verb and object: "Save association".
    """
    helper = PageFormHelper(form)
    helper.form_tag = form_tag
    if parts:
        helper.layout.fields[:] = list(parts)
    helper.layout.append(SaveBar(save, cancel_url=cancel_url))
    return helper
