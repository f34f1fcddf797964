"""A need or an offer heard in a meeting: one line of the form that logs it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.filters import THEMES
from associations.models import Theme
from contacts.models.person import NOT_HERE
from midla.accounts.scope import countries_of
from midla.partnerships.holders import countries_of_holder
from midla.partnerships.models import Resource, ResourceKind, Side
from midla.records.actions import create
from midla.records.filters import NO_SUCH_CHOICE, OneField
from midla.records.form_lines import FormLines, Reader, form_lines
from midla.records.forms import readable
from midla.records.options import Options, OptionSelect
from midla.territories.models import Country

KINDS = Options(lambda: ResourceKind.choices)
CHOOSE = gettext_lazy("Choose")


class ResourceLine(forms.Form):
    """One need or offer; a line left empty is none."""

    # A whole line may stay empty: the legend says so once.
    says_optional = False

    what = forms.CharField(label=gettext_lazy("What is needed or offered"), max_length=300, required=False)
    side = forms.ChoiceField(label=gettext_lazy("Need or offer"), choices=Side.choices, required=False)
    kind = OneField(
        label=gettext_lazy("Kind"), options=KINDS, strict=True, required=False, widget=OptionSelect(KINDS, empty=CHOOSE)
    )
    theme = OneField(
        label=gettext_lazy("Theme"), options=THEMES, required=False, widget=OptionSelect(THEMES, empty=CHOOSE)
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose"), required=False, widget=forms.Select({"data-chosen-in": "with_whom"})
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        # A function: who was chosen is read where the line is drawn, or where one of them is said.
        self.fields["whose"].choices = self.holders

    def holders(self) -> list[tuple[str, str]]:
        """Those that the meeting was with."""
        return [("", _("the first chosen above")), *self.reader.chosen()]

    def has_changed(self) -> bool:
        """True where something was said: need or offer is chosen from the start."""
        return bool({"what", "kind", "theme"} & set(self.changed_data))

    def clean_theme(self) -> str:
        """A theme in use: the list that is offered may be a minute old, and refuses none."""
        code = self.cleaned_data["theme"]
        if code and not Theme.objects.active().filter(code=code).exists():
            raise forms.ValidationError(NO_SUCH_CHOICE, code="invalid_choice")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("what"):
            if cleaned.get("kind") or cleaned.get("theme"):
                self.add_error("what", _("Write what is needed or offered, or empty the line."))
            return cleaned
        for name, sentence in (("kind", _("Choose the kind.")), ("theme", _("Choose the theme."))):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("what"))


@form_lines
class NeedsAndOffersHeard(FormLines):
    """Needs and offers heard in a meeting, each its holder's: one of those that the meeting was with."""

    form = "meeting-log"
    name = "heard"
    legend = gettext_lazy("Needs and offers heard")
    help_text = NOT_HERE
    add_label = gettext_lazy("Add a need or an offer")
    line = ResourceLine

    def write(self, lines: Any, record: Any, chosen: Any, *, by: Any) -> None:
        filled = [line.cleaned_data for line in lines if line.is_filled]
        if not filled or not chosen:
            return
        themes = dict(Theme.objects.filter(code__in={given["theme"] for given in filled}).values_list("code", "pk"))
        for given in filled:
            holder = dict(chosen).get(given["whose"]) or chosen[0][1]
            self.store(given, themes[given["theme"]], holder, record, by=by)

    def store(self, given: Any, theme: int, holder: Any, meeting: Any, *, by: Any) -> None:
        """One need or offer, for the countries that follow from whose it is."""
        is_person = holder._meta.model_name == "person"
        resource = Resource(
            side=given["side"] or Side.NEED,
            what=readable(given["what"]),
            kind=given["kind"],
            theme_id=theme,
            owner=by,
            meeting=meeting,
            **{"person_id" if is_person else "organisation_id": holder.pk},
        )
        create(resource, by=by, many={"countries": countries_for(holder, by)})


def countries_for(holder: Any, user: Any) -> list[str]:
    """The programme countries of whoever has it, within the user's limit; where none is known, all of these."""
    limit, codes = countries_of(user), countries_of_holder(holder)
    within = [code for code in codes if code in limit] if limit else codes
    return within or list(limit) or list(Country.objects.filter(in_programme=True).values_list("code", flat=True))
