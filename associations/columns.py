"""The columns of the lists of associations, partner actors and existing efforts."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from associations import completeness
from associations.engagement import RECONTACT_DAYS, Known, Standing, standing, step_number
from associations.models import AssociationForm, Face, Initiative, Organisation, PartnerType
from midla.records.columns import Column, Row, coded, few, first_in, held_in, joined
from midla.ui import marks
from midla.ui.dates import ago, short_day
from midla.ui.lists import title

ACTIVITY = tuple(f"activity__{name}" for name in Known._fields)
HOW_MADE = {**dict(PartnerType.choices), **dict(AssociationForm.choices)}


@lru_cache(maxsize=256)
def word(value: str, language: str | None) -> str:
    """A choice in the reader's language; `language` is part of the key."""
    return str(HOW_MADE.get(value, value))


def kind(form: str, type_: str) -> str:
    """Form or type, in words."""
    return word(form or type_, get_language())


def name(row: Row) -> SafeString:
    """The name, with form or type below."""
    return title(row["name"], row["url"], kind(row["form"], row["type"]))


def place(province: str | None, country: str | None) -> str:
    """The Italian province, or the country."""
    return province or country or ""


def stands(*known: Any) -> Standing:
    """Where the programme stands today."""
    return standing(Known(*known), timezone.localdate())


def last_contact(row: Row) -> str | SafeString:
    """How long ago the last contact was; red where it is time to call."""
    last = row["activity__last_held_on"]
    if last is not None and (timezone.localdate() - last).days <= RECONTACT_DAYS:
        return ago(last)
    return format_html('<span class="late">{}</span>', ago(last))


def owner_letters(row: Row) -> SafeString | str:
    """The officer's initials, with the name for who asks."""
    words = (row["owner__name"] or "").split()
    if not words:
        return ""
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return format_html('<abbr title="{}">{}</abbr>', row["owner__name"], letters.upper())


def tagged(name: str) -> Callable[[Row], SafeString]:
    """What was gathered, each as a tag."""
    return lambda row: format_html_join(" ", '<span class="tag">{}</span>', ((text,) for text in row[name] or ()))


def lacks(*known: Any) -> str:
    """What a record lacks, in words."""
    record = SimpleNamespace(**dict(zip(completeness.READS, known, strict=True)))
    return ", ".join(str(lack.label) for lack in completeness.missing(record))


def missing(face: Face) -> Column:
    """What the records of a face lack, sorted by how much."""
    return Column(
        "missing",
        _("What is missing"),
        completeness.READS,
        value=lacks,
        sort=lambda user: completeness.lacks_counted(face),
        at_first=False,
        labelled=True,
        away=True,
    )


KIND = ("form", "type")
NAME = ("name", *KIND)
PLACE = ("province__name", "country__name_*")

BEFORE = (
    Column("short_name", _("Short name"), ("short_name",), sort="short_name", at_first=False),
    Column("former_name", _("Former name"), ("former_name",), only_exported=True),
)
WHERE = (
    Column("place", _("Province"), PLACE, value=place, sort="province__name", nullable=True),
    Column(
        "region", _("Region"), ("province__region__name",), sort="province__region__name", nullable=True, at_first=False
    ),
)
HOW_IT_GOES = (
    Column(
        "engagement",
        _("Engagement"),
        ACTIVITY,
        show=lambda row: stands(*(row[path] for path in ACTIVITY)).drawn(),
        value=lambda *known: stands(*known).label,
        sort=lambda user: step_number(timezone.localdate()),
    ),
    Column(
        "last_contact",
        _("Last contact"),
        ("activity__last_held_on",),
        show=last_contact,
        sort="activity__last_held_on",
        nullable=True,
        labelled=True,
    ),
)
AFTER = (
    Column(
        "owner",
        _("Officer"),
        ("owner__name",),
        show=owner_letters,
        sort="owner__name",
        nullable=True,
        css="low",
    ),
    Column(
        "office",
        _("Office"),
        ("owner__office__name_*",),
        sort="owner__office__code",
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column(
        "themes",
        _("Themes"),
        gather=held_in(Organisation, "themes", "theme__name_*"),
        value=joined,
        sort=first_in(Organisation, "themes", "theme__code"),
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column(
        "tags",
        _("Tags"),
        gather=held_in(Organisation, "tags", "tag__name"),
        show=tagged("tags"),
        value=joined,
        sort=first_in(Organisation, "tags", "tag__key"),
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column("email", _("E-mail"), ("email",), sort="email", at_first=False, away=True),
    Column("phone", _("Phone"), ("phone",), sort="phone", at_first=False, away=True),
    Column("website", _("Website"), ("website",), only_exported=True),
    Column("address", _("Address"), ("address",), only_exported=True),
    Column("tax_code", _("Tax code"), ("tax_code",), sort="tax_code", at_first=False, away=True),
    Column("vat_number", _("VAT number"), ("vat_number",), only_exported=True),
    Column("identified_on", _("Identified on"), ("identified_on",), only_exported=True),
    Column(
        "recorded",
        _("Recorded on"),
        ("created_at",),
        show=lambda row: short_day(row["created_at"]),
        sort="created_at",
        at_first=False,
        labelled=True,
    ),
    Column(
        "changed",
        _("Changed on"),
        ("updated_at",),
        show=lambda row: short_day(row["updated_at"]),
        sort="updated_at",
        at_first=False,
        labelled=True,
    ),
)

ASSOCIATION_COLUMNS = (
    Column("name", _("Association"), NAME, show=name, sort="sort_key"),
    Column("form", _("Form"), KIND, value=kind, sort="form", at_first=False),
    *BEFORE,
    Column(
        "community",
        _("Community"),
        gather=held_in(Organisation, "communities", "country_id"),
        show=coded("community"),
        value=joined,
        sort=first_in(Organisation, "communities", "country_id"),
        nullable=True,
        css="nowrap",
    ),
    *WHERE,
    *HOW_IT_GOES,
    Column(
        "members",
        _("Members"),
        ("members",),
        show=lambda row: marks.grouped(row["members"]),
        sort="members",
        nullable=True,
        css="num low",
    ),
    Column(
        "founded_in",
        _("Founded in"),
        ("founded_in",),
        sort="founded_in",
        nullable=True,
        css="num",
        at_first=False,
        labelled=True,
        away=True,
    ),
    Column("women_share", _("Women, %"), ("women_share",), only_exported=True),
    Column("under_30_share", _("Under 30, %"), ("under_30_share",), only_exported=True),
    Column("does_here", _("What it does here"), ("does_here",), only_exported=True),
    Column("does_at_home", _("What it does at home"), ("does_at_home",), only_exported=True),
    missing(Face.ASSOCIATION),
    *AFTER,
)
PARTNER_COLUMNS = (
    Column("name", _("Partner actor"), NAME, show=name, sort="sort_key"),
    Column("type", _("Type"), KIND, value=kind, sort="type", at_first=False),
    *BEFORE,
    *WHERE,
    Column(
        "interest",
        _("Countries of interest"),
        gather=held_in(Organisation, "countries_of_interest", "country_id"),
        show=coded("interest"),
        value=joined,
        sort=first_in(Organisation, "countries_of_interest", "country_id"),
        nullable=True,
        css="nowrap",
        away=True,
    ),
    *HOW_IT_GOES,
    Column("funds", _("What it funds"), ("funds",), only_exported=True),
    missing(Face.PARTNER),
    *AFTER,
)


# --- existing efforts -------------------------------------------------------------------------------------------------
def years(starts_in: int | None, ends_in: int | None) -> str:
    """From when to when, as far as it is known."""
    if starts_in and ends_in and starts_in != ends_in:
        return f"{starts_in}–{ends_in}"
    if starts_in and not ends_in:
        return gettext("since %(year)d") % {"year": starts_in}
    if ends_in and not starts_in:
        return gettext("until %(year)d") % {"year": ends_in}
    return str(starts_in or "")


def amount(budget: Any, currency: str) -> str:
    """A budget with its currency; hundredths only where there are any."""
    if budget is None:
        return ""
    return f"{marks.grouped(budget, 0 if budget == budget.to_integral_value() else 2)} {currency}"


def organisation_seen(keys: Sequence[int], user: Any) -> Mapping[int, str]:
    """The organisation that each effort names, where the reader sees it."""
    seen = Organisation.objects.visible_to(user).values("pk")
    rows = Initiative._base_manager.filter(pk__in=keys, organisation__in=seen)
    return dict(rows.values_list("pk", "organisation__name"))


INITIATIVE_COLUMNS = (
    Column(
        "title",
        _("Title"),
        ("title", "run_by"),
        show=lambda row: title(row["title"], row["url"], row["run_by"]),
        sort="sort_key",
    ),
    Column("run_by", _("Run by"), ("run_by",), sort="run_by", at_first=False, away=True),
    Column(
        "organisation",
        _("Organisation in the registry"),
        gather=organisation_seen,
        value=lambda name: name or "",
        at_first=False,
        away=True,
    ),
    Column(
        "country",
        _("Countries"),
        gather=held_in(Initiative, "countries", "country_id"),
        show=coded("country"),
        value=joined,
        sort=first_in(Initiative, "countries", "country_id"),
        nullable=True,
        css="nowrap",
    ),
    Column(
        "subdivisions",
        _("Subdivisions"),
        gather=held_in(Initiative, "subdivisions", "subdivision__name"),
        show=few("subdivisions"),
        value=joined,
        away=True,
    ),
    Column(
        "themes",
        _("Themes"),
        gather=held_in(Initiative, "themes", "theme__name_*"),
        show=few("themes"),
        value=joined,
        sort=first_in(Initiative, "themes", "theme__code"),
        nullable=True,
        away=True,
    ),
    Column(
        "years",
        _("Years"),
        ("starts_in", "ends_in"),
        show=lambda row: years(row["starts_in"], row["ends_in"]),
        sort="starts_in",
        nullable=True,
        css="nowrap",
        never_exported=True,
        away=True,
    ),
    Column("starts_in", _("Starts in"), ("starts_in",), only_exported=True),
    Column("ends_in", _("Ends in"), ("ends_in",), only_exported=True),
    Column(
        "budget",
        _("Budget"),
        ("budget", "currency"),
        show=lambda row: amount(row["budget"], row["currency"]),
        sort="budget",
        nullable=True,
        css="num",
        labelled=True,
        away=True,
    ),
    Column("currency", _("Currency"), ("currency",), only_exported=True),
    Column("description", _("Description"), ("description",), only_exported=True),
    Column("source", _("Source"), ("source",), sort="source", at_first=False, labelled=True, away=True),
    Column("source_url", _("Address of the source"), ("source_url",), only_exported=True),
    Column(
        "iati_identifier", _("IATI identifier"), ("iati_identifier",), sort="iati_identifier", at_first=False, away=True
    ),
    *(column for column in AFTER if column.name in {"recorded", "changed"}),
)
