"""What is asked of a meeting: to plan it, and to write down what came of it."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.meeting import Logged, log_meeting, revise
from contacts.forms.consent import ConsentAsked
from contacts.forms.known import WithWhom
from contacts.models import Meeting, MeetingState, Presence
from contacts.moments import moment_in_words
from midla.records.fields import FIRST_MOMENT
from midla.records.forms import RecordForm
from midla.territories.models import PROGRAMME_COUNTRIES
from midla.territories.time_zones import CHOICES as ZONES
from midla.ui.layouts import More, Pair, Section
from midla.ui.widgets import Counter, MomentInput, Picker, PickerMultiple, Typeahead

COUNTS = ("women", "men", "under_30", "headcount")
# Clocks of phones differ a little from ours.
PATIENCE = datetime.timedelta(minutes=15)
# How browsers send a day and a time.
AS_SENT = "%Y-%m-%dT%H:%M"
USUAL_HOUR = "18:00"


def citizenship_field(code: str) -> str:
    """The name of the counter of one citizenship."""
    return f"count_{code.lower()}"


def zone_field(zone: str) -> forms.ChoiceField:
    """A choice of the venue's time zone, among them the one that holds unless another is chosen."""
    zones: Iterable = ZONES if zone in dict(ZONES) else [(zone, zone), *ZONES]
    return forms.ChoiceField(label=_("Time zone"), choices=zones, initial=zone, required=False)


class CountsAsked:
    """The part of a meeting's form that asks how many were there. Mixed into a RecordForm."""

    fields: dict[str, forms.Field]
    instance: Meeting

    def ask_citizenships(self) -> None:
        """A counter for each programme country."""
        for code in PROGRAMME_COUNTRIES:
            field = forms.IntegerField(label=code, required=False, min_value=0, max_value=100_000, widget=Counter())
            self.fields[citizenship_field(code)] = field

    def citizenships(self, cleaned: dict[str, Any]) -> dict[str, int]:
        """How many hold each citizenship, of those that were counted."""
        counted = {code: cleaned.get(citizenship_field(code)) for code in PROGRAMME_COUNTRIES}
        return {code: people for code, people in counted.items() if people}

    def check_counts(self, cleaned: dict[str, Any]) -> None:
        """Everybody present is at least women and men together; without a whole, it is their sum."""
        women, men, under_30, whole = ((cleaned.get(name) or 0) for name in COUNTS)
        if not cleaned.get("headcount"):
            whole = women + men
            cleaned["headcount"] = self.instance.headcount = whole or None
            self.check_sum(whole)
        if women + men > whole or (under_30 > whole and whole) or sum(self.citizenships(cleaned).values()) > whole > 0:
            self.add_error("headcount", _("The parts are more than everybody present: check the numbers."))

    def check_sum(self, whole: int) -> None:
        """A sum is bounded as a number that somebody types."""
        try:
            Meeting._meta.get_field("headcount").run_validators(whole or None)
        except forms.ValidationError as error:
            self.add_error("headcount", error)


class MeetingForm(RecordForm):
    """What planning and editing share: kind, day and time there, place, who of ours, about what."""

    starts_at = forms.CharField(label=gettext_lazy("Day and time there"), max_length=32, widget=MomentInput)

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = (
            *("kind", "title", "starts_at", "time_zone", "minutes_long", "place", "province", "link"),
            *("themes", "staff", "language", "said"),
        )
        widgets = {
            "kind": Picker(),
            "province": Picker(),
            "staff": PickerMultiple(),
            "themes": forms.CheckboxSelectMultiple(),
            "said": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance.time_zone if self.instance.pk else timezone.get_current_timezone_name()
        self.fields["time_zone"] = zone_field(held)
        self.initial["time_zone"] = held
        if self.instance.pk:
            self.initial["starts_at"] = self.instance.starts_there.strftime(AS_SENT)
        self.leave_out_inactive_staff()

    def leave_out_inactive_staff(self) -> None:
        """Colleagues who have left are offered no more; a meeting keeps those it has."""
        staff = self.fields["staff"]
        held = [user.pk for user in self.initial.get("staff") or [] if hasattr(user, "pk")]
        staff.queryset = staff.queryset.filter(is_active=True) | staff.queryset.filter(pk__in=held)

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or self.initial["time_zone"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_start(cleaned)
        self.check_kind(cleaned)
        return cleaned

    def check_start(self, cleaned: dict[str, Any]) -> None:
        """The start in UTC; what nobody touched stays to the second, also in the hour that clocks show twice."""
        text, zone = cleaned.get("starts_at"), cleaned.get("time_zone")
        # What stands in the way of a meeting's other columns is the sentence of this field alone.
        stored = self.instance.starts_at if self.instance.pk else FIRST_MOMENT
        if not text or not zone:
            cleaned.pop("starts_at", None)
            self.instance.starts_at = stored
            return
        if self.instance.pk and (text, zone) == (self.initial["starts_at"], self.initial["time_zone"]):
            cleaned["starts_at"] = stored
            return
        try:
            cleaned["starts_at"] = moment = moment_in_words(text, zone)
            self.check_moment(moment)
        except forms.ValidationError as error:
            self.instance.starts_at = stored
            self.add_error("starts_at", error)

    def check_moment(self, moment: datetime.datetime) -> None:
        """Refuse a start that cannot be; each form says which."""

    def check_kind(self, cleaned: dict[str, Any]) -> None:
        """Some kinds ask where, or under which address one joins."""
        kind = cleaned.get("kind")
        if kind and kind.needs_place and not (cleaned.get("place") or cleaned.get("province")):
            self.add_error("place", _("Say where: this kind of meeting needs a place or a province."))
        if kind and kind.needs_link and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("link", _("Give the link: this kind of meeting is joined online."))


class PlanForm(WithWhom, MeetingForm):
    """A meeting to come; whom it is with is invited."""

    not_values = RecordForm.not_values | {"with_whom"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_with_whom()
        del self.fields["language"]
        self.fields["said"].label = _("Notes")
        if not self.is_bound:
            self.initial.setdefault("staff", [self.user.pk])

    def check_moment(self, moment: datetime.datetime) -> None:
        if moment < timezone.now() - datetime.timedelta(days=1):
            raise forms.ValidationError(_("This lies in the past: log the meeting instead of planning it."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.state = MeetingState.PLANNED
        self.check_new()
        return cleaned

    def write(self, *, by: Any) -> Meeting:
        """Store the meeting; whoever is new is stored with it."""
        organisations, people = self.met(by)
        planned = Logged(
            organisations=organisations,
            people=people,
            staff=list(self.cleaned_data["staff"]),
            themes=list(self.cleaned_data["themes"]),
            presence=Presence.INVITED,
        )
        return log_meeting(meeting=self.instance, logged=planned, by=by)

    def parts(self) -> list[Any]:
        return [
            "with_whom",
            Pair("starts_at", "time_zone"),
            Pair("kind", "minutes_long"),
            Pair("place", "province"),
            *("link", "title", "said"),
            More(_("Themes, IOM staff"), "themes", "staff"),
        ]


class MeetingEditForm(ConsentAsked, CountsAsked, MeetingForm):
    """A planned or held meeting with everything that belongs to it."""

    class Meta(MeetingForm.Meta):
        fields = (*MeetingForm.Meta.fields, "outcome", *COUNTS, "organisations", "people")
        widgets = {
            **MeetingForm.Meta.widgets,
            "said": forms.Textarea(attrs={"rows": 8}),
            "outcome": forms.Textarea(attrs={"rows": 3}),
            "women": Counter(adds=True),
            "men": Counter(adds=True),
            "under_30": Counter(),
            "headcount": Counter(),
            "organisations": Typeahead(reverse_lazy("associations:organisation-find")),
            "people": Typeahead(reverse_lazy("contacts:person-find")),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_citizenships()
        if "people" in self.fields:
            self.ask_consent()
        counted = self.instance.headcounts.values_list("country_id", "people") if self.instance.pk else ()
        self.initial.update({citizenship_field(code): people for code, people in counted})

    def check_moment(self, moment: datetime.datetime) -> None:
        if self.instance.state == MeetingState.HELD and moment > timezone.now() + PATIENCE:
            raise forms.ValidationError(_("This lies in the future, and the meeting was held. Check day and time."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_counts(cleaned)
        chosen = any(cleaned.get(name) or name in self.errors for name in ("organisations", "people"))
        if not chosen:
            self.add_error("organisations", _("Say with whom it is: leave one organisation or person at least."))
        self.check_consent("people", bool(cleaned.get("people")))
        return cleaned

    def write(self, *, by: Any) -> Meeting:
        """Give the meeting its new values, with what belongs to it; what the user does not see stays."""
        meeting = revise(
            meeting=self.instance,
            values=self.values,
            many=self.many,
            citizenships=self.citizenships(self.cleaned_data),
            version=self.cleaned_data["version"],
            by=by,
        )
        self.record_consent(self.cleaned_data.get("people", ()), by=by)
        return meeting

    def parts(self) -> list[Any]:
        return [
            *("said", "outcome", "organisations", "people"),
            Section(
                _("How many people"),
                *(Pair("women", "men"), Pair("under_30", "headcount")),
                More(_("Of which citizens of"), *map(citizenship_field, PROGRAMME_COUNTRIES)),
            ),
            Section(
                _("When, where, how"),
                *(Pair("starts_at", "time_zone"), Pair("kind", "minutes_long"), Pair("place", "province")),
                *("link", "title"),
            ),
            More(_("Themes, IOM staff, language"), "themes", "staff", "language"),
        ]
