"""What a row of a file says of an existing effort: the same checks as on its form, without a question for each row."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model

from associations.forms.initiative import MONEY, SOURCE, WHEN, InitiativeChecks
from associations.forms.organisation import outside_sentence
from associations.initiative_words import Places, plain_amount, plain_year
from associations.models import Currency, Initiative
from midla.accounts.scope import lies_within
from midla.records.forms import form_field, readable

PLAIN = ("title", "run_by", "description", *WHEN, *MONEY, *SOURCE)
LONGEST_CELL = 2000


class InitiativeRow(InitiativeChecks, forms.Form):
    """One row, as text; `cleaned_data` holds columns by attribute and the keys of choices of many."""

    countries = forms.CharField(required=False, max_length=LONGEST_CELL)
    subdivisions = forms.CharField(required=False, max_length=LONGEST_CELL)
    themes = forms.CharField(required=False, max_length=LONGEST_CELL)
    organisation = forms.CharField(required=False, max_length=LONGEST_CELL)

    def __init__(self, cells: dict[str, str], *, places: Places) -> None:
        prepared = {name: PREPARE[name](cell) if name in PREPARE else cell for name, cell in cells.items()}
        super().__init__(prepared)
        self.places = places

    def clean(self) -> dict[str, Any]:
        # For the type checker clean() may give nothing; a plain form gives what it cleaned.
        cleaned = {name: readable(value) for name, value in super().clean().items()}
        self.check_years(cleaned)
        self.check_money(cleaned)
        countries = self.named("countries", self.places.countries_named, cleaned) or []
        parts = self.named("subdivisions", lambda text: self.places.subdivisions_named(text, countries), cleaned) or []
        cleaned["themes"] = self.named("themes", self.places.themes_named, cleaned)
        cleaned["organisation_id"] = self.named("organisation", self.places.organisation_named, cleaned)
        cleaned.pop("organisation", None)
        # A part of a country says the country too.
        cleaned["countries"] = list(dict.fromkeys([*countries, *(country for _key, country in parts)]))
        cleaned["subdivisions"] = [key for key, _country in parts]
        self.check_limit(cleaned["countries"])
        return cleaned

    def named(self, name: str, find: Any, cleaned: dict[str, Any]) -> Any:
        """What a cell names; an error beside its column where nothing is called so."""
        try:
            return find(cleaned.get(name, ""))
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def check_limit(self, codes: list[str]) -> None:
        """What a limited user imports concerns one of their countries."""
        if codes and self.places.user is not None and not lies_within(self.places.user, set(codes)):
            self.add_error("countries", outside_sentence(self.places.user))


# The columns of the record, bounded as they are on its form.
InitiativeRow.base_fields.update(fields_for_model(Initiative, PLAIN, formfield_callback=form_field))


def currency_code(text: str) -> str:
    """The code of a currency, also where it is written small or as a sign."""
    return {"€": Currency.EUR, "$": Currency.USD, "US$": Currency.USD}.get(text.strip(), text.strip().upper())


PREPARE = {"starts_in": plain_year, "ends_in": plain_year, "budget": plain_amount, "currency": currency_code}
