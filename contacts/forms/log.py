"""The fast form: with whom, when, what happened; everything else is optional and folded away."""

import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.meeting import Logged, log_meeting
from contacts.dates_in_words import EXAMPLES
from contacts.forms.consent import ConsentAsked
from contacts.forms.meeting import COUNTS, PATIENCE, CountsAsked, zone_field
from contacts.forms.names import NamesPasted
from contacts.forms.promise import Colleagues, PromiseLines
from contacts.known import NEW, read
from contacts.models import FollowUp, Meeting, MeetingKind, MeetingState
from contacts.models.person import NOT_HERE
from contacts.moments import moment_in_words, same_time_yesterday
from midla.records.attachments import UploadField, attach
from midla.records.fields import FIRST_MOMENT
from midla.records.form_lines import ADD_LINE, Reader, hold_errors_back, lines_of, with_one_more
from midla.records.forms import RecordForm
from midla.records.questions import Question
from midla.ui.widgets import Counter, MomentInput, Picker, PickerMultiple, Segmented

# The name under which other apps add lines to this form.
FORM = "meeting-log"
USUAL_KIND = "visit"
NOW, YESTERDAY, OTHER = "now", "yesterday", "other"
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


@Question
def usual_kinds() -> QuerySet:
    """The kind that is meant where none is chosen."""
    usual = Case(When(code=USUAL_KIND, then=0), default=1)
    return MeetingKind.objects.active().order_by(usual, "pk")[:1]


class LogForm(ConsentAsked, CountsAsked, NamesPasted):
    """What is asked of a meeting that was held."""

    when = forms.ChoiceField(label=gettext_lazy("When"), widget=Segmented, initial=NOW)
    moment = forms.CharField(
        label=gettext_lazy("Day and time there"), required=False, max_length=32, widget=MomentInput
    )
    file = UploadField(required=False)

    state = MeetingState.HELD
    # The page's first line says that three answers are enough.
    says_optional = False
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
        self.ask_with_whom()
        self.ask_names()
        self.ask_consent()
        self.fields["said"].required = True
        self.fields["said"].error_messages["required"] = _("Write what happened: one sentence is enough.")
        self.fields["staff"].queryset = self.fields["staff"].queryset.active()
        self.ask_when()
        self.ask_citizenships()
        self.begin_with_defaults()
        self.lines = self.make_lines()
        self.added = lines_of(FORM, self.data if self.is_bound else None, Reader(user, lambda: self.chosen_words))

    # --- what is asked ---
    def ask_when(self) -> None:
        """Now, yesterday, another day; the zone is the reader's unless the folded part says another."""
        clock = timezone.localtime().strftime("%H:%M")
        moments = [(NOW, _("Now, %(clock)s") % {"clock": clock}), (YESTERDAY, _("Yesterday")), (OTHER, _("Other date"))]
        self.fields["when"].choices = moments
        self.fields["time_zone"] = zone_field(timezone.get_current_timezone_name())

    def begin_with_defaults(self) -> None:
        """A visit, with oneself."""
        kinds = self.fields["kind"].queryset
        self.fields["kind"].required = False
        if not self.is_bound:
            self.initial.setdefault("kind", kinds.filter(code=USUAL_KIND).values_list("pk", flat=True).first())
            self.initial.setdefault("staff", [self.user.pk])

    @property
    def promise_help(self) -> str:
        """What to write in the lines of promises, said once."""
        return f"{NOT_HERE} {EXAMPLES}"

    @property
    def unfolds(self) -> bool:
        """True where the folded part holds an error."""
        return bool({*FOLDED, "names", "file"} & set(self.errors))

    def make_lines(self) -> Any:
        """The lines of promises; one more where its button was pressed without script."""
        posted = with_one_more(self.data if self.is_bound else None, "promises")
        return PromiseLines(posted, prefix="promises", form_kwargs={"colleagues": Colleagues(self.user)})

    @cached_property
    def chosen_words(self) -> list[tuple[str, str]]:
        """With whom, as value and name in the order chosen: what added lines may be about."""
        known = read(self.chosen(), self.user)
        found = {f"o{one.pk}": one.name for one in known.organisations}
        found |= {f"p{one.pk}": one.full_name for one in known.people}
        found |= {f"{NEW}{name}": name for name in known.names}
        return [(value, found[value]) for value in dict.fromkeys(self.chosen()) if value in found]

    # --- Find without script ---
    @property
    def asks_to_find(self) -> bool:
        return super().asks_to_find or (self.is_bound and ADD_LINE in self.data)

    def hold_errors_back(self) -> None:
        """Nobody has saved yet: what is still missing is not told."""
        for form in (self, *self.new, *self.pasted, *([self.consent] if self.consent else [])):
            form._errors = ErrorDict()
        for lines in (self.lines, *(added.formset for added in self.added)):
            hold_errors_back(lines)

    def offer_matches(self) -> None:
        super().offer_matches()
        self.hold_errors_back()

    # --- checks ---
    def _get_validation_exclusions(self) -> set[str]:
        # The fields of choices have asked the database already, and of the head-count `check_counts` says with a
        # sentence what the constraint holds.
        return {*super()._get_validation_exclusions(), "kind", "province", "headcount"}

    def clean_kind(self) -> MeetingKind:
        """The kind chosen, else a visit, else whatever kind there is."""
        if self.cleaned_data["kind"]:
            return self.cleaned_data["kind"]
        kinds = usual_kinds()
        if not kinds:
            raise forms.ValidationError(_("There is no kind of meeting yet: an administrator adds them."))
        return kinds[0]

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
        zone = cleaned.get("time_zone") or timezone.get_current_timezone_name()
        if when == YESTERDAY:
            return same_time_yesterday(now, zone)
        if not cleaned.get("moment"):
            raise forms.ValidationError(_("Write the day and the time."))
        moment = moment_in_words(cleaned["moment"], zone)
        if moment > now + PATIENCE:
            raise forms.ValidationError(_("This lies in the future: plan the meeting instead of logging it."))
        return moment

    def check_parts(self) -> None:
        """The lines of promises and what must be known of new names."""
        if self.lines.is_bound and not self.lines.is_valid():
            self.add_error(None, _("Check what was promised: a line below says what is wrong."))
        right = [added.is_valid() for added in self.added]
        if not all(right):
            self.add_error(None, _("Check the lines below: one says what is wrong."))
        self.check_new()
        self.check_names()
        self.check_consent("with_whom", self.names_somebody())

    def names_somebody(self) -> bool:
        """True where a person is named, known or new."""
        chosen = self.cleaned_data.get("with_whom")
        new = any(form.is_valid() and form.is_person for form in self.new)
        return new or bool(chosen and chosen.people) or bool(self.people_named())

    # --- writing ---
    def follow_ups(self, by: Any) -> list[FollowUp]:
        """What was promised."""
        made = [line.follow_up(by) for line in self.lines] if self.lines.is_bound else []
        return [follow_up for follow_up in made if follow_up is not None]

    def logged(self, by: Any) -> Logged:
        """Everything that belongs to the meeting; whoever is new is stored here."""
        organisations, people = self.met(by)
        return Logged(
            organisations=organisations,
            people=people,
            staff=list(self.cleaned_data["staff"]) or [by],
            themes=list(self.cleaned_data["themes"]),
            follow_ups=self.follow_ups(by),
            citizenships=self.citizenships(self.cleaned_data),
        )

    def write(self, *, by: Any) -> Meeting:
        """Store the meeting with everything that belongs to it."""
        logged = self.logged(by)
        meeting = log_meeting(meeting=self.instance, logged=logged, by=by)
        for added in self.added:
            added.write(meeting, self.in_order(logged), by=by)
        self.record_consent(logged.people, by=by)
        if upload := self.cleaned_data["file"]:
            attach(meeting, upload, by=by)
        return meeting

    def in_order(self, logged: Logged) -> list[tuple[str, Any]]:
        """Whom the meeting was with, as value and record: organisations before people, each as they were chosen."""
        place = {value: number for number, value in enumerate(self.chosen())}
        found: list[tuple[str, Any]] = []
        for letter, records in (("o", logged.organisations), ("p", logged.people)):
            named = [(self.value_of(letter, record), record) for record in records]
            found += sorted(named, key=lambda one: place.get(one[0], len(place)))
        return found

    def value_of(self, letter: str, record: Any) -> str:
        """How a record was chosen: by its key, or, where it is new, by its name."""
        new = f"{NEW}{record}"
        return new if new in self.chosen() else f"{letter}{record.pk}"
