"""Existing efforts: what others already do, so that nobody starts what is there."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations.models.organisation import Organisation
from associations.models.words import Theme
from associations.querysets import InitiativeQuerySet
from midla.records.fields import AmountField, CountField, LineField, NoteField
from midla.records.models import Record
from midla.records.search import search_key
from midla.territories.models import Country, Subdivision


class Currency(models.TextChoices):
    """The currencies in which budgets are told."""

    EUR = "EUR", _("EUR, euro")
    USD = "USD", _("USD, US dollar")
    BOB = "BOB", _("BOB, boliviano")
    COP = "COP", _("COP, Colombian peso")
    PEN = "PEN", _("PEN, sol")


class Initiative(Record):
    """An existing effort that others run: who, where, on which theme, when, with how much, and who says so."""

    title = LineField(_("title"), max_length=200)
    run_by = LineField(_("run by"), max_length=200, blank=True, help_text=_("Who runs it, as its source says."))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("organisation in the registry"),
    )
    description = NoteField(_("description"), max_length=5000, blank=True)
    countries = models.ManyToManyField(
        Country,
        blank=True,
        related_name="initiatives",
        limit_choices_to={"in_programme": True},
        verbose_name=_("countries"),
    )
    subdivisions = models.ManyToManyField(
        Subdivision, blank=True, related_name="initiatives", verbose_name=_("subdivisions")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="initiatives", verbose_name=_("themes"))
    starts_in = CountField(_("starts in"), least=1900, most=2100, null=True, blank=True)
    ends_in = CountField(_("ends in"), least=1900, most=2100, null=True, blank=True)
    budget = AmountField(_("budget"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, blank=True)
    source = LineField(_("source"), max_length=300, blank=True, help_text=_("Where this was read or heard."))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    iati_identifier = LineField(_("IATI identifier"), max_length=200, blank=True)
    search_key = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=100, editable=False, default="")
    # What IATI said last, so that a repeated load tells its own values from what people wrote since.
    loaded = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)
    # The row of the file it came from, so that the same row adds nothing a second time.
    row_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = InitiativeQuerySet.as_manager()

    not_in_history = Record.not_in_history | {"sort_key", "loaded", "row_digest"}

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("existing effort"), _("existing efforts")
        ordering = ("sort_key", "id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                condition=Q(starts_in__isnull=True) | Q(ends_in__isnull=True) | Q(ends_in__gte=F("starts_in")),
                violation_error_message=_("It ends before it starts: check the two years."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_budget_has_its_currency",
                condition=Q(budget__isnull=True, currency="") | (Q(budget__isnull=False) & ~Q(currency="")),
                violation_error_message=_("Give the budget and its currency, or neither."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_known_currency",
                condition=Q(currency__in=["", "EUR", "USD", "BOB", "COP", "PEN"]),
                violation_error_message=_("This currency is none of the list."),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_record_per_iati_identifier",
                fields=["iati_identifier"],
                condition=~Q(iati_identifier="") & Q(trashed_at=None),
                violation_error_message=_("Another existing effort has this IATI identifier."),
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="associations_initiative_name", condition=Q(trashed_at=None)),
            models.Index(fields=["-updated_at"], name="associations_initiative_change"),
            models.Index(fields=["row_digest"], name="associations_initiative_digest", condition=~Q(row_digest="")),
        ]

    def __str__(self) -> str:
        return self.title

    def refresh_search_key(self) -> None:
        """Make the search key anew from title, who runs it and what is told, the sort key from the title."""
        self.search_key = search_key(self.title, self.run_by, self.description, self.source, self.iati_identifier)
        self.sort_key = search_key(self.title)[:100]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("associations:initiative-detail", args=[self.pk])
