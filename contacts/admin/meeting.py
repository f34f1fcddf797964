"""Meetings in the admin, with who was there."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Organisation
from contacts.actions.meeting import Logged, log_meeting
from contacts.forms.meeting import COUNTS, PATIENCE, MeetingEditForm, citizenship_field
from contacts.models import HeadCount, Meeting, MeetingState, Participation, Person, Presence
from midla.records.admin_pages import PartInline, SomeOfMany
from midla.records.admin_writing import AdminForm, RecordAdmin
from midla.records.forms import KeysField
from midla.territories.models import PROGRAMME_COUNTRIES

COUNTED = tuple(map(citizenship_field, PROGRAMME_COUNTRIES))


class MeetingAdminForm(AdminForm, MeetingEditForm):
    """A meeting with everything that belongs to it, drawn by the admin; a new one too."""

    class Meta(MeetingEditForm.Meta):
        fields = ("state", *MeetingEditForm.Meta.fields)
        widgets: ClassVar[dict[str, Any]] = {}

    people = KeysField(
        Person.objects.all(),
        label=capfirst(Meeting._meta.get_field("people").verbose_name),
        required=False,
        widget=SomeOfMany(Meeting._meta.get_field("people"), admin.site),
    )

    def ask_citizenships(self) -> None:
        super().ask_citizenships()
        for name in COUNTED:
            self.fields[name].widget = forms.NumberInput(attrs={"min": 0})

    def check_moment(self, moment: datetime.datetime) -> None:
        if self.cleaned_data.get("state") == MeetingState.HELD and moment > timezone.now() + PATIENCE:
            raise forms.ValidationError(_("This lies in the future, and the meeting was held. Check day and time."))

    def write(self, *, by: Any) -> Meeting:
        if self.instance.pk:
            return super().write(by=by)
        given = self.cleaned_data
        planned = self.instance.state == MeetingState.PLANNED
        logged = Logged(
            **{name: list(given[name]) for name in ("organisations", "people", "staff", "themes")},
            citizenships=self.citizenships(given),
            presence=Presence.INVITED if planned else Presence.PRESENT,
        )
        return log_meeting(meeting=self.instance, logged=logged, by=by)


class ParticipationInline(PartInline):
    """Who was invited or there; ticked on the meeting's own page."""

    model = Participation
    fields = ("person", "presence")
    joined = ("person",)
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(person__in=Person.objects.visible_to(request.user))


class HeadCountInline(PartInline):
    """How many of those present hold each citizenship."""

    model = HeadCount
    fields = ("country", "people")
    joined = ("country",)
    show_change_link = False


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    """Meetings."""

    form = MeetingAdminForm
    list_display = ("starts_at", "kind", "title", "state", "with_whom", "province", "headcount")
    list_display_links = ("starts_at", "title")
    list_filter = ("state", "kind", "themes", "province__region")
    list_select_related = ("kind", "province")
    search_fields = ("title", "said", "outcome", "place")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("kind", "province", "staff", "organisations", "themes")
    inlines = (ParticipationInline, HeadCountInline)
    fieldsets = (
        # Django's checks refuse "people" here, which has a table of its own: the form's own fields come after these.
        (None, {"fields": ("state", "said", "outcome", "organisations")}),
        (gettext_lazy("How many people"), {"fields": (*COUNTS, *COUNTED)}),
        (
            gettext_lazy("When, where, how"),
            {
                "fields": (
                    *("starts_at", "time_zone", "kind", "minutes_long", "place", "province", "link", "title"),
                    *("themes", "staff", "language"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        seen = Organisation.objects.visible_to(request.user)
        return super().get_queryset(request).prefetch_related(Prefetch("organisations", seen, "seen_organisations"))

    @admin.display(description=gettext_lazy("organisations"))
    def with_whom(self, meeting: Meeting) -> str:
        return ", ".join(str(organisation) for organisation in meeting.seen_organisations)
