"""People, their roles in organisations, and what they agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.models.words import AffiliationRole, Language
from contacts.querysets import AffiliationQuerySet, ConsentQuerySet, PersonQuerySet
from midla.records.fields import CountField, DayField, LineField, NoteField
from midla.records.models import Batch, Record
from midla.records.search import search_key
from midla.territories.models import Country, Province, Subdivision

NOT_HERE = _("Nothing on health, residence status, politics or religion: it may not be kept here.")


class Channel(models.TextChoices):
    """How somebody likes to be reached."""

    PHONE = "phone", _("phone call")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("e-mail")


class Person(Record):
    """Somebody the programme knows by name."""

    given_names = LineField(_("given names"), max_length=100)
    family_names = LineField(_("family names"), max_length=100, blank=True)
    form_of_address = LineField(_("how to address"), max_length=60, blank=True)
    birth_date = DayField(_("date of birth"), null=True, blank=True)
    birth_year = CountField(_("year of birth"), least=1900, most=2100, null=True, blank=True)
    citizenships = models.ManyToManyField(Country, blank=True, related_name="citizens", verbose_name=_("citizenships"))
    street = LineField(_("street"), max_length=200, blank=True)
    postcode = LineField(_("postcode"), max_length=12, blank=True)
    town = LineField(_("town"), max_length=100, blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("province")
    )
    origin_subdivision = models.ForeignKey(
        Subdivision, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("where from")
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="speakers", verbose_name=_("languages"))
    profession = LineField(_("profession"), max_length=100, blank=True)
    skills = NoteField(_("skills"), max_length=2000, blank=True, help_text=NOT_HERE)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    second_phone = models.CharField(_("second phone"), max_length=20, blank=True)
    preferred_channel = models.CharField(_("preferred channel"), max_length=8, choices=Channel.choices, blank=True)
    preferred_language = models.CharField(_("preferred language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    to_complete = models.BooleanField(_("to complete"), default=False)
    notes = NoteField(_("notes"), blank=True, help_text=NOT_HERE)

    search_key = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=100, editable=False, default="")

    objects = PersonQuerySet.as_manager()

    not_in_history = Record.not_in_history | {"sort_key"}
    # Read only by who may read contact data, and, outside the EU, where the person agreed to the transfer.
    contact_fields = ("email", "phone", "second_phone", "street", "postcode", "preferred_channel")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("person"), _("people")
        ordering = ("sort_key", "id")
        constraints = [*Record.Meta.constraints]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="contacts_person_by_name", condition=Q(trashed_at=None)),
            models.Index(fields=["created_by"], name="contacts_person_recorded_by"),
            models.Index(fields=["email"], name="contacts_person_by_email"),
            models.Index(fields=["phone"], name="contacts_person_by_phone"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        """The address of the person's page."""
        return reverse("contacts:person-detail", args=[self.pk])

    @property
    def full_name(self) -> str:
        """Given names, then family names."""
        return f"{self.given_names} {self.family_names}".strip()

    def refresh_search_key(self) -> None:
        """Make the search key and the sort key (family names first) anew from the names."""
        self.search_key = search_key(self.full_name)
        self.sort_key = search_key(f"{self.family_names} {self.given_names}")[:100]


class Affiliation(Record):
    """A role that a person has or had in an organisation, from a day to a day (both inclusive, both optional)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    role = models.ForeignKey(AffiliationRole, models.PROTECT, related_name="affiliations", verbose_name=_("role"))
    # Copied from the role, so that the database can hold that one-holder roles do not overlap.
    one_holder = models.BooleanField(default=False, editable=False)
    started_on = DayField(_("from"), null=True, blank=True)
    ended_on = DayField(_("until"), null=True, blank=True)
    main_contact = models.BooleanField(_("main contact"), default=False)
    source = LineField(_("source"), max_length=200, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("role of a person"), _("roles of people")
        ordering = ("-started_on", "id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("The role ends before it starts: check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"


class Purpose(models.TextChoices):
    """What a person may agree to, each on its own."""

    CONTACT = "contact", _("being contacted by the programme")
    SHARING = "sharing", _("sharing with partner actors")
    TRANSFER = "transfer", _("transfer to an office outside the EU")


class ConsentState(models.TextChoices):
    """What the person said; without any row nobody has asked yet."""

    GIVEN = "given", _("given")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ConsentMethod(models.TextChoices):
    """In what way it was said."""

    SPOKEN = "spoken", _("in person, spoken")
    WRITTEN = "written", _("signed on paper")
    PHONE = "phone", _("by phone")
    MESSAGE = "message", _("by message or e-mail")


class Consent(models.Model):
    """One thing a person said about one purpose. Rows are added, never changed: the newest holds."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person"))
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices)
    state = models.CharField(_("state"), max_length=9, choices=ConsentState.choices)
    said_on = DayField(_("when"), default=timezone.localdate)
    method = models.CharField(_("how"), max_length=8, choices=ConsentMethod.choices)
    language = models.CharField(_("in what language"), max_length=5, choices=settings.LANGUAGES)
    wording = NoteField(_("wording shown"), max_length=2000, blank=True)
    recorded_at = models.DateTimeField(_("recorded on"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    # The import that brought it in: taken back with it.
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("consent"), _("consents")
        ordering = ("-id",)
        indexes = [models.Index(fields=["person", "purpose", "-id"], name="contacts_consent_newest")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_state_display()}"
