"""Countries, their subdivisions, and Italy's regions, provinces and municipalities. Reference data: no authors."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from midla.records.fields import CountField, LineField, NoteField
from midla.records.models import Word
from midla.territories.querysets import PopulationFigureQuerySet, TerritoryQuerySet

PROGRAMME_COUNTRIES = ("BO", "CO", "EC", "PE")


class Territory(models.Model):
    """Reference data that a command loads; `loaded` holds what it wrote last, so that it overwrites no edit."""

    loaded = models.JSONField(_("as loaded"), default=dict, editable=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        abstract = True


class Country(Territory):
    """A country, by its ISO 3166-1 alpha-2 code."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name_it = models.CharField(_("name in Italian"), max_length=100)
    name_es = models.CharField(_("name in Spanish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    in_programme = models.BooleanField(_("programme country"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("country"), _("countries")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return getattr(self, f"name_{(get_language() or 'en')[:2]}", self.name_en)


class Subdivision(Territory):
    """A first-level part of a programme country, by its ISO 3166-2 code: where people come from."""

    code = models.CharField(_("code"), max_length=6, unique=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="subdivisions", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=40, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("subdivision"), _("subdivisions")
        ordering = ("country", "name")

    def __str__(self) -> str:
        return self.name


class Region(Territory):
    """An Italian region, by its ISTAT code."""

    code = models.CharField(_("ISTAT code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=60)
    macro_area = models.CharField(_("part of Italy"), max_length=20, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("region"), _("regions")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Province(Territory):
    """An Italian province or metropolitan city, by its ISTAT code; some existed only for some years."""

    code = models.CharField(_("ISTAT code"), max_length=3, unique=True)
    uts_code = models.CharField(_("ISTAT code of the territorial unit"), max_length=3, blank=True)
    plate = models.CharField(_("car plate"), max_length=2, blank=True)
    name = models.CharField(_("name"), max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="provinces", verbose_name=_("region"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("existed until"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("province"), _("provinces")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Municipality(Territory):
    """An Italian municipality, by its ISTAT code."""

    code = models.CharField(_("ISTAT code"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=100)
    province = models.ForeignKey(Province, models.PROTECT, related_name="municipalities", verbose_name=_("province"))
    is_provincial_capital = models.BooleanField(_("provincial capital"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("municipality"), _("municipalities")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Vintage(Word):
    """A source of population figures with its edition: figures of two are never added, nor joined in one line."""

    source = LineField(_("source"), max_length=200, blank=True)
    edition = LineField(_("edition"), max_length=200, blank=True)
    note = NoteField(_("note"), max_length=2000, blank=True)
    # "2012 census of 2011": from this year on the figures are not those of the year before.
    breaks = NoteField(_("breaks, one a line: the year and why"), max_length=2000, blank=True)
    provisional_years = LineField(_("provisional years"), max_length=200, blank=True)

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("vintage of figures"), _("vintages of figures")

    @property
    def breaks_by_year(self) -> dict[int, str]:
        """The years in which the series breaks, each with the reason."""
        pairs = (line.strip().partition(" ") for line in self.breaks.splitlines())
        return {int(year): why.strip() for year, _space, why in pairs if year.isascii() and year.isdecimal()}

    def is_provisional(self, year: int) -> bool:
        """True where the source says that the figures of a year may still change."""
        return str(year) in self.provisional_years.replace(",", " ").split()


class Sex(models.TextChoices):
    """Whom a figure counts: men, women, or all. All is stored beside its parts, and never added to them."""

    MEN = "M", _("men")
    WOMEN = "F", _("women")
    ALL = "T", _("all")


class PopulationFigure(models.Model):
    """How many people of one citizenship lived in Italy, a region or a province on 1 January of a year."""

    vintage = models.ForeignKey(Vintage, models.PROTECT, related_name="figures", verbose_name=_("vintage"))
    year = CountField(_("year"), least=1900, most=2100)
    # Neither region nor province: the whole of Italy.
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name=_("region")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name=_("province")
    )
    citizenship = models.ForeignKey(Country, models.PROTECT, related_name="figures", verbose_name=_("citizenship"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    residents = CountField(_("residents"))
    provisional = models.BooleanField(_("provisional"), default=False)

    objects = PopulationFigureQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("population figure"), _("population figures")
        ordering = ("vintage", "year", "id")
        constraints = [
            models.UniqueConstraint(
                name="territories_figure_of_province_once",
                fields=["province", "citizenship", "year", "sex", "vintage"],
                condition=Q(province__isnull=False),
            ),
            models.UniqueConstraint(
                name="territories_figure_of_region_once",
                fields=["region", "citizenship", "year", "sex", "vintage"],
                condition=Q(region__isnull=False),
            ),
            models.UniqueConstraint(
                name="territories_figure_of_italy_once",
                fields=["citizenship", "year", "sex", "vintage"],
                condition=Q(province__isnull=True, region__isnull=True),
            ),
            models.CheckConstraint(
                name="territories_figure_of_one_territory", condition=Q(province__isnull=True) | Q(region__isnull=True)
            ),
            models.CheckConstraint(name="territories_figure_known_sex", condition=Q(sex__in=["M", "F", "T"])),
        ]
        indexes = [
            models.Index(fields=["vintage", "year", "sex", "citizenship"], name="territories_figure_of_year"),
            # Which years a vintage knows provinces of is asked by every page of the diaspora.
            models.Index(
                fields=["vintage", "-year"],
                name="territories_figure_newest",
                condition=Q(province__isnull=False, sex=Sex.ALL),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.citizenship_id} {self.sex}: {self.residents}"
