"""People, their roles and what they agreed to, in the admin."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.forms.affiliation import AffiliationForm
from contacts.forms.person import ADDRESS, PHONES, PersonForm
from contacts.models import Affiliation, Consent, Person
from midla.records.admin_pages import PartInline, ReadOnlyAdmin
from midla.records.admin_writing import AdminForm, RecordAdmin


class PersonAdminForm(AdminForm, PersonForm):
    """The form of a person, drawn by the admin; consent is recorded on the site, where its wording is shown."""

    class Meta(PersonForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent = None


class AffiliationInline(PartInline):
    """The roles of a person, or of people in an organisation."""

    model = Affiliation
    fields = ("person", "organisation", "role", "started_on", "ended_on", "main_contact")
    joined = ("person", "organisation", "role")


class ConsentInline(PartInline):
    """What a person said, the newest first."""

    model = Consent
    fields = ("purpose", "state", "said_on", "method", "language", "recorded_by")
    joined = ("recorded_by",)


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People."""

    form = PersonAdminForm
    list_display = ("full_name", "codes", "province", "to_complete", "updated_at")
    list_filter = ("citizenships", "to_complete", "province__region")
    list_select_related = ("province",)
    search_fields = ("given_names", "family_names")
    date_hierarchy = "created_at"
    autocomplete_fields = ("citizenships", "province", "origin_subdivision", "languages")
    inlines = (AffiliationInline, ConsentInline)
    fieldsets = (
        (None, {"fields": ("given_names", "family_names", "citizenships", "province")}),
        (
            _("How to reach them"),
            {"fields": ("email", *PHONES, "preferred_channel", "preferred_language", *ADDRESS)},
        ),
        (
            _("Who they are"),
            {
                "fields": (
                    *("form_of_address", "birth_date", "birth_year", "origin_subdivision", "languages"),
                    *("profession", "skills"),
                )
            },
        ),
        (_("For the office"), {"fields": ("notes", "to_complete")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("citizenships")

    @admin.display(description=_("name"), ordering="sort_key")
    def full_name(self, person: Person) -> str:
        return person.full_name

    @admin.display(description=_("citizenships"))
    def codes(self, person: Person) -> str:
        return " ".join(country.code for country in person.citizenships.all())


class AffiliationAdminForm(AdminForm, AffiliationForm):
    """The form of a role, drawn by the admin."""

    end_current = forms.BooleanField(label=_("End the present holder's role the day before"), required=False)

    class Meta(AffiliationForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Affiliation)
class AffiliationAdmin(RecordAdmin):
    """Roles of people in organisations."""

    form = AffiliationAdminForm
    list_display = ("person", "role", "organisation", "started_on", "ended_on", "main_contact")
    list_filter = ("role", "main_contact")
    list_select_related = ("person", "role", "organisation")
    search_fields = ("person__given_names", "person__family_names", "organisation__name")
    date_hierarchy = "started_on"
    autocomplete_fields = ("person", "organisation", "role")

    def found(self, rows: Any, typed: str) -> QuerySet:
        """By the person's name or the organisation's."""
        people, organisations = Person.objects.matching(typed), Organisation.objects.matching(typed)
        return rows.filter(Q(person__in=people) | Q(organisation__in=organisations))


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """What people agreed to: rows are added on the site, and never changed."""

    list_display = ("person", "purpose", "state", "said_on", "method", "recorded_by")
    list_filter = ("purpose", "state", "method", "language")
    list_select_related = ("person", "recorded_by")
    search_fields = ("person__given_names", "person__family_names")
    date_hierarchy = "said_on"

    def found(self, rows: Any, typed: str) -> QuerySet:
        """By the person's name."""
        return rows.filter(person__in=Person.objects.matching(typed))
