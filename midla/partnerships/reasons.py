"""Why a need and an offer fit, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from associations.models import Theme
from midla.partnerships.matching import Reason
from midla.partnerships.models import ResourceKind, Side
from midla.records.models import name_field
from midla.territories.models import Country, Province, Subdivision
from midla.ui import dates
from midla.ui.marks import euros, grouped


@dataclass(frozen=True)
class Told:
    """One reason as pages show it."""

    points: int
    sentence: str


class Sentences:
    """Says reasons to the reader of a need's page, or of an offer's; names are read once for all of them."""

    def __init__(self, side: str, found: Iterable[Iterable[Reason]]) -> None:
        # Of two values, the need's and the offer's, the one that the reader has not before them.
        self.other = 1 if side == Side.NEED else 0
        abouts: dict[str, set[Any]] = {"theme": set(), "country": set(), "subdivision": set(), "distance": set()}
        for reason in (reason for some in found for reason in some):
            if reason.code == "distance":
                abouts["distance"].add(reason.about[1 + self.other])
            elif reason.code in abouts:
                abouts[reason.code].update(reason.about)
        self.themes = dict(Theme.objects.filter(pk__in=abouts["theme"]).values_list("pk", name_field()))
        self.countries = dict(Country.objects.filter(pk__in=abouts["country"]).values_list("pk", name_field()))
        self.subdivisions = dict(Subdivision.objects.filter(pk__in=abouts["subdivision"]).values_list("pk", "name"))
        self.provinces = dict(Province.objects.filter(pk__in=abouts["distance"]).values_list("pk", "name"))

    def of(self, found: Iterable[Reason], *, sees_holder: bool) -> list[Told]:
        """Each reason as a sentence; of a holder whom the reader does not see neither place nor day is told."""
        return [Told(reason.points, self.say(reason, sees_holder)) for reason in found]

    def say(self, reason: Reason, sees_holder: bool) -> str:
        """One reason as a sentence."""
        if reason.code in ("distance", "met") and not sees_holder:
            return _("how near they are") if reason.code == "distance" else _("whether they met")
        say = getattr(self, reason.code)
        return str(say(reason.about, bool(reason.points)))

    def theme(self, about: tuple[int, int], fits: bool) -> str:
        name = self.themes.get(about[self.other], "")
        return (_("same theme: %(name)s") if fits else _("another theme: %(name)s")) % {"name": name}

    def kind(self, about: tuple[str, str], fits: bool) -> str:
        name = ResourceKind(about[self.other]).label
        return (_("same kind: %(name)s") if fits else _("another kind: %(name)s")) % {"name": name}

    def country(self, about: frozenset[str], fits: bool) -> str:
        return _("both for %(names)s") % {"names": self.names(self.countries, about)}

    def subdivision(self, about: frozenset[int], fits: bool) -> str:
        return _("both name %(names)s") % {"names": self.names(self.subdivisions, about)}

    def distance(self, about: tuple[int, int, int], fits: bool) -> str:
        where = {"km": grouped(about[0]), "province": self.provinces.get(about[1 + self.other], "")}
        if about[1] == about[2]:
            return _("same province: %(province)s") % where
        return (_("near: %(km)s km, %(province)s") if fits else _("far: %(km)s km, %(province)s")) % where

    def amount(self, about: tuple[Any, Any], fits: bool) -> str:
        sums = {"needed": euros(about[0]), "offered": euros(about[1])}
        if fits:
            return _("%(needed)s needed, within the %(offered)s offered") % sums
        return _("%(needed)s needed, only %(offered)s offered") % sums

    def dates(self, about: Any, fits: bool) -> str:
        if not fits:
            return _("they do not hold on the same days")
        return _("the offer holds until %(day)s") % {"day": dates.day(about)} if about else _("the dates fit")

    def language(self, about: str, fits: bool) -> str:
        return _("both prefer %(language)s") % {"language": get_language_info(about)["name_translated"]}

    def met(self, about: Any, fits: bool) -> str:
        return _("they met on %(day)s") % {"day": dates.day(about)} if fits else _("they never met")

    def owner(self, about: int, fits: bool) -> str:
        return _("the same officer looks after both")

    @staticmethod
    def names(known: dict[Any, str], keys: Iterable[Any]) -> str:
        return ", ".join(sorted(known.get(key, "") for key in keys))
