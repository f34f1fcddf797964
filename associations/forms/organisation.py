"""What is asked of an association and of a partner actor."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import codes
from associations.actions import change_face, tags_named
from associations.federation import circle_sentence, makes_a_circle
from associations.likely import likely_organisations, rows_of
from associations.models import Association, Organisation, PartnerActor
from midla.accounts.scope import countries_of, lies_within
from midla.records.forms import RecordForm
from midla.records.models import Record
from midla.records.panels import Row
from midla.records.phones import ITALY, PhoneField, international
from midla.ui.layouts import More, Pair
from midla.ui.widgets import Choice, Picker, PickerMultiple, Typeahead

FIND = reverse_lazy("associations:organisation-find")
PLACE = ("province", "country", "subdivision")
NAMES = ("short_name", "former_name")
REACH = ("address", "email", "phone", "website", "social_pages", "preferred_language")
REGISTERS = (
    "legal_form",
    "tax_code",
    "vat_number",
    "runts_section",
    "runts_number",
    "runts_entered_on",
    "runts_struck_off_on",
    "runts_last_deposit_on",
    "in_immigration_register",
    "in_development_list",
)
OFFICE = ("owner", "identified_by", "identified_on", "tags", "new_tags", "notes")
WIDGETS = {
    "province": Picker(),
    "country": Picker(),
    "subdivision": Picker(),
    "owner": Picker(),
    "parent": Typeahead(FIND, multiple=False),
    "origin_subdivisions": PickerMultiple(),
    "countries_of_interest": PickerMultiple(),
    "tags": PickerMultiple(),
    "communities": forms.CheckboxSelectMultiple(),
    "themes": forms.CheckboxSelectMultiple(),
    "address": forms.TextInput(attrs={"autocomplete": "off"}),
    **{name: forms.Textarea(attrs={"rows": 3}) for name in ("does_here", "does_at_home", "funds", "social_pages")},
    "notes": forms.Textarea(attrs={"rows": 4}),
}


class OrganisationForm(RecordForm):
    """What both faces ask for: a name and one place; the rest is folded away."""

    phone = PhoneField()
    # Longer than what is stored: people write spaces, and IT before the number.
    vat_number = forms.CharField(label=gettext_lazy("VAT number"), required=False, max_length=20)
    tax_code = forms.CharField(label=gettext_lazy("Tax code"), required=False, max_length=30)
    new_tags = forms.CharField(
        label=gettext_lazy("New tags"), required=False, max_length=300, help_text=gettext_lazy("Divided by commas.")
    )

    not_values = RecordForm.not_values | {"new_tags"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubles: list[Row] = []
        self.ask_for_province()
        owners = self.fields.get("owner")
        if isinstance(owners, forms.ModelChoiceField):
            owners.queryset = owners.queryset.active() | owners.queryset.filter(pk=self.instance.owner_id)

    def ask_for_province(self) -> None:
        """The province is asked for unless a country is given."""
        country = self.data.get("country") if self.is_bound else self.instance.country_id
        self.fields["province"].required = not country
        self.fields["province"].error_messages["required"] = _("Choose the province, or a country if outside Italy.")

    def clean_tax_code(self) -> str:
        return codes.tax_code(self.cleaned_data["tax_code"])

    def clean_vat_number(self) -> str:
        return codes.vat_number(self.cleaned_data["vat_number"])

    def clean_website(self) -> str:
        return web_address(self.cleaned_data["website"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_place(cleaned)
        self.check_phone(cleaned)
        self.check_parent(cleaned)
        self.check_registers(cleaned)
        self.check_limit(cleaned)
        return cleaned

    def check_place(self, cleaned: dict[str, Any]) -> None:
        """Exactly one place: an Italian province, or a country with a subdivision of its own."""
        province, country, subdivision = (cleaned.get(name) for name in PLACE)
        if any(name in self.errors for name in PLACE):
            return
        if province and country:
            self.add_error("country", _("Choose an Italian province or a country, not both: empty one of the two."))
        elif country and country.code == ITALY:
            self.add_error("country", _("In Italy choose the province instead."))
        elif subdivision and (not country or subdivision.country_id != country.pk):
            self.add_error("subdivision", _("This subdivision lies in another country. Choose its country, or none."))

    def check_phone(self, cleaned: dict[str, Any]) -> None:
        """The number in international form, read as in the country where the organisation is."""
        country = cleaned.get("country")
        try:
            cleaned["phone"] = international(cleaned.get("phone", ""), country.code if country else ITALY)
        except forms.ValidationError as error:
            self.add_error("phone", error)

    def check_parent(self, cleaned: dict[str, Any]) -> None:
        """No organisation belongs to itself, straight or through others."""
        parent = cleaned.get("parent")
        if parent and makes_a_circle(self.instance.pk, parent.pk):
            self.add_error("parent", circle_sentence())

    def check_registers(self, cleaned: dict[str, Any]) -> None:
        """Nobody is struck off before being entered."""
        entered, left = cleaned.get("runts_entered_on"), cleaned.get("runts_struck_off_on")
        if entered and left and left < entered:
            self.add_error("runts_struck_off_on", _("This day lies before the entry: check the two dates."))

    def check_limit(self, cleaned: dict[str, Any]) -> None:
        """What a limited user writes lies within their countries; each face says where that is told."""

    def refuse_outside(self, field: str, concerned: set[str]) -> None:
        """Put an error where what is chosen concerns none of the user's countries."""
        if not lies_within(self.user, concerned):
            self.add_error(field, outside_sentence(self.user))

    @property
    def many(self) -> dict[str, list[Any]]:
        chosen = super().many
        added = [tag.pk for tag in tags_named(self.cleaned_data.get("new_tags", "").split(","))]
        if "tags" in chosen and added:
            chosen["tags"] = sorted({*chosen["tags"], *added})
        return chosen

    def find_doubles(self) -> list[Row]:
        """Organisations the user sees that are likely the same, however their name is written."""
        cleaned = self.cleaned_data
        places = {f"{name}_id": getattr(cleaned.get(name), "pk", None) for name in ("province", "country")}
        self.doubles = rows_of(likely_organisations({**cleaned, **places}, self.user, besides=self.instance.pk))
        return self.doubles

    def matches(self, name: str, typed: str) -> list[Choice]:
        found = [choice for choice in super().matches(name, typed) if choice.value != str(self.instance.pk)]
        return found if name == "parent" else super().matches(name, typed)


def web_address(address: str) -> str:
    """An address that a browser may open; ValidationError for others."""
    if address and not address.lower().startswith(("http://", "https://")):
        raise forms.ValidationError(_("Write an address that begins with http:// or https://."))
    return address


def outside_sentence(user: Any) -> str:
    """Why a limited user cannot write this, and what to choose."""
    limit = ", ".join(countries_of(user))
    return _("You work with %(countries)s: choose at least one of these.") % {"countries": limit}


class AssociationForm(OrganisationForm):
    """The form of an association: name, community, place; then what is known."""

    class Meta:
        model = Association
        fields = (
            *("name", "communities", *PLACE, "form", *NAMES, "parent", "founded_in", "members", "women_share"),
            *("under_30_share", "origin_subdivisions", "themes", "does_here", "does_at_home"),
            *REACH,
            *REGISTERS,
            *(name for name in OFFICE if name != "new_tags"),
        )
        widgets = WIDGETS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["communities"].required = True

    def parts(self) -> list[Any]:
        return [
            *("name", "communities", "province"),
            More(_("It is outside Italy"), Pair("country", "subdivision")),
            More(
                _("Who they are"),
                *(Pair("form", "founded_in"), Pair(*NAMES), "parent", Pair("members", "women_share", "under_30_share")),
                *("origin_subdivisions", "themes", "does_here", "does_at_home"),
            ),
            *common_parts(),
        ]

    def check_limit(self, cleaned: dict[str, Any]) -> None:
        if communities := cleaned.get("communities"):
            self.refuse_outside("communities", {country.code for country in communities})


class PartnerActorForm(OrganisationForm):
    """The form of a partner actor: name, type, place; then what is known."""

    class Meta:
        model = PartnerActor
        fields = (
            *("name", "type", *PLACE, *NAMES, "parent", "countries_of_interest", "themes", "funds"),
            *REACH,
            *REGISTERS,
            *(name for name in OFFICE if name != "new_tags"),
        )
        widgets = WIDGETS

    def parts(self) -> list[Any]:
        return [
            *("name", "type", "province"),
            More(_("It is outside Italy"), Pair("country", "subdivision")),
            More(_("Who they are"), Pair(*NAMES), "parent", "countries_of_interest", "themes", "funds"),
            *common_parts(),
        ]

    def check_limit(self, cleaned: dict[str, Any]) -> None:
        country, interests = cleaned.get("country"), cleaned.get("countries_of_interest") or ()
        concerned = {one.code for one in (country, *interests) if one and one.in_programme}
        if concerned:
            self.refuse_outside("country" if country else "countries_of_interest", concerned)


def common_parts() -> list[More]:
    """The folded parts that both faces have."""
    return [
        More(
            _("How to reach them"), "address", Pair("email", "phone"), "website", "social_pages", "preferred_language"
        ),
        More(_("Codes and registers"), *REGISTERS),
        More(_("For the office"), *OFFICE),
    ]


class FaceForm(RecordForm):
    """What an organisation needs to change its face: as an association, a community at least."""

    class Meta:
        model = Organisation
        fields = ("communities",)
        widgets = {"communities": forms.CheckboxSelectMultiple()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_association:
            del self.fields["communities"]
        else:
            self.fields["communities"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        codes_chosen = {country.code for country in cleaned.get("communities") or ()}
        if codes_chosen and not lies_within(self.user, codes_chosen):
            self.add_error("communities", outside_sentence(self.user))
        return cleaned

    def write(self, *, by: Any) -> Record:
        chosen = self.cleaned_data.get("communities", ())
        return change_face(self.instance, by=by, communities=chosen, version=self.cleaned_data["version"])
