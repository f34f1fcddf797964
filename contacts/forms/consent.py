"""What a person agreed to: asked in the person's form, on a page of its own, and wherever somebody is met."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.consent import record_consent
from contacts.consent import newest_of, wording
from contacts.models import ConsentMethod, ConsentState, Person, Purpose
from midla.accounts.permissions import Permission
from midla.records.fields import FIRST_DAY, YEAR_SENTENCE
from midla.records.forms import RecordForm
from midla.records.once import OneTimeKeyField
from midla.ui.dates import day
from midla.ui.layouts import PageFormHelper, Pair
from midla.ui.widgets import DayInput, Segmented

# Most people who are asked speak it.
LIKELY_LANGUAGE = "es"


class ConsentForm(forms.Form):
    """What somebody says today about each purpose; what they say nothing new about stays as it is.

    Give it a prefix where it is part of another form, and call `record(person=…, by=…)` once that is stored.
    """

    # Nobody has to say anything: that is said once above.
    says_optional = False

    method = forms.ChoiceField(label=gettext_lazy("How they said it"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("In what language"), required=False)
    said_on = forms.DateField(label=gettext_lazy("When"), required=False, widget=DayInput())

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = newest_of(person) if person and person.pk else {}
        language = (person.preferred_language if person else "") or LIKELY_LANGUAGE
        for purpose in Purpose:
            self.fields[purpose.value] = forms.ChoiceField(
                label=capfirst(str(purpose.label)),
                required=False,
                choices=[("", _("nothing new") if purpose in known else _("not asked")), *ConsentState.choices],
                widget=Segmented(),
                help_text=to_read_out(purpose, language, known.get(purpose)),
            )
        self.fields["method"].choices = [("", "–"), *ConsentMethod.choices]
        self.fields["language"].choices = settings.LANGUAGES
        self.initial = {"language": language, "said_on": timezone.localdate(), **self.initial}
        self.order_fields([*Purpose.values, "method", "said_on", "language"])

    @property
    def answers(self) -> dict[str, str]:
        """What was said, by purpose."""
        return {purpose: state for purpose in Purpose.values if (state := self.cleaned_data.get(purpose))}

    @property
    def answered(self) -> bool:
        """True where an answer was sent, whatever else is missing."""
        return self.is_bound and any(self.data.get(self.add_prefix(purpose)) for purpose in Purpose.values)

    def clean_said_on(self) -> datetime.date:
        said_on = self.cleaned_data["said_on"] or timezone.localdate()
        if said_on < FIRST_DAY:
            raise forms.ValidationError(YEAR_SENTENCE)
        if said_on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write the day on which they said it."))
        return said_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.answers and not cleaned.get("method") and "method" not in self.errors:
            self.add_error("method", _("Choose how they said it: without that, a consent proves nothing."))
        return cleaned

    def record(self, *, person: Person, by: Any) -> int:
        """Record each answer; how many there were."""
        told = self.cleaned_data
        for purpose, state in self.answers.items():
            record_consent(
                person=person,
                purpose=purpose,
                state=state,
                method=told["method"],
                language=told["language"] or LIKELY_LANGUAGE,
                said_on=told["said_on"],
                by=by,
            )
        return len(self.answers)

    @property
    def helper(self) -> PageFormHelper:
        """What draws the fields inside another form's tag."""
        helper = PageFormHelper(self)
        helper.form_tag, helper.disable_csrf, helper.render_hidden_fields = False, True, True
        helper.layout.fields[:] = [*Purpose.values, Pair("method", "said_on"), "language"]
        return helper


class ConsentAsked(RecordForm):
    """The part of a record's form that asks what people agree to, of users who may record that."""

    consent: ConsentForm | None = None

    def ask_consent(self, person: Person | None = None) -> None:
        """What the person of the record, or each person named in it, says today."""
        if self.user.can(Permission.CONSENT):
            self.consent = ConsentForm(self.data if self.is_bound else None, prefix="consent", person=person)

    def is_valid(self) -> bool:
        own, consent = super().is_valid(), self.consent is None or self.consent.is_valid()
        return own and consent

    def check_consent(self, field: str, somebody: bool) -> None:
        """What is agreed to is kept with a person: somebody must be named."""
        if self.consent is not None and self.consent.is_valid() and self.consent.answers and not somebody:
            self.add_error(field, _("Name who agreed: consent is kept with the person."))

    def record_consent(self, people: Iterable[Person], *, by: Any) -> None:
        """Record the answers of each of these people."""
        for person in people if self.consent is not None else ():
            self.consent.record(person=person, by=by)


class ConsentPageForm(ConsentForm):
    """The same as a page of its own: sent twice, it records once."""

    one_time_key = OneTimeKeyField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Choose at least one answer, or go back."))
        return cleaned


def to_read_out(purpose: Purpose, language: str, newest: Any) -> SafeString:
    """The sentence to read to the person, in their language; then what they said before, when and how."""
    sentence = format_html('<span lang="{}">«{}»</span>', language, wording(purpose, language))
    if newest is None:
        return sentence
    words = {"state": newest.get_state_display(), "day": day(newest.said_on), "how": newest.get_method_display()}
    return format_html("{}<br>{}", sentence, _("Until now: %(state)s, %(day)s, %(how)s.") % words)
