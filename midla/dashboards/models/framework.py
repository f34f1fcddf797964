"""The results framework: what the programme wants to reach, how it is measured, how much by when."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from midla.dashboards.querysets import TargetQuerySet
from midla.records.fields import AmountField, DayField, NoteField
from midla.records.models import Record, Word, name_field
from midla.territories.models import Country

DEFINITION_LENGTH = 600


class Level(models.TextChoices):
    """How far above the daily work an aim stands."""

    OBJECTIVE = "objective", _("objective")
    OUTCOME = "outcome", pgettext_lazy("level of results", "outcome")
    OUTPUT = "output", _("output")


class Unit(models.TextChoices):
    """What a value counts."""

    RECORDS = "records", _("records")
    PEOPLE = "people", _("people")
    EUR = "eur", "EUR"
    PERCENT = "percent", _("per cent")


class Verification(models.TextChoices):
    """The records by which a value is verified."""

    ASSOCIATIONS = "associations", _("the register of associations")
    MEETINGS = "meetings", _("the meetings and their minutes")
    RESOURCES = "resources", _("the needs and offers")
    PARTNERSHIPS = "partnerships", _("the partnerships and the dates of their stages")
    AGREEMENTS = "agreements", _("the signed agreements")
    FUNDING = "funding", _("the funding lines of partnerships")
    OFFICIAL = "official", _("the official counts of residents, and the meetings")


class Aim(Word):
    """A line of the logical framework. Its code says where it stands: 1-2 is the second outcome of objective 1."""

    level = models.CharField(_("level"), max_length=9, choices=Level.choices)

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("aim"), _("aims")

    @property
    def place(self) -> tuple[int, ...]:
        """Its place in the framework, to sort by: 1-10 comes after 1-9."""
        return tuple(int(part) if part.isdecimal() else 0 for part in self.code.split("-"))

    @property
    def number(self) -> str:
        """Its number as it is written: 1.2.1."""
        return self.code.replace("-", ".")


class Indicator(Word):
    """How an aim is measured. Its code is the name of a function in `midla/dashboards/figures`."""

    aim = models.ForeignKey(
        Aim, models.PROTECT, to_field="code", related_name="indicators", verbose_name=_("aim it measures")
    )
    unit = models.CharField(_("unit"), max_length=7, choices=Unit.choices, default=Unit.RECORDS)
    verification = models.CharField(_("means of verification"), max_length=12, choices=Verification.choices)
    baseline = AmountField(_("baseline"), default=Decimal(0))
    definition_it = NoteField(_("definition in Italian"), max_length=DEFINITION_LENGTH)
    definition_es = NoteField(_("definition in Spanish"), max_length=DEFINITION_LENGTH)
    definition_en = NoteField(_("definition in English"), max_length=DEFINITION_LENGTH)
    definition_fr = NoteField(_("definition in French"), max_length=DEFINITION_LENGTH)

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("indicator"), _("indicators")

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return getattr(self, name_field().replace("name_", "definition_"))


class Target(Record):
    """What an indicator is to reach in a period, in all countries together or in one."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    starts_on = DayField(_("from"))
    ends_on = DayField(_("until"))
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"in_programme": True},
        verbose_name=_("country"),
        help_text=_("Empty: the whole programme."),
    )
    value = AmountField(_("target"))

    objects = TargetQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("target"), _("targets")
        ordering = ("indicator", "starts_on", "id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("It ends before it starts: check the two dates."),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_per_period_and_country",
                fields=["indicator", "starts_on", "ends_on", "country"],
                condition=Q(trashed_at=None, country__isnull=False),
                violation_error_message=_("There is a target for this indicator, period and country: edit that one."),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_per_period",
                fields=["indicator", "starts_on", "ends_on"],
                condition=Q(trashed_at=None, country__isnull=True),
                violation_error_message=_("There is a target for this indicator and period: edit that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.starts_on:%Y-%m-%d} – {self.ends_on:%Y-%m-%d}"
