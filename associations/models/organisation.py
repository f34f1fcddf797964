"""Organisations: one table with two faces, associations and partner actors."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations.models.words import Tag, Theme
from associations.querysets import FaceManager, OrganisationQuerySet
from midla.records.fields import CountField, DayField, LineField, NoteField
from midla.records.models import Record
from midla.records.search import search_key
from midla.territories.models import Country, Province, Subdivision


class Face(models.TextChoices):
    """Which of the two an organisation is."""

    ASSOCIATION = "association", _("Association")
    PARTNER = "partner", _("Partner actor")


class AssociationForm(models.TextChoices):
    """How an association is made."""

    REGISTERED = "registered", _("registered association")
    INFORMAL = "informal", _("informal group")
    FEDERATION = "federation", _("federation")
    COOPERATIVE = "cooperative", _("cooperative")
    ENTERPRISE = "enterprise", _("migrant-owned enterprise")
    MEDIA = "media", _("media")
    SPORTS = "sports", _("sports club")
    RELIGIOUS = "religious", _("religious community")
    COMMITTEE = "committee", _("committee")


class PartnerType(models.TextChoices):
    """What kind of body a partner actor is."""

    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")
    NGO = "ngo", _("NGO")
    COOPERATIVE = "cooperative", _("cooperative")
    UNIVERSITY = "university", _("university")
    SCHOOL = "school", _("school")
    BANK = "bank", _("bank or microfinance")
    CHAMBER = "chamber", _("chamber of commerce")
    UNION = "union", _("trade union")
    ENTERPRISE = "enterprise", _("enterprise")
    FOUNDATION = "foundation", _("foundation")
    HEALTH = "health", _("health body")
    DIOCESE = "diocese", _("diocese")
    MINISTRY = "ministry", _("ministry")
    INTERNATIONAL = "international", _("international organisation")


# Ties of people to these are special-category data (religion, trade-union membership).
SPECIAL_FORMS = frozenset({AssociationForm.RELIGIOUS})
SPECIAL_TYPES = frozenset({PartnerType.DIOCESE, PartnerType.UNION})


class IdentifiedBy(models.TextChoices):
    """How the programme came to know of an organisation."""

    MEETING = "meeting", _("at a meeting or event")
    REFERRAL = "referral", _("somebody told us")
    CONSULATE = "consulate", _("consulate or embassy")
    REGISTER = "register", _("a public register")
    INTERNET = "internet", _("internet or social media")
    MAPPING = "mapping", _("a mapping study")
    IMPORT = "import", _("an earlier list")


class Organisation(Record):
    """An association or a partner actor: what a meeting, a partnership or a person's role points to."""

    face = models.CharField(_("kind"), max_length=11, choices=Face.choices, editable=False)
    # A public register's own code, such as ISTAT's for a municipality: what repeated loads recognise it by.
    code = models.CharField(_("code"), max_length=30, blank=True, editable=False)
    name = LineField(_("name"), max_length=200)
    short_name = LineField(_("short name"), max_length=60, blank=True)
    former_name = LineField(_("former name"), max_length=200, blank=True)
    search_key = models.TextField(editable=False, default="")
    # What lists sort by: the folded name, so that order is the same on both databases.
    sort_key = models.CharField(max_length=100, editable=False, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sections", verbose_name=_("belongs to")
    )

    form = models.CharField(_("form"), max_length=12, choices=AssociationForm.choices, blank=True)
    communities = models.ManyToManyField(
        Country,
        blank=True,
        related_name="associations_serving",
        limit_choices_to={"in_programme": True},
        verbose_name=_("communities"),
    )
    origin_subdivisions = models.ManyToManyField(
        Subdivision, blank=True, related_name="+", verbose_name=_("where its people come from")
    )
    founded_in = CountField(_("founded in"), least=1900, most=2100, null=True, blank=True)
    members = CountField(_("members"), null=True, blank=True)
    women_share = CountField(_("women, %"), most=100, null=True, blank=True)
    under_30_share = CountField(_("under 30, %"), most=100, null=True, blank=True)
    does_here = NoteField(_("what it does here"), max_length=5000, blank=True)
    does_at_home = NoteField(_("what it does at home"), max_length=5000, blank=True)

    type = models.CharField(_("type"), max_length=13, choices=PartnerType.choices, blank=True)
    countries_of_interest = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries of interest")
    )
    funds = NoteField(_("what it funds"), max_length=5000, blank=True)

    tax_code = models.CharField(_("tax code"), max_length=16, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=11, blank=True)
    legal_form = LineField(_("legal form"), max_length=100, blank=True)
    runts_section = models.CharField(_("RUNTS section"), max_length=1, blank=True, choices=[(c, c) for c in "abcdefg"])
    runts_number = LineField(_("RUNTS number"), max_length=20, blank=True)
    runts_entered_on = DayField(_("entered in RUNTS on"), null=True, blank=True)
    runts_struck_off_on = DayField(_("struck off RUNTS on"), null=True, blank=True)
    runts_last_deposit_on = DayField(_("last deposit in RUNTS"), null=True, blank=True)
    in_immigration_register = models.BooleanField(
        _("in the register of bodies that work for immigrants"), default=False
    )
    in_development_list = models.BooleanField(_("on the list of development bodies"), default=False)

    address = LineField(_("address"), max_length=200, blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("province")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("country")
    )
    subdivision = models.ForeignKey(
        Subdivision, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("subdivision")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    social_pages = NoteField(_("social pages, one a line"), max_length=1000, blank=True)
    preferred_language = models.CharField(_("preferred language"), max_length=5, choices=settings.LANGUAGES, blank=True)

    themes = models.ManyToManyField(Theme, blank=True, related_name="organisations", verbose_name=_("themes"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="organisations", verbose_name=_("tags"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("officer responsible"),
    )
    identified_by = models.CharField(_("how identified"), max_length=10, choices=IdentifiedBy.choices, blank=True)
    identified_on = DayField(_("identified on"), null=True, blank=True)
    notes = NoteField(_("notes"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    not_in_history = Record.not_in_history | {"sort_key"}

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("organisation"), _("organisations")
        ordering = ("sort_key", "id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_exactly_one_place",
                condition=Q(province__isnull=False, country__isnull=True)
                | Q(province__isnull=True, country__isnull=False),
                violation_error_message=_("Give an Italian province, or a country: one of the two."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_subdivision_needs_country",
                condition=Q(subdivision__isnull=True) | Q(country__isnull=False),
                violation_error_message=_("Choose the country of this subdivision too."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("An organisation cannot belong to itself."),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_record_per_code",
                fields=["code"],
                condition=~Q(code="") & Q(trashed_at=None),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_known_face", condition=Q(face__in=["association", "partner"])
            ),
        ]
        indexes = [
            models.Index(fields=["face", "sort_key", "id"], name="associations_by_name", condition=Q(trashed_at=None)),
            models.Index(fields=["face", "-updated_at"], name="associations_by_change"),
            models.Index(fields=["trashed_at"], name="associations_in_trash", condition=Q(trashed_at__isnull=False)),
            # Few belong to another: by the numbers of the whole index, SQLite would rather read the table.
            models.Index(fields=["parent"], name="associations_sections", condition=Q(parent__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def refresh_search_key(self) -> None:
        """Make the search key anew from the names and from what is told in prose, the sort key from the name."""
        prose = (self.does_here, self.does_at_home, self.funds, self.notes)
        self.search_key = search_key(self.name, self.short_name, self.former_name, *prose)
        self.sort_key = search_key(self.name)[:100]

    def get_absolute_url(self) -> str:
        """The address of its page, by its face."""
        noun = "association" if self.is_association else "partner"
        return reverse(f"associations:{noun}-detail", args=[self.pk])

    @property
    def is_association(self) -> bool:
        return self.face == Face.ASSOCIATION

    @property
    def is_special(self) -> bool:
        """True where people's ties to it are special-category data."""
        return self.form in SPECIAL_FORMS or self.type in SPECIAL_TYPES


class Association(Organisation):
    """A migrant association, seen through its own pages."""

    objects = FaceManager(Face.ASSOCIATION)

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("association"), _("associations")


class PartnerActor(Organisation):
    """A body in Italy or in a programme country that could work with associations."""

    objects = FaceManager(Face.PARTNER)

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("partner actor"), _("partner actors")


class OrganisationActivity(models.Model):
    """The dates that engagement rests on, kept by the actions of the apps that hold the records. No history."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, primary_key=True, related_name="activity", verbose_name=_("organisation")
    )
    contacted_on = models.DateField(_("first contacted"), null=True)
    met_on = models.DateField(_("first met"), null=True)
    last_held_on = models.DateField(_("last contact"), null=True)
    last_met_on = models.DateField(_("last met"), null=True)
    # "Two or more of these in 12 months" asks for the last but one: of meetings, calls and messages alike.
    previous_held_on = models.DateField(_("contact before the last"), null=True)
    # Kept by the app of partnerships.
    in_partnership = models.BooleanField(_("in a partnership agreed or active"), null=True, default=False)
    in_live_partnership = models.BooleanField(_("in a live partnership"), null=True, default=False)
    # The last day on which one of its needs or offers is open: lapse of time is worked out in the query.
    resource_open_until = models.DateField(_("need or offer open until"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("activity"), _("activity")
        indexes = [models.Index(fields=["last_held_on"], name="associations_activity_last")]

    def __str__(self) -> str:
        return str(self.organisation_id)
