"""What is asked of a partnership: what it is, for which countries, who takes part, what comes next."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.forms.organisation import outside_sentence
from associations.models import Organisation
from contacts.models import Meeting, Person
from midla.accounts.scope import lies_within
from midla.partnerships.actions.partnership import open_partnership
from midla.partnerships.models import Participant, Partnership, PartRole
from midla.partnerships.similar import Similar, similar_to
from midla.records.forms import KeysField, RecordForm
from midla.ui.dates import short_day
from midla.ui.layouts import More, Pair
from midla.ui.widgets import Picker, PickerMultiple, Typeahead

FIND_ORGANISATION = reverse_lazy("associations:organisation-find")
FIND_PERSON = reverse_lazy("contacts:person-find")
MOST_MEETINGS = 20
TAKING_PART = ("lead", "others", "people", "meeting")


def with_day(meeting: Any) -> str:
    """A meeting as one tells it from others: its day, and its title or kind."""
    return f"{short_day(meeting.starts_at)} · {meeting.title or meeting.kind}"


def with_country(subdivision: Any) -> str:
    """A subdivision with its country's code: names repeat."""
    return f"{subdivision.name} ({subdivision.country_id})"


class PartnershipForm(RecordForm):
    """The form of a partnership. Who takes part is written on its page, one by one."""

    class Meta:
        model = Partnership
        fields: tuple[str, ...] = (
            *("title", "summary", "countries", "subdivisions", "themes"),
            *("owner", "next_step", "next_step_on"),
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "countries": forms.CheckboxSelectMultiple(),
            "subdivisions": PickerMultiple(),
            "themes": forms.CheckboxSelectMultiple(),
            "owner": Picker(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subdivisions: Any = self.fields["subdivisions"]
        subdivisions.queryset = subdivisions.queryset.filter(country__in_programme=True)
        subdivisions.label_from_instance = with_country
        owners = self.fields.get("owner")
        if isinstance(owners, forms.ModelChoiceField):
            # Whoever looks after it keeps it, also after leaving, until somebody else is chosen.
            owners.queryset = owners.queryset.active() | owners.queryset.filter(pk=self.instance.owner_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_places(cleaned)
        if cleaned.get("next_step_on") and not cleaned.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", _("Write the next step too, or empty its day."))
        return cleaned

    def check_places(self, cleaned: dict[str, Any]) -> None:
        """What a limited user writes lies within their countries; subdivisions lie in the countries chosen."""
        codes = {country.code for country in cleaned.get("countries") or ()}
        held = {*codes, *self.unseen.get("countries", [])}
        if codes and not lies_within(self.user, codes):
            self.add_error("countries", outside_sentence(self.user))
        outside = [place.name for place in cleaned.get("subdivisions") or () if place.country_id not in held]
        if held and outside:
            places = {"places": ", ".join(outside)}
            self.add_error("subdivisions", _("Tick the country of %(places)s too, or leave it out.") % places)

    def parts(self) -> list[Any]:
        return [
            *("title", "countries"),
            Pair("next_step", "next_step_on"),
            *("summary", "themes"),
            More(_("Subdivisions, officer responsible"), "subdivisions", "owner"),
        ]


class PartnershipEditForm(PartnershipForm):
    """A stored partnership, with the meetings that were about it: ticked among the last with its participants."""

    class Meta(PartnershipForm.Meta):
        fields = (*PartnershipForm.Meta.fields, "meetings")
        widgets = {**PartnershipForm.Meta.widgets, "meetings": forms.CheckboxSelectMultiple()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings: Any = self.fields["meetings"]
        seen = Participant.objects.visible_to(self.user).of(self.instance)
        with_them = Q(organisations__partnership_parts__in=seen.order_by().values("pk"))
        recent = meetings.queryset.filter(with_them).order_by("-starts_at").values_list("pk", "starts_at").distinct()
        keys = {key for key, _at in recent[:MOST_MEETINGS]} | set(self.initial.get("meetings") or [])
        meetings.queryset = meetings.queryset.filter(pk__in=keys).select_related("kind").order_by("-starts_at")
        meetings.label_from_instance = with_day

    def parts(self) -> list[Any]:
        return [*super().parts(), More(_("Meetings about it"), "meetings")]


class PartnershipCreateForm(PartnershipForm):
    """A new partnership, with who takes part; roles may be changed afterwards."""

    lead = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=gettext_lazy("Lead organisation"),
        required=False,
        widget=Typeahead(FIND_ORGANISATION, multiple=False),
    )
    others = KeysField(
        Organisation.objects.all(),
        label=gettext_lazy("Other organisations"),
        required=False,
        widget=Typeahead(FIND_ORGANISATION),
    )
    people = KeysField(
        Person.objects.all(), label=gettext_lazy("People"), required=False, widget=Typeahead(FIND_PERSON)
    )
    meeting = forms.ModelChoiceField(Meeting.objects.all(), required=False, widget=forms.HiddenInput)

    not_values = RecordForm.not_values | {*TAKING_PART}

    def participants(self) -> list[Participant]:
        """Who takes part, each once: the lead, associations that promote, partner actors that help, people."""
        lead, given = self.cleaned_data.get("lead"), self.cleaned_data
        found = [Participant(organisation=lead, role=PartRole.LEAD)] if lead else []
        for organisation in given.get("others", ()):
            role = PartRole.PROMOTER if organisation.is_association else PartRole.TECHNICAL
            found += [Participant(organisation=organisation, role=role)] if organisation != lead else []
        return [*found, *(Participant(person=person, role=PartRole.PROMOTER) for person in given.get("people", ()))]

    @property
    def many(self) -> dict[str, list[Any]]:
        meeting = self.cleaned_data.get("meeting")
        return {**super().many, "meetings": [meeting.pk] if meeting else []}

    def write(self, *, by: Any) -> Partnership:
        """Open the partnership with its participants."""
        return open_partnership(partnership=self.instance, participants=self.participants(), many=self.many, by=by)

    @cached_property
    def similar(self) -> Similar:
        """What exists already: initiatives in the same place, partnerships of the same participants."""
        given = self.cleaned_data
        lead = given.get("lead")
        keys = [one.pk for one in (lead, *given.get("others", ())) if one]
        chosen: dict[str, Any] = {
            name: [one.pk for one in given.get(name, ())] for name in ("countries", "subdivisions", "themes")
        }
        return similar_to(self.user, organisations=keys, **chosen)

    def parts(self) -> list[Any]:
        title, countries, step, *rest = super().parts()
        return [title, "lead", "others", countries, step, *rest, More(_("People"), "people"), "meeting"]
