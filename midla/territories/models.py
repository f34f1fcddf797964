"""Countries, their subdivisions, and Italy's regions, provinces and municipalities. Reference data: no authors."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from midla.territories.querysets import TerritoryQuerySet

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
