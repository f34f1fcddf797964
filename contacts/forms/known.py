"""With whom a meeting is: a typeahead, and what must be known of somebody made on the spot.

Of a new name that is kind, place and, for an association, community.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.forms.organisation import outside_sentence
from associations.models import Face, Organisation
from contacts import known
from contacts.known import LONGEST_NAME, prefix_of
from contacts.models import Person
from midla.accounts.scope import countries_of, lies_within
from midla.records.actions import create
from midla.records.forms import InReadersOrder, RecordForm, readable
from midla.territories.models import Country, Province
from midla.ui.widgets import Choice, Picker, Segmented, Typeahead

PERSON = "person"
SAY_WITH_WHOM = gettext_lazy("Say with whom it was: choose one, or write a name and create it.")
MOST_CHOSEN = 60
MOST_NEW = 20


class NewKnownForm(forms.Form):
    """One new organisation or person. Its prefix comes from the name, so that page and script agree on it."""

    # What must be filled in depends on what it is.
    says_optional = False

    what = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[*Face.choices, (PERSON, gettext_lazy("Person"))],
        widget=Segmented,
        error_messages={"required": gettext_lazy("Say whether it is an association, a partner actor or a person.")},
    )
    communities = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Community or citizenship"),
        queryset=Country.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    province = forms.ModelChoiceField(
        label=gettext_lazy("Province"), queryset=Province.objects.none(), required=False, widget=Picker
    )
    country = forms.ModelChoiceField(
        label=gettext_lazy("Or country, if outside Italy"),
        queryset=Country.objects.none(),
        required=False,
        widget=Picker,
    )

    def __init__(self, posted: Any = None, *, name: str, user: Any) -> None:
        self.name, self.user = readable(name)[:LONGEST_NAME], user
        prefix = prefix_of(name)
        super().__init__(posted if posted and f"{prefix}-shown" in posted else None, prefix=prefix)
        self.fields["communities"].queryset = Country.objects.filter(in_programme=True)
        self.fields["province"].queryset = Province.objects.filter(valid_to=None)
        self.fields["country"].iterator = InReadersOrder
        self.fields["country"].queryset = Country.objects.all()
        self.initial["what"] = Face.ASSOCIATION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        what, place = cleaned.get("what"), [cleaned.get("province"), cleaned.get("country")]
        if all(place):
            self.add_error("country", _("Choose an Italian province or a country, not both."))
        if what in Face.values and not any(place):
            self.add_error("province", _("Choose the province, or a country if outside Italy."))
        if what in (Face.ASSOCIATION, PERSON):
            self.check_communities({country.code for country in cleaned.get("communities", ())}, what)
        elif what == Face.PARTNER:
            self.check_country(cleaned.get("country"))
        return cleaned

    def check_communities(self, codes: set[str], what: str) -> None:
        """An association serves a community at least, and a limited user only records who is of their countries.

        Of a person nobody need know the citizenship.
        """
        if not codes and what == Face.ASSOCIATION:
            self.add_error("communities", _("Choose the community it serves, one at least."))
        elif codes and not lies_within(self.user, codes):
            limit = ", ".join(countries_of(self.user))
            self.add_error("communities", _("You work for %(codes)s: choose one of these.") % {"codes": limit})

    def check_country(self, country: Country | None) -> None:
        """A limited user makes no partner actor in a programme country that is none of theirs."""
        if country and country.in_programme and not lies_within(self.user, {country.code}):
            self.add_error("country", outside_sentence(self.user))

    @property
    def is_person(self) -> bool:
        return self.cleaned_data["what"] == PERSON

    def write(self, *, by: Any) -> Organisation | Person:
        """Store it, with history."""
        given = self.cleaned_data
        if self.is_person:
            return new_person(self.name, given["province"], given["communities"], by=by)
        organisation = Organisation(
            face=given["what"],
            name=self.name,
            province=given["province"],
            country=given["country"],
            owner=by,
            identified_by="meeting",
        )
        many = {"communities": given["communities"]} if given["what"] == Face.ASSOCIATION else {}
        return create(organisation, by=by, many=many)


def new_person(name: str, province: Province | None = None, citizenships: Iterable[Country] = (), *, by: Any) -> Person:
    """Store somebody of whom little more than the name is known, to be completed."""
    first, _space, rest = name.partition(" ")
    person = Person(given_names=first[:100], family_names=rest[:100], province=province, to_complete=True)
    return create(person, by=by, many={"citizenships": citizenships})


class KnownField(forms.Field):
    """A typeahead over organisations and people; its value is what was chosen, read through what the user sees."""

    def __init__(self, user: Any, **kwargs: Any) -> None:
        self.user = user
        source = reverse_lazy("contacts:meeting-typeahead")
        widget = Typeahead(
            source,
            chosen=lambda values: known.choices_of(values, user),
            create_url=reverse_lazy("contacts:meeting-log-new"),
            asks_with=("with_whom",),
            offers_at_once=True,
        )
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> known.Known:
        values = [str(one)[: LONGEST_NAME + 10] for one in value or []][:MOST_CHOSEN]
        chosen = known.read(values, self.user)
        if chosen.unknown:
            raise forms.ValidationError(_("One of those chosen does not exist. Choose again."))
        if self.required and not (chosen.organisations or chosen.people or chosen.names):
            raise forms.ValidationError(SAY_WITH_WHOM)
        return chosen


class WithWhom(RecordForm):
    """The part of a meeting's form that asks with whom, and what each new name is."""

    def ask_with_whom(self) -> None:
        """The typeahead, and a small form for each name chosen that nobody has recorded yet."""
        self.fields["with_whom"] = KnownField(self.user, label=_("With whom"))
        posted = self.data if self.is_bound else None
        self.new = [NewKnownForm(posted, name=name, user=self.user) for name in self.new_names()]

    def chosen(self) -> list[str]:
        """What was chosen, as it was posted."""
        return self.data.getlist("with_whom") if isinstance(self.data, QueryDict) else []

    def new_names(self) -> list[str]:
        """Names chosen that nobody has recorded yet."""
        names = [one.removeprefix(known.NEW).strip() for one in self.chosen() if one.startswith(known.NEW)]
        return list(dict.fromkeys(name[:LONGEST_NAME] for name in names if name))[:MOST_NEW]

    def matches(self, name: str, typed: str) -> list[Choice]:
        """What the typeahead offers without script."""
        if name == "with_whom":
            return known.offered(typed, self.chosen(), self.user)
        return super().matches(name, typed)

    def check_new(self) -> None:
        """Each new name needs its answers."""
        complete = [form.is_valid() for form in self.new]
        if not all(complete):
            self.add_error("with_whom", _("Say of each new name what it is and where."))

    def met(self, by: Any) -> tuple[list[Any], list[Any]]:
        """The organisations and people chosen; whoever is new is stored here."""
        chosen, made = self.cleaned_data["with_whom"], [form.write(by=by) for form in self.new]
        people = [record for record, form in zip(made, self.new, strict=True) if form.is_person]
        organisations = [record for record in made if record not in people]
        return [*chosen.organisations, *organisations], [*chosen.people, *people]
