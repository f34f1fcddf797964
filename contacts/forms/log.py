"""The fast form: with whom, when, what happened; everything else is optional and folded away."""

import datetime
from typing import Any

from django import forms
from django.db.models import Case, When
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import known
from contacts.actions.meeting import Logged, log_meeting
from contacts.forms.known import NewKnownForm
from contacts.forms.promise import PromiseLines, colleagues
from contacts.models import FollowUp, Meeting, MeetingKind, MeetingState
from contacts.moments import moment_in_words
from midla.records.attachments import UploadField, attach
from midla.records.fields import FIRST_MOMENT
from midla.records.forms import RecordForm
from midla.territories.models import PROGRAMME_COUNTRIES
from midla.territories.time_zones import CHOICES as ZONES
from midla.ui.widgets import Choice, Counter, MomentInput, Picker, PickerMultiple, Segmented, Typeahead

USUAL_KIND = "visit"
NOW, YESTERDAY, OTHER = "now", "yesterday", "other"
# Clocks of phones differ a little from ours.
PATIENCE = datetime.timedelta(minutes=15)
COUNTS = ("women", "men", "under_30", "headcount")
FOLDED = (
    "kind",
    "title",
    "place",
    "province",
    "link",
    "minutes_long",
    "time_zone",
    "language",
    "themes",
    "staff",
    "outcome",
)


def citizenship_field(code: str) -> str:
    """The name of the counter of one citizenship."""
    return f"count_{code.lower()}"


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
        )
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> known.Known:
        values = [str(one)[: known.LONGEST_NAME + 10] for one in value or []][:60]
        chosen = known.read(values, self.user)
        if chosen.unknown:
            raise forms.ValidationError(_("One of those chosen does not exist. Choose again."))
        if self.required and not (chosen.organisations or chosen.people or chosen.names):
            raise forms.ValidationError(_("Say with whom it was: choose one, or write a name and create it."))
        return chosen


class LogForm(RecordForm):
    """What is asked of a meeting that was held."""

    when = forms.ChoiceField(label=gettext_lazy("When"), widget=Segmented, initial=NOW)
    moment = forms.CharField(
        label=gettext_lazy("Day and time there"), required=False, max_length=32, widget=MomentInput
    )
    names = forms.CharField(
        label=gettext_lazy("Paste a list of names, one a line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = UploadField(required=False)

    state = MeetingState.HELD
    not_values = RecordForm.not_values | {"when", "moment", "names", "file", "with_whom"}

    class Meta:
        model = Meeting
        fields = ("said", *COUNTS, *FOLDED)
        widgets = {
            "said": forms.Textarea(attrs={"rows": 4}),
            "outcome": forms.Textarea(attrs={"rows": 2}),
            "kind": Picker(),
            "province": Picker(),
            "staff": PickerMultiple(),
            "themes": forms.CheckboxSelectMultiple(),
            "women": Counter(adds=True),
            "men": Counter(adds=True),
            "under_30": Counter(),
            "headcount": Counter(),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["with_whom"] = KnownField(user, label=_("With whom"))
        self.fields["said"].required = True
        self.fields["said"].error_messages["required"] = _("Write what happened: one sentence is enough.")
        self.fields["staff"].queryset = self.fields["staff"].queryset.active()  # type: ignore[attr-defined]
        self.ask_when()
        self.ask_citizenships()
        self.begin_with_defaults()
        self.lines = self.make_lines()
        self.new = [NewKnownForm(self.data if self.is_bound else None, name=name, user=user) for name in self.new_names()]

    # --- what is asked ---
    def ask_when(self) -> None:
        """Now, yesterday, another day; the zone is the reader's unless the folded part says another."""
        clock = timezone.localtime().strftime("%H:%M")
        moments = [(NOW, _("Now, %(clock)s") % {"clock": clock}), (YESTERDAY, _("Yesterday")), (OTHER, _("Other date"))]
        self.fields["when"].choices = moments  # type: ignore[attr-defined]
        zone = timezone.get_current_timezone_name()
        zones = ZONES if zone in dict(ZONES) else [(zone, zone), *ZONES]
        self.fields["time_zone"] = forms.ChoiceField(label=_("Time zone"), choices=zones, initial=zone, required=False)

    def ask_citizenships(self) -> None:
        """A counter for each programme country."""
        for code in PROGRAMME_COUNTRIES:
            field = forms.IntegerField(label=code, required=False, min_value=0, max_value=100_000, widget=Counter())
            self.fields[citizenship_field(code)] = field

    def begin_with_defaults(self) -> None:
        """A visit, with oneself."""
        kinds = self.fields["kind"].queryset  # type: ignore[attr-defined]
        self.fields["kind"].required = False
        if not self.is_bound:
            self.initial.setdefault("kind", kinds.filter(code=USUAL_KIND).values_list("pk", flat=True).first())
            self.initial.setdefault("staff", [self.user.pk])

    def make_lines(self) -> Any:
        """The lines of promises; one more where its button was pressed without script."""
        data = self.data if self.is_bound else None
        if data is not None and "add-line" in data:
            data = data.copy()
            total = data.get("promises-TOTAL_FORMS", "")
            data["promises-TOTAL_FORMS"] = str(int(total) + 1) if total.isdecimal() and len(total) < 3 else "1"
        if data is not None and "promises-TOTAL_FORMS" not in data:
            data = None
        return PromiseLines(data, prefix="promises", form_kwargs={"colleagues": colleagues(self.user)})

    def new_names(self) -> list[str]:
        """Names chosen that nobody has recorded yet."""
        if not self.is_bound:
            return []
        chosen = self.data.getlist("with_whom") if isinstance(self.data, QueryDict) else []
        names = [one.removeprefix(known.NEW).strip() for one in chosen if one.startswith(known.NEW)]
        return list(dict.fromkeys(name[: known.LONGEST_NAME] for name in names if name))[:20]

    # --- Find without script ---
    @property
    def asks_to_find(self) -> bool:
        return self.is_bound and (self.data.get("find") in {"with_whom", "names"} or "add-line" in self.data)

    def offer_matches(self) -> None:
        super().offer_matches()
        if self.data.get("find") == "names":
            widget = self.fields["with_whom"].widget
            widget.matches = known.matched(self.data.get("names", "")[:4000], self.user)  # type: ignore[attr-defined]

    def matches(self, name: str, typed: str) -> list[Choice]:
        chosen = self.data.getlist("with_whom") if isinstance(self.data, QueryDict) else []
        return known.offered(typed, chosen, self.user)

    # --- checks ---
    def validate_constraints(self) -> None:
        """Nothing to ask the database: `check_counts` says with a sentence what the constraint holds."""

    def _get_validation_exclusions(self) -> set[str]:
        # The fields of choices have asked the database already.
        return {*super()._get_validation_exclusions(), "kind", "province"}

    def clean_kind(self) -> MeetingKind:
        """The kind chosen, else a visit, else whatever kind there is."""
        if self.cleaned_data["kind"]:
            return self.cleaned_data["kind"]
        usual = Case(When(code=USUAL_KIND, then=0), default=1)
        kind = MeetingKind.objects.active().order_by(usual, "pk").first()
        if kind is None:
            raise forms.ValidationError(_("There is no kind of meeting yet: an administrator adds them."))
        return kind

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or timezone.get_current_timezone_name()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.state = self.state
        self.check_moment(cleaned)
        self.check_counts(cleaned)
        self.check_parts()
        return cleaned

    def check_moment(self, cleaned: dict[str, Any]) -> None:
        """The start in UTC."""
        self.instance.starts_at = FIRST_MOMENT
        try:
            self.instance.starts_at = self.start(cleaned)
        except forms.ValidationError as error:
            self.add_error("moment", error)

    def start(self, cleaned: dict[str, Any]) -> datetime.datetime:
        """When it was; a held meeting does not lie in the future."""
        now = timezone.now().replace(second=0, microsecond=0)
        when = cleaned.get("when", NOW)
        if when == NOW:
            return now
        if when == YESTERDAY:
            return now - datetime.timedelta(days=1)
        if not cleaned.get("moment"):
            raise forms.ValidationError(_("Write the day and the time."))
        moment = moment_in_words(cleaned["moment"], cleaned.get("time_zone") or timezone.get_current_timezone_name())
        if moment > now + PATIENCE:
            raise forms.ValidationError(_("This lies in the future: plan the meeting instead of logging it."))
        return moment

    def check_counts(self, cleaned: dict[str, Any]) -> None:
        """Everybody present is at least women and men together; without a whole, it is their sum."""
        women, men, under_30, whole = ((cleaned.get(name) or 0) for name in COUNTS)
        if not cleaned.get("headcount"):
            whole = women + men
            cleaned["headcount"] = self.instance.headcount = whole or None
        if women + men > whole or (under_30 > whole and whole) or sum(self.citizenships(cleaned).values()) > whole > 0:
            self.add_error("headcount", _("The parts are more than everybody present: check the numbers."))

    def citizenships(self, cleaned: dict[str, Any]) -> dict[str, int]:
        """How many hold each citizenship, of those that were counted."""
        counted = {code: cleaned.get(citizenship_field(code)) for code in PROGRAMME_COUNTRIES}
        return {code: people for code, people in counted.items() if people}

    def check_parts(self) -> None:
        """The lines of promises and what must be known of new names."""
        if self.lines.is_bound and not self.lines.is_valid():
            self.add_error(None, _("Check what was promised: a line below says what is wrong."))
        if not all([form.is_valid() for form in self.new]):
            self.add_error("with_whom", _("Say of each new name what it is and where."))

    # --- writing ---
    def follow_ups(self, by: Any) -> list[FollowUp]:
        """What was promised."""
        made = [line.follow_up(by) for line in self.lines] if self.lines.is_bound else []
        return [follow_up for follow_up in made if follow_up is not None]

    def logged(self, by: Any) -> Logged:
        """Everything that belongs to the meeting; whoever is new is stored here."""
        chosen, made = self.cleaned_data["with_whom"], [form.write(by=by) for form in self.new]
        people = [record for record, form in zip(made, self.new, strict=True) if form.is_person]
        organisations = [record for record in made if record not in people]
        return Logged(
            organisations=[*chosen.organisations, *organisations],
            people=[*chosen.people, *people],
            staff=list(self.cleaned_data["staff"]) or [by],
            themes=list(self.cleaned_data["themes"]),
            follow_ups=self.follow_ups(by),
            citizenships=self.citizenships(self.cleaned_data),
        )

    def write(self, *, by: Any) -> Meeting:
        """Store the meeting with everything that belongs to it."""
        meeting = log_meeting(meeting=self.instance, logged=self.logged(by), by=by)
        if upload := self.cleaned_data["file"]:
            attach(meeting, upload, by=by)
        return meeting
