"""The time zones that meetings take place in."""

from django.utils.translation import gettext_lazy as _

ZONES = {
    "IT": "Europe/Rome",
    "BO": "America/La_Paz",
    "CO": "America/Bogota",
    "EC": "America/Guayaquil",
    "PE": "America/Lima",
}
GALAPAGOS = ("EC-W", "Pacific/Galapagos")
# What forms offer, the likeliest first.
CHOICES = [
    ("Europe/Rome", _("Italy")),
    ("America/Lima", _("Peru")),
    ("America/Guayaquil", _("Ecuador")),
    ("America/Bogota", _("Colombia")),
    ("America/La_Paz", _("Bolivia")),
    ("Pacific/Galapagos", _("Galápagos")),
]


def zone_for(country: str, subdivision: str = "") -> str:
    """The IANA zone of a country by its code, Italy's where it is none of ours; the Galápagos have their own."""
    if subdivision == GALAPAGOS[0]:
        return GALAPAGOS[1]
    return ZONES.get(country, ZONES["IT"])
