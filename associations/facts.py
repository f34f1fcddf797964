"""What an organisation's page says of it: the key facts, in words."""

from collections import defaultdict
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from associations.engagement import Engagement, Known, Standing, a_year_before, standing
from associations.models import Organisation, OrganisationActivity, Tag, Theme
from midla.records.models import name_field
from midla.records.phones import spaced
from midla.territories.models import Country, Subdivision
from midla.ui import dates
from midla.ui.marks import grouped

Fact = tuple[str, Any]
Words = dict[str, list[tuple[str, str]]]
COMMUNITIES, ORIGINS, THEMES, TAGS, INTERESTS = (
    *("communities", "origin_subdivisions", "themes", "tags"),
    "countries_of_interest",
)

# Stands for the organisation's key while the query is put together.
ANY_KEY = -1


def words_of(organisation: Organisation) -> Words:
    """Code and name of everything in the organisation's choices of many, by field; one query for all of them."""
    sql, keys = words_query(name_field(), connection.vendor)
    found: Words = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, [organisation.pk if one == ANY_KEY else one for one in keys])
        for field, code, label in cursor.fetchall():
            found[field].append((code, label))
    return defaultdict(list, {field: sorted(words, key=lambda word: word[1]) for field, words in found.items()})


@lru_cache(maxsize=16)
def words_query(name: str, vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The SQL behind `words_of` and its parameters: putting it together takes longer than running it."""
    first, *others = [
        chosen(COMMUNITIES, Country, name),
        chosen(INTERESTS, Country, name),
        chosen(ORIGINS, Subdivision, "name"),
        chosen(THEMES, Theme, name),
        chosen(TAGS, Tag, "name", code="key"),
    ]
    sql, parameters = first.union(*others, all=True).query.sql_with_params()
    return sql, tuple(parameters)


def chosen(field: str, model: type[Model], name: str, code: str = "code") -> Any:
    """Rows of field, code and name for one choice of many of the organisation ANY_KEY."""
    through: Any = getattr(Organisation, field).through
    column = next(key.name for key in through._meta.fields if key.related_model is model)
    keys = through.objects.filter(organisation_id=ANY_KEY).values(column)
    text: CharField = CharField()
    labels = (Value(field, output_field=text), Cast(code, text), Cast(name, text))
    return model._default_manager.filter(pk__in=keys).order_by().values_list(*labels)


def named(words: list[tuple[str, str]]) -> str:
    """Names, divided by commas."""
    return ", ".join(label for _code, label in words)


def facts_of(organisation: Organisation, words: Words) -> list[Fact]:
    """Label and value of what is known; what is not known is left out, the page says elsewhere what is missing."""
    own = association_facts if organisation.is_association else partner_facts
    facts = [*own(organisation, words), *shared_facts(organisation, words)]
    return [(label, value) for label, value in facts if value not in (None, "")]


def association_facts(organisation: Organisation, words: Words) -> list[Fact]:
    return [
        (_("Members"), members(organisation)),
        (_("Where its people come from"), named(words[ORIGINS])),
        (_("Founded in"), organisation.founded_in),
    ]


def partner_facts(organisation: Organisation, words: Words) -> list[Fact]:
    return [(_("Type"), organisation.get_type_display()), (_("Countries of interest"), named(words[INTERESTS]))]


def shared_facts(organisation: Organisation, words: Words) -> list[Fact]:
    return [
        (_("Themes"), named(words[THEMES])),
        (_("Phone"), phone_link(organisation.phone)),
        (_("E-mail"), mail_link(organisation.email)),
        (_("Website"), web_link(organisation.website)),
        (_("Address"), organisation.address),
        (_("Officer responsible"), organisation.owner),
        (_("Preferred language"), organisation.get_preferred_language_display()),
        (_("Tax code"), organisation.tax_code),
        (_("VAT number"), organisation.vat_number),
        (_("RUNTS"), runts(organisation)),
        (_("Registers"), registers(organisation)),
        (_("Identified"), identified(organisation)),
    ]


def members(organisation: Organisation) -> str:
    """How many, and the shares that are known."""
    if organisation.members is None:
        return ""
    parts = [grouped(organisation.members)]
    if organisation.women_share is not None:
        parts.append(_("%(share)d %% women") % {"share": organisation.women_share})
    if organisation.under_30_share is not None:
        parts.append(_("%(share)d %% under 30") % {"share": organisation.under_30_share})
    return " · ".join(parts)


def phone_link(number: str) -> SafeString | str:
    return format_html('<a href="tel:{}">{}</a>', number, spaced(number)) if number else ""


def mail_link(address: str) -> SafeString | str:
    return format_html('<a href="mailto:{}">{}</a>', address, address) if address else ""


def web_link(address: str) -> SafeString | str:
    """A link, only where it leads to a web page; its name without what everybody knows."""
    if not address.startswith(("http://", "https://")):
        return address
    shown = address.split("://", 1)[1].rstrip("/")
    return format_html('<a href="{}" rel="noopener noreferrer external">{}</a>', address, shown)


def runts(organisation: Organisation) -> str:
    """Section, number and since when; struck off says so."""
    section = organisation.runts_section
    parts = [_("section %(letter)s") % {"letter": section}] if section else []
    parts += [organisation.runts_number] if organisation.runts_number else []
    if organisation.runts_entered_on:
        parts.append(_("entered on %(day)s") % {"day": dates.day(organisation.runts_entered_on)})
    if organisation.runts_struck_off_on:
        parts.append(_("struck off on %(day)s") % {"day": dates.day(organisation.runts_struck_off_on)})
    return " · ".join(parts)


def registers(organisation: Organisation) -> str:
    """The two registers beside RUNTS."""
    entered = {
        _("bodies that work for immigrants"): organisation.in_immigration_register,
        _("development bodies"): organisation.in_development_list,
    }
    return ", ".join(name for name, is_in in entered.items() if is_in)


def identified(organisation: Organisation) -> str:
    """When and how the programme came to know of it."""
    when = dates.day(organisation.identified_on) if organisation.identified_on else ""
    return " · ".join(part for part in (when, organisation.get_identified_by_display()) if part)


def standing_of(organisation: Organisation) -> tuple[Standing, str]:
    """Where the programme stands with it, and the sentence that says why."""
    activity = getattr(organisation, "activity", None)
    if activity is None:
        return standing(Known(), timezone.localdate()), _("Nobody has been in touch yet.")
    found = standing(Known(*(getattr(activity, name) for name in Known._fields)), timezone.localdate())
    return found, why(found, activity)


def why(found: Standing, activity: OrganisationActivity) -> str:
    """The dates that a standing rests on, as a sentence."""
    if found.step == Engagement.IN_PARTNERSHIP:
        return _("Takes part in a partnership that is agreed or active.")
    if activity.last_held_on is None:
        open_resource = found.step == Engagement.IN_DIALOGUE
        return _("Has an open need or offer.") if open_resource else _("Nobody has been in touch yet.")
    last = {"day": dates.day(activity.last_held_on), "ago": dates.ago(activity.last_held_on)}
    if found.dormant:
        return _("Once in touch, but nothing was held for twelve months. Last contact %(day)s, %(ago)s.") % last
    if found.step == Engagement.IN_DIALOGUE:
        if activity.previous_held_on is None or activity.previous_held_on < a_year_before(timezone.localdate()):
            return _("Has an open need or offer. Last contact %(day)s, %(ago)s.") % last
        return _("Two contacts or more in the last twelve months. Last contact %(day)s, %(ago)s.") % last
    if found.step == Engagement.MET:
        return _("Met first on %(met)s. Last contact %(day)s, %(ago)s.") % {**last, "met": dates.day(activity.met_on)}
    return _("Called or written to, not met yet. Last contact %(day)s, %(ago)s.") % last


def lead(organisation: Organisation) -> str:
    """The line below the name: what it is, where, and what it was called."""
    former = _("formerly %(name)s") % {"name": organisation.former_name} if organisation.former_name else ""
    kind = organisation.get_form_display() or organisation.get_type_display()
    place = organisation.province or organisation.subdivision or organisation.country
    return " · ".join(str(part) for part in (organisation.short_name, kind, place, former) if part)
