"""The columns of the lists of people and meetings, and the next step in those of organisations.

Ties to religious communities and trade unions stand on a person's own page and nowhere else, so not here.
"""

import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, Min, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.consent import contact_readable
from contacts.models import Affiliation, Consent, FollowUp, Language, Meeting, MeetingState, Person, PromisedBy, Purpose
from contacts.querysets import plain_ties
from contacts.wording import meeting_title
from midla.accounts.permissions import Permission
from midla.records.columns import Column, Gather, Row, local
from midla.ui import marks
from midla.ui.dates import due, short_day
from midla.ui.lists import title

MOST_SHOWN = 3
LONGEST_STEP = 40


def grouped_by(rows: Any) -> dict[int, list[Any]]:
    """Pairs of key and value as lists of values by key."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def held_in(model: type[Model], relation: str, column: str) -> Gather:
    """Reads what a many-to-many relation holds: the values of one column, sorted."""

    def gather(keys: Sequence[int], user: Any) -> Mapping[int, list[Any]]:
        through, own, path = getattr(model, relation).through, f"{model._meta.model_name}_id", local(column)
        rows = through.objects.filter(**{f"{own}__in": keys}).order_by(path)
        return grouped_by(rows.values_list(own, path))

    return gather


def first_in(model: type[Model], relation: str, column: str) -> Callable[[Any], Subquery]:
    """Sorts by the first of what a many-to-many relation holds."""

    def expression(user: Any) -> Subquery:
        through, own = getattr(model, relation).through, f"{model._meta.model_name}_id"
        rows = through.objects.filter(**{own: OuterRef("pk")}).order_by().values(own)
        return Subquery(rows.annotate(first=Min(column)).values("first"))

    return expression


def joined(name: str) -> Callable[[Row], str]:
    """What was gathered, divided by commas."""
    return lambda row: ", ".join(row[name] or ())


def few(name: str) -> Callable[[Row], str]:
    """The first of what was gathered, and how many more there are."""

    def shown(row: Row) -> str:
        values = row[name] or ()
        more = len(values) - MOST_SHOWN
        words = ", ".join(values[:MOST_SHOWN])
        return gettext("%(names)s and %(count)d more") % {"names": words, "count": more} if more > 0 else words

    return shown


def coded(name: str) -> Callable[[Row], SafeString | str]:
    """What was gathered, as marks of countries."""
    return lambda row: marks.codes(row[name]) if row[name] else ""


# --- people ----------------------------------------------------------------------------------------------------------
def full_name(row: Row) -> str:
    return f"{row['given_names']} {row['family_names']}".strip()


def roles(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """The roles that hold today, each with its organisation."""
    ties = plain_ties(Affiliation.objects.visible_to(user)).on(timezone.localdate()).filter(person_id__in=keys)
    rows = ties.order_by("-main_contact", "id").values_list("person_id", local("role__name_*"), "organisation__name")
    return grouped_by((key, f"{role}, {organisation}") for key, role, organisation in rows)


def role_sort(user: Any) -> Subquery:
    """Sorts by the organisation of a role that holds today."""
    ties = plain_ties(Affiliation.objects.visible_to(user)).on(timezone.localdate()).filter(person_id=OuterRef("pk"))
    return Subquery(ties.order_by().values("person_id").annotate(first=Min("organisation__sort_key")).values("first"))


def contact_data(keys: Sequence[int], user: Any) -> Mapping[int, Mapping[str, Any]]:
    """The contact data of those whose data the reader may read."""
    people = Person.objects.filter(contact_readable(user), pk__in=keys).order_by()
    return {person["pk"]: person for person in people.values("pk", *Person.contact_fields)}


def contact(field: str, **about: Any) -> Column:
    """A column of contact data."""
    return Column(
        f"contact_{field}",
        Person._meta.get_field(field).verbose_name,  # type: ignore[union-attr, arg-type]
        gather=contact_data,
        value=lambda row: (row[f"contact_{field}"] or {}).get(field),
        show=lambda row: (row[f"contact_{field}"] or {}).get(field),
        permission=Permission.VIEW_CONTACTS,
        **{"at_first": False, "away": True, "labelled": True, **about},
    )


def consents(keys: Sequence[int], user: Any) -> Mapping[int, str]:
    """The newest thing each said about being contacted."""
    rows = Consent.objects.filter(person_id__in=keys, purpose=Purpose.CONTACT).order_by("id")
    return dict(rows.values_list("person_id", "state"))


def plain_languages(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """The languages spoken, without those that tell of ethnic origin."""
    through, name = Person.languages.through, local("name_*")
    plain = Language.objects.filter(special=False).order_by(name)
    rows = through.objects.filter(person_id__in=keys, language__in=plain.order_by()).order_by(f"language__{name}")
    return grouped_by(rows.values_list("person_id", f"language__{name}"))


PERSON_COLUMNS = (
    Column(
        "name",
        _("Person"),
        ("given_names", "family_names", "profession"),
        show=lambda row: title(full_name(row), row["url"], row["profession"]),
        value=full_name,
        sort="sort_key",
    ),
    Column("given_names", _("Given names"), ("given_names",), only_exported=True),
    Column("family_names", _("Family names"), ("family_names",), only_exported=True),
    Column(
        "citizenship",
        _("Citizenship"),
        gather=held_in(Person, "citizenships", "country_id"),
        show=coded("citizenship"),
        value=joined("citizenship"),
        sort=first_in(Person, "citizenships", "country_id"),
        nullable=True,
        css="nowrap",
    ),
    Column("place", _("Province"), ("province__name",), sort="province__name", nullable=True, away=True),
    Column("roles", _("Roles"), gather=roles, show=few("roles"), value=joined("roles"), sort=role_sort, nullable=True),
    Column(
        "consent",
        _("Contact"),
        gather=consents,
        show=lambda row: marks.consent(row["consent"] or "not_asked"),
        value=lambda row: {"given": gettext("consent given"), "withdrawn": gettext("consent withdrawn")}.get(
            row["consent"], gettext("consent not asked")
        ),
        css="low",
    ),
    Column("profession", _("Profession"), ("profession",), sort="profession", at_first=False, away=True),
    Column(
        "origin", _("Where from"), ("origin_subdivision__name",), sort="origin_subdivision__name", nullable=True,
        at_first=False, away=True,
    ),
    Column("languages", _("Languages"), gather=plain_languages, show=joined("languages"), value=joined("languages"), at_first=False, away=True),
    contact("phone"),
    contact("second_phone", only_exported=True),
    contact("email"),
    contact("street", only_exported=True),
    contact("postcode", only_exported=True),
    Column("town", _("Town"), ("town",), sort="town", at_first=False, away=True),
    Column(
        "to_complete",
        _("To complete"),
        ("to_complete",),
        show=lambda row: marks.mark("warn", gettext("to complete")) if row["to_complete"] else "",
        value=lambda row: gettext("yes") if row["to_complete"] else "",
        sort="to_complete",
        css="low",
        away=True,
    ),
    Column(
        "changed", _("Changed on"), ("updated_at",), show=lambda row: short_day(row["updated_at"]), sort="updated_at",
        at_first=False, labelled=True,
    ),
)  # fmt: skip


# --- meetings --------------------------------------------------------------------------------------------------------
def there(row: Row) -> datetime:
    """The start as clocks at the venue show it."""
    return row["starts_at"].astimezone(zoneinfo.ZoneInfo(row["time_zone"]))


def meeting_name(row: Row) -> str:
    seen = [name for name in row["meeting"] or () if name != gettext("and others")]
    return meeting_title(row["title"], row["kind__name_*"], seen)


def meeting_cell(row: Row) -> SafeString:
    below = [row["kind__name_*"] if row["title"] else "", row["place"]]
    return title(meeting_name(row), row["url"], " · ".join(part for part in below if part))


def when(row: Row) -> str:
    """Day and time at the venue."""
    start = there(row)
    shown = "j M, H:i" if start.year == timezone.localdate().year else "j M Y, H:i"
    return date_format(start, shown)


@lru_cache(maxsize=32)
def state_word(state: str, language: str | None) -> str:
    """A state in the reader's language; `language` is part of the key."""
    return str(MeetingState(state).label)


def state_mark(row: Row) -> SafeString | str:
    """Planned and cancelled stand out; held is the rule."""
    kind = {"planned": "note", "cancelled": "bad"}.get(row["state"])
    word = state_word(row["state"], get_language())
    return marks.mark(kind, word) if kind else word


def organisations(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """Whom a meeting was with: names the reader sees, then "and others"."""
    through = Meeting.organisations.through
    seen = Exists(Organisation.objects.visible_to(user).filter(pk=OuterRef("organisation_id")))
    rows = through.objects.filter(meeting_id__in=keys, organisation__trashed_at=None).annotate(seen=seen)
    found: dict[int, list[str]] = defaultdict(list)
    for key, name, is_seen in rows.order_by("-seen", "organisation__sort_key").values_list(
        "meeting_id", "organisation__name", "seen"
    ):
        if is_seen:
            found[key].append(name)
        elif not found[key] or found[key][-1] != gettext("and others"):
            found[key].append(gettext("and others"))
    return found


def organisation_sort(user: Any) -> Subquery:
    """Sorts by the first organisation the reader sees."""
    through = Meeting.organisations.through
    rows = through.objects.filter(meeting_id=OuterRef("pk"), organisation__in=Organisation.objects.visible_to(user))
    return Subquery(rows.values("meeting_id").annotate(first=Min("organisation__sort_key")).values("first"))


MEETING_COLUMNS = (
    Column(
        "meeting",
        _("Meeting"),
        ("title", "kind__name_*", "place"),
        gather=organisations,
        show=meeting_cell,
        value=meeting_name,
        sort="title",
    ),
    Column(
        "when",
        _("When"),
        ("starts_at", "time_zone"),
        show=when,
        value=lambda row: there(row).replace(tzinfo=None),
        sort="starts_at",
        css="nowrap",
    ),
    Column("time_zone", _("Time zone"), ("time_zone",), only_exported=True),
    Column("minutes_long", _("Length in minutes"), ("minutes_long",), only_exported=True),
    Column("kind", _("Kind"), ("kind__name_*",), sort="kind__code", at_first=False),
    Column(
        "organisations",
        _("With"),
        gather=organisations,
        show=few("organisations"),
        value=joined("organisations"),
        sort=organisation_sort,
        nullable=True,
    ),
    Column("state", _("State"), ("state",), show=state_mark, value=lambda row: state_word(row["state"], get_language()), sort="state"),
    Column("place", _("Place"), ("place",), only_exported=True),
    Column("province", _("Province"), ("province__name",), sort="province__name", nullable=True, away=True),
    Column("headcount", _("Present"), ("headcount",), show=lambda row: marks.grouped(row["headcount"]), sort="headcount", nullable=True, css="num low"),
    Column("women", _("Women"), ("women",), sort="women", nullable=True, css="num", at_first=False, away=True),
    Column("men", _("Men"), ("men",), sort="men", nullable=True, css="num", at_first=False, away=True),
    Column("under_30", _("Under 30"), ("under_30",), sort="under_30", nullable=True, css="num", at_first=False, away=True),
    Column(
        "staff",
        _("IOM staff"),
        gather=held_in(Meeting, "staff", "user__name"),
        show=joined("staff"),
        value=joined("staff"),
        sort=first_in(Meeting, "staff", "user__name"),
        nullable=True,
        css="low",
        away=True,
    ),
    Column(
        "themes",
        _("Themes"),
        gather=held_in(Meeting, "themes", "theme__name_*"),
        show=joined("themes"),
        value=joined("themes"),
        sort=first_in(Meeting, "themes", "theme__code"),
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column("said", _("What happened"), ("said",), only_exported=True),
    Column("outcome", _("Outcome"), ("outcome",), only_exported=True),
)  # fmt: skip


# --- the next step of organisations ----------------------------------------------------------------------------------
def next_steps(keys: Sequence[int], user: Any) -> Mapping[int, tuple[str, date | None]]:
    """The open follow-up of each organisation that is due first."""
    rows = FollowUp.objects.visible_to(user).open().filter(organisation_id__in=keys)
    found: dict[int, tuple[str, date | None]] = {}
    for key, what, due_on in rows.order_by(F("due_on").asc(nulls_last=True), "id").values_list(
        "organisation_id", "what", "due_on"
    ):
        found.setdefault(key, (what, due_on))
    return found


def next_step(row: Row) -> SafeString | str:
    """What, and by when."""
    if not row["next_step"]:
        return ""
    what, due_on = row["next_step"]
    short = what if len(what) <= LONGEST_STEP else f"{what[: LONGEST_STEP - 1]}…"
    return format_html("{}, {}", short, due(due_on)) if due_on else short


def next_step_sort(user: Any) -> Subquery:
    """Sorts by when the next step is due."""
    rows = FollowUp.objects.visible_to(user).open().filter(organisation_id=OuterRef("pk"))
    return Subquery(rows.order_by().values("organisation_id").annotate(first=Min("due_on")).values("first"))


NEXT_STEP = Column(
    "next_step",
    _("Next step"),
    gather=next_steps,
    show=next_step,
    value=lambda row: ", ".join(str(part) for part in row["next_step"] or () if part),
    sort=next_step_sort,
    nullable=True,
    labelled=True,
    away=True,
)


# --- follow-ups ------------------------------------------------------------------------------------------------------
NO_DAY = date(2100, 12, 31)


def what_cell(row: Row) -> SafeString:
    """What was promised, and whom it concerns."""
    person = f"{row['person__given_names'] or ''} {row['person__family_names'] or ''}".strip()
    return title(row["what"], row["url"], row["organisation__name"] or person)


def due_cell(row: Row) -> Any:
    """When it is due, or that it is done."""
    if row["done_at"]:
        return marks.mark("good", gettext("done"))
    return due(row["due_on"]) if row["due_on"] else ""


FOLLOW_UP_COLUMNS = (
    Column(
        "what",
        _("What"),
        ("what", "organisation__name", "person__given_names", "person__family_names"),
        show=what_cell,
        sort="what",
    ),
    Column(
        "due",
        _("Due"),
        ("due_on", "done_at"),
        show=due_cell,
        value=lambda row: row["due_on"],
        sort=lambda user: Coalesce(F("due_on"), NO_DAY),
        css="nowrap",
    ),
    Column("owner", _("Who"), ("owner__name",), sort="owner__name"),
    Column(
        "promised_by",
        _("Promised by"),
        ("promised_by",),
        show=lambda row: PromisedBy(row["promised_by"]).label,
        value=lambda row: str(PromisedBy(row["promised_by"]).label),
        away=True,
    ),
)
