"""What hangs on a partnership: agreements, funding, milestones, results, reviews."""

from decimal import ROUND_HALF_EVEN, Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.models.person import NOT_HERE
from midla.partnerships.models.partnership import Partnership
from midla.partnerships.querysets import PartnershipPartQuerySet
from midla.records.fields import AmountField, CountField, DayField, LineField, NoteField
from midla.records.models import Record

CENT = Decimal("0.01")


class PartOfPartnership(Record):
    """A record that belongs to one partnership, and is seen by whoever sees that."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="%(class)ss", verbose_name=_("partnership")
    )

    objects = PartnershipPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True


class Agreement(PartOfPartnership):
    """What the parties signed; its files hang on it, the signed copy may follow."""

    title = LineField(_("title"), max_length=200)
    signed_on = DayField(_("signed on"), null=True, blank=True)
    ends_on = DayField(_("ends on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    notes = NoteField(_("notes"), max_length=2000, blank=True, help_text=NOT_HERE)

    class Meta(PartOfPartnership.Meta):
        verbose_name, verbose_name_plural = _("agreement"), _("agreements")
        ordering = ("-signed_on", "-id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_signature",
                condition=Q(signed_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("signed_on")),
                violation_error_message=_("It ends before it was signed: check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Currency(models.TextChoices):
    """Currencies of Italy and of the four countries, and the dollar in which others count."""

    EUR = "EUR", "EUR"
    USD = "USD", "USD"
    BOB = "BOB", "BOB"
    COP = "COP", "COP"
    PEN = "PEN", "PEN"


class FundingForm(models.TextChoices):
    """In what form it is given."""

    CASH = "cash", _("cash")
    IN_KIND = "in_kind", _("in kind")


class FundingOrigin(models.TextChoices):
    """From whom it comes: what one euro of one brings of the others."""

    DIASPORA = "diaspora", _("diaspora")
    PARTNER = "partner", _("partner actors")
    DONOR = "donor", _("the programme and its donor")


class FundingLine(PartOfPartnership):
    """What one source gives: pledged, committed, disbursed, in its currency and in EUR at the rate of a day."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_lines",
        verbose_name=_("source, where it is recorded"),
    )
    source = LineField(_("source, in words"), max_length=200, blank=True)
    origin = models.CharField(_("comes from"), max_length=8, choices=FundingOrigin.choices)
    form = models.CharField(_("cash or in kind"), max_length=7, choices=FundingForm.choices, default=FundingForm.CASH)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.EUR)
    # Units of the currency for one euro, on the day the money was promised.
    rate = models.DecimalField(
        _("units for 1 EUR"),
        max_digits=12,
        decimal_places=6,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.000001"))],
    )
    said_on = DayField(_("day"), default=timezone.localdate)
    pledged = AmountField(_("pledged"), default=Decimal(0))
    committed = AmountField(_("committed"), default=Decimal(0))
    disbursed = AmountField(_("disbursed"), default=Decimal(0))
    # Worked out at the rate when stored, so that sums are one query.
    pledged_eur = AmountField(_("pledged, EUR"), default=Decimal(0), editable=False)
    committed_eur = AmountField(_("committed, EUR"), default=Decimal(0), editable=False)
    disbursed_eur = AmountField(_("disbursed, EUR"), default=Decimal(0), editable=False)
    notes = NoteField(_("notes"), max_length=2000, blank=True, help_text=NOT_HERE)

    not_in_history = Record.not_in_history | {"pledged_eur", "committed_eur", "disbursed_eur"}

    class Meta(PartOfPartnership.Meta):
        verbose_name, verbose_name_plural = _("funding line"), _("funding lines")
        ordering = ("id",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_names_its_source",
                condition=Q(organisation__isnull=False) | ~Q(source=""),
                violation_error_message=_("Say who gives it: choose an organisation, or write the name."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_rate_above_zero",
                condition=Q(rate__gt=0),
                violation_error_message=_("Write how many units of the currency one euro is worth."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_euro_has_rate_one",
                condition=~Q(currency="EUR") | Q(rate=1),
                violation_error_message=_("One euro is worth one euro: write 1."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_disbursed_within_committed",
                condition=Q(disbursed__lte=F("committed")),
                violation_error_message=_("More is disbursed than was committed: correct one of the two."),
            ),
        ]

    def __str__(self) -> str:
        """The amount, without the source: not everybody who sees the partnership sees every organisation."""
        return f"{self.committed or self.pledged} {self.currency}"

    def refresh_search_key(self) -> None:
        """Work the euros out anew: every action calls this before it stores a record."""
        for name in ("pledged", "committed", "disbursed"):
            euros = (Decimal(getattr(self, name)) / Decimal(self.rate)).quantize(CENT, ROUND_HALF_EVEN)
            setattr(self, f"{name}_eur", euros)


class Milestone(PartOfPartnership):
    """Something that is to be reached by a day."""

    what = LineField(_("what"), max_length=200, help_text=NOT_HERE)
    due_on = DayField(_("due on"), null=True, blank=True)
    reached_on = DayField(_("reached on"), null=True, blank=True)

    class Meta(PartOfPartnership.Meta):
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")
        ordering = ("due_on", "id")
        constraints = [*Record.Meta.constraints]

    def __str__(self) -> str:
        return self.what


class Result(PartOfPartnership):
    """Something that came of it; where it can be counted, how many of what."""

    what = LineField(_("what"), max_length=300, help_text=NOT_HERE)
    quantity = CountField(_("how many"), null=True, blank=True)
    unit = LineField(_("of what"), max_length=60, blank=True)
    reached_on = DayField(_("reached on"), default=timezone.localdate)

    class Meta(PartOfPartnership.Meta):
        verbose_name, verbose_name_plural = _("result"), _("results")
        ordering = ("-reached_on", "-id")
        constraints = [*Record.Meta.constraints]

    def __str__(self) -> str:
        return self.what


class Review(PartOfPartnership):
    """Whether a partnership still works, six or twelve months after it was completed."""

    class Months(models.IntegerChoices):
        """After how many months one looks."""

        SIX = 6, _("after 6 months")
        TWELVE = 12, _("after 12 months")

    months = models.PositiveSmallIntegerField(_("review"), choices=Months.choices)
    reviewed_on = DayField(_("reviewed on"), default=timezone.localdate)
    still_active = models.BooleanField(_("still active"))
    notes = NoteField(_("notes"), max_length=2000, blank=True, help_text=NOT_HERE)

    class Meta(PartOfPartnership.Meta):
        verbose_name, verbose_name_plural = _("review"), _("reviews")
        ordering = ("months", "id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(name="%(app_label)s_%(class)s_known_months", condition=Q(months__in=[6, 12])),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once",
                fields=["partnership", "months"],
                condition=Q(trashed_at=None),
                violation_error_message=_("This review is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_months_display()
