"""Who is expected at a meeting: a list to call from, and to tick at the door."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy

from contacts.actions.meeting import set_presence
from contacts.attendance import Attendee, attendees, parts_seen
from contacts.models import MeetingState, Participation, Person, Presence
from contacts.records import MeetingType
from contacts.views.meetings import MeetingPage
from contacts.views.people import READ_CONTACTS
from midla.accounts.permissions import Permission
from midla.records.forms import LONGEST_KEY, KeysField
from midla.records.models import Access
from midla.records.views.page import RecordPage, one_or_404
from midla.ui.widgets import MOST_FOUND, Choice, Typeahead


class AddPeopleForm(forms.Form):
    """Who else is expected, or came."""

    people = KeysField(
        Person.objects.none(),
        label=gettext_lazy("Add people"),
        widget=Typeahead(reverse_lazy("contacts:person-find")),
        error_messages={"required": gettext_lazy("Choose somebody first.")},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = Person.objects.visible_to(user)

    @property
    def asks_to_find(self) -> bool:
        """True where Find was pressed: the form comes back with matches to tick."""
        return self.data.get("find") == "people"

    def offer_matches(self) -> None:
        """Fill the typeahead with what was found for what was typed."""
        field = self.fields["people"]
        field.widget.value_from_datadict(self.data, {}, "people")
        found = field.queryset.matching(field.widget.typed).select_related("province")[:MOST_FOUND]
        field.widget.matches = [Choice(str(one.pk), one.full_name, str(one.province or "")) for one in found]
        self._errors = forms.utils.ErrorDict()


class MeetingPeople(MeetingPage):
    """The list of people, with the numbers that the reader may call; who may edit sets where each one stands."""

    template_name = "contacts/meeting_people.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(AddPeopleForm(user=request.user))

    def show(self, form: Any) -> HttpResponse:
        people = attendees(self.record, self.parts, self.request.user, call=True)
        log_numbers(people, by=self.request.user)
        return self.render_to_response(self.get_context_data(form=form, attendees=people))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consents = self.request.user.can(Permission.CONSENT)
        shown = {"presences": Presence.choices, "counts": counts(self.parts), "may_record_consent": consents}
        return super().get_context_data(**shown, **kwargs)


def counts(parts: Iterable[Participation]) -> list[tuple[str, int]]:
    """How many stand where, of those the reader sees."""
    told = Counter(part.presence for part in parts)
    return [(str(presence.label), told[presence]) for presence in Presence]


def log_numbers(people: list[Attendee], *, by: Any) -> None:
    """Note whose numbers were shown."""
    label = Person.label()
    Access.objects.bulk_create(
        Access(by=by, act=READ_CONTACTS, model_label=label, record_id=line.person.pk) for line in people if line.phone
    )


class MeetingPeopleAdd(MeetingPeople):
    """Puts people on the list: invited before the meeting, present from its day on."""

    permission = Permission.EDIT

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AddPeopleForm(request.POST, user=request.user)
        if form.asks_to_find:
            form.offer_matches()
            return self.show(form)
        if not form.is_valid():
            return self.show(form)
        for person in form.cleaned_data["people"]:
            if not Participation.objects.filter(meeting=self.record, person=person).exists():
                set_presence(meeting=self.record, person=person, presence=self.presence(), by=request.user)
        return redirect("contacts:meeting-people", self.record.pk)

    def presence(self) -> str:
        to_come = self.record.state == MeetingState.PLANNED and self.record.starts_at > timezone.now()
        return Presence.INVITED if to_come else Presence.PRESENT


class MeetingPresence(RecordPage):
    """One tick on the list. With script only the person's line comes back."""

    record_type = MeetingType
    permission = Permission.EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("contacts:meeting-people", self.record.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        listed = Person.objects.visible_to(request.user).filter(participations__meeting=self.record)
        key, presence = request.POST.get("person", ""), request.POST.get("presence", "")
        if presence not in Presence.values or not key.isdecimal() or len(key) > LONGEST_KEY:
            raise BadRequest
        person = one_or_404(listed, int(key))
        part = set_presence(meeting=self.record, person=person, presence=presence, by=request.user)
        if request.headers.get("HX-Request"):
            return self.line(part)
        return redirect("contacts:meeting-people", self.record.pk)

    def line(self, part: Participation) -> HttpResponse:
        """The person's line as the page draws it, and the counts above it."""
        user = self.request.user
        [attendee] = attendees(self.record, [part], user, call=True)
        context = {
            "line": attendee,
            "presences": Presence.choices,
            "record": self.record,
            "can": self.can,
            "counts": counts(parts_seen(self.record, user)),
            "may_record_consent": user.can(Permission.CONSENT),
        }
        return render(self.request, "contacts/_attendance_changed.html", context)
