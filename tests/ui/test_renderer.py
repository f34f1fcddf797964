"""Widgets drawn without templates are to the letter what Django's templates draw."""

import datetime
import functools
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from midla.ui.renderer import Renderer

INPUTS = (
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput, forms.DateInput),
    *(forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput, forms.Textarea, forms.TelInput, forms.SearchInput),
    *(forms.ColorInput, functools.partial(forms.PasswordInput, render_value=True)),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SAFE = WORDS.map(lambda text: mark_safe(f"<b>{text}</b>"))
SHOWN = st.one_of(WORDS, SAFE, st.integers(), st.just(gettext_lazy("Yes")), st.decimals(-999_999, 999_999, places=2))
VALUES = st.one_of(st.none(), st.booleans(), SHOWN, st.dates(), st.just(datetime.time(9, 5)))
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "class", "required", "data-x", "maxlength", "aria-label"]), st.none() | st.booleans() | SHOWN
)
CHOICES = st.lists(
    st.tuples(SHOWN, SHOWN) | st.tuples(WORDS, st.lists(st.tuples(SHOWN, SHOWN), max_size=3)), max_size=5
)


def drawn(widget, renderer, language, *asked):
    with override(language):
        return widget.render(*asked, renderer=renderer)


@given(st.sampled_from(INPUTS), WORDS, VALUES, ATTRIBUTES, st.sampled_from(["en", "it"]))
def test_what_is_typed_into(kind, name, value, attributes, language):
    found = drawn(kind(), Renderer(), language, name, value, attributes)
    assert found == drawn(kind(), TemplatesSetting(), language, name, value, attributes)


@given(
    st.sampled_from([forms.Select, forms.SelectMultiple]), CHOICES, VALUES, ATTRIBUTES, st.sampled_from(["en", "it"])
)
def test_what_is_chosen_from(kind, choices, value, attributes, language):
    asked = ("place", [value, "x"] if kind is forms.SelectMultiple else value, attributes)
    found = drawn(kind(choices=choices), Renderer(), language, *asked)
    assert found == drawn(kind(choices=choices), TemplatesSetting(), language, *asked)


class Starred(forms.Select):
    option_template_name = "django/forms/widgets/input_option.html"


@pytest.mark.parametrize("widget", [Starred, forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_what_is_not_known_is_left_to_templates(widget):
    choices = [(1, "one"), (Decimal("2.5"), "two")]
    found = widget(choices=choices).render("place", [1], renderer=Renderer())
    assert found == widget(choices=choices).render("place", [1], renderer=TemplatesSetting())


@pytest.mark.parametrize("errors", [[], ["<too long>"]])
def test_what_is_wrong(errors):
    assert ErrorList(errors, renderer=Renderer()).as_ul() == ErrorList(errors, renderer=TemplatesSetting()).as_ul()
