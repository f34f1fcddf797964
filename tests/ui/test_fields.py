"""Fields as pages draw them: tied to their help and errors, and named in the summary."""

from django import forms
from django.http import QueryDict
from django.template import engines
from django.utils.translation import override

from midla.ui import fields
from midla.ui.layouts import More, page_helper
from midla.ui.widgets import Choice, Counter, Typeahead


class SampleForm(forms.Form):
    name = forms.CharField(label="Name")
    year = forms.IntegerField(label="Year", required=False, max_value=2100, help_text="Four digits")
    women = forms.IntegerField(label="Women", required=False, widget=Counter)


def drawn(source: str, **context) -> str:
    with override("en"):
        return engines["django"].from_string("{% load ui crispy_forms_tags %}" + source).render(context)


def test_a_field_is_tied_to_its_help_and_its_error():
    form = SampleForm({"name": "A", "year": "9999"})
    page = drawn("{% field form.year %}", form=form)
    assert '<div class="form-text" id="id_year_helptext">Four digits</div>' in page
    assert 'id="id_year_error"' in page
    assert 'aria-describedby="id_year_helptext id_year_error"' in page
    assert 'aria-invalid="true"' in page
    assert "form-control is-invalid" in page


def test_the_summary_links_to_the_field_in_the_words_beside_it():
    form = SampleForm({"name": ""})
    page = drawn("{% errors form %}|{% field form.name %}", form=form)
    summary, beside = page.split("|")
    assert '<a href="#id_name">Fill in “Name”.</a>' in summary
    assert "Fill in “Name”." in beside


def test_a_form_without_errors_has_no_summary():
    assert drawn("{% errors form %}", form=SampleForm()).strip() == ""


def test_what_is_typed_is_shown_escaped():
    page = drawn("{% field form.name %}", form=SampleForm({"name": '"><script>'}))
    assert "<script>" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_folded_fields_open_where_one_holds_an_error():
    form = SampleForm({"name": "A", "year": "9999"})
    form.helper = page_helper(form, "name", More("More", "year"), save="Save association")
    page = drawn("{% crispy form %}", form=form)
    assert '<details class="more field" open>' in page
    assert '<button class="btn btn-primary btn-lg" data-busy="Saving…">Save association</button>' in page


class FinderForm(forms.Form):
    organisations = forms.MultipleChoiceField(
        label="With whom",
        choices=[("1", "Muñecas de Otavalo"), ("2", "Comité")],
        widget=Typeahead("/find/", chosen=lambda values: [Choice(value, f"Number {value}") for value in values]),
    )


def test_a_typeahead_without_script_keeps_what_was_picked_and_offers_what_was_found():
    sent = QueryDict("organisations=1&organisations-find=com&find=organisations")
    form = FinderForm(sent)
    widget = form.fields["organisations"].widget
    assert widget.wants_matches(sent, "organisations")
    widget.matches = [Choice("1", "Muñecas de Otavalo"), Choice("2", "Comité", sub="Lodi")]
    page = drawn("{% field form.organisations %}", form=form)
    assert 'type="checkbox" name="organisations" value="1" checked' in page
    assert 'type="checkbox" name="organisations" value="2">' in page
    assert 'value="com"' in page
    assert page.count('value="1"') == 1
    assert form.cleaned_data["organisations"] == ["1"]


def test_a_typeahead_does_not_ask_the_database_for_an_impossible_key():
    widget = Typeahead("/find/")
    assert widget.picked(["9" * 40, "-1", "x"]) == []


def test_the_label_of_a_typeahead_belongs_to_its_text_field():
    page = drawn("{% field form.organisations %}", form=FinderForm())
    assert '<label class="form-label" for="id_organisations">' in page
    assert 'name="organisations-find" id="id_organisations"' in page


def test_a_counter_asks_for_whole_numbers_from_zero():
    html = fields.control(SampleForm()["women"])
    assert 'min="0"' in html
    assert 'inputmode="numeric"' in html
