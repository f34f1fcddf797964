"""The columns of the list of people."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Case, Expression, F, Min, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.consent import contact_readable, newest_state
from contacts.models import Affiliation, Consent, Language, Person, Purpose
from contacts.querysets import plain_ties
from midla.accounts.permissions import Permission
from midla.records.columns import Column, coded, few, first_in, grouped_by, held_in, joined, local
from midla.ui import marks
from midla.ui.dates import short_day
from midla.ui.lists import title


def full_name(given_names: str, family_names: str) -> str:
    return f"{given_names} {family_names}".strip()


def roles(keys: Sequence[int], user: Any) -> Mapping[int, list[str]]:
    """The roles that hold today, each with its organisation."""
    ties = plain_ties(Affiliation.objects.of(user, person_id__in=keys)).on(timezone.localdate())
    rows = ties.order_by("-main_contact", "id").values_list("person_id", local("role__name_*"), "organisation__name")
    return grouped_by((key, f"{role}, {organisation}") for key, role, organisation in rows)


def role_sort(user: Any) -> Subquery:
    """Sorts by the organisation of a role that holds today."""
    ties = plain_ties(Affiliation.objects.visible_to(user)).on(timezone.localdate()).filter(person_id=OuterRef("pk"))
    return Subquery(ties.order_by().values("person_id").annotate(first=Min("organisation__sort_key")).values("first"))


def contact_data(keys: Sequence[int], user: Any) -> Mapping[int, tuple[Any, ...]]:
    """The contact data of those whose data the reader may read, in the order of `Person.contact_fields`."""
    people = Person.objects.filter(contact_readable(user), pk__in=keys).order_by()
    return {row[0]: row[1:] for row in people.values_list("pk", *Person.contact_fields)}


def contact(field: str, **about: Any) -> Column:
    """A column of contact data."""
    name, place = f"contact_{field}", Person.contact_fields.index(field)

    def value(known: tuple[Any, ...] | None) -> Any:
        return known[place] if known else None

    return Column(
        name,
        capfirst(Person._meta.get_field(field).verbose_name),
        gather=contact_data,
        # No condition: the reader may read the contact data of all.
        plain=lambda user: None if contact_readable(user) else field,
        value=value,
        sort=readable_only(field),
        permission=Permission.VIEW_CONTACTS,
        **{"at_first": False, "away": True, "labelled": True, **about},
    )


def readable_only(field: str) -> Callable[[Any], Expression]:
    """Sorts by contact data, as far as the reader may read them: the order tells nothing of the others."""

    def expression(user: Any) -> Expression:
        readable = contact_readable(user)
        return Case(When(readable, then=F(field)), default=Value("")) if readable else Coalesce(F(field), Value(""))

    return expression


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


def language_sort(user: Any) -> Subquery:
    """Sorts by the first of the languages that lists may tell of."""
    plain = Person.languages.through.objects.filter(person_id=OuterRef("pk"), language__special=False)
    return Subquery(plain.order_by().values("person_id").annotate(first=Min("language__code")).values("first"))


def consent_words() -> dict[str | None, str]:
    """The words for each answer about being contacted."""
    given, withdrawn = gettext("consent given"), gettext("consent withdrawn")
    return {"given": given, "withdrawn": withdrawn, None: gettext("consent not asked")}


PERSON_COLUMNS = (
    Column(
        "name",
        _("Person"),
        ("given_names", "family_names", "profession"),
        show=lambda row: title(row["called"], row["url"], row["profession"]),
        value=lambda given_names, family_names, profession: full_name(given_names, family_names),
        sort="sort_key",
    ),
    Column("given_names", _("Given names"), ("given_names",), only_exported=True),
    Column("family_names", _("Family names"), ("family_names",), only_exported=True),
    Column(
        "citizenship",
        _("Citizenship"),
        gather=held_in(Person, "citizenships", "country_id"),
        show=coded("citizenship"),
        value=joined,
        sort=first_in(Person, "citizenships", "country_id"),
        nullable=True,
        css="nowrap",
    ),
    Column("place", _("Province"), ("province__name",), sort="province__name", nullable=True, away=True),
    Column(
        "roles",
        _("Roles"),
        gather=roles,
        show=few("roles"),
        value=joined,
        sort=role_sort,
        nullable=True,
        away=True,
    ),
    Column(
        "consent",
        _("Contact"),
        gather=consents,
        show=lambda row: marks.consent(row["consent"] or "not_asked"),
        in_words=consent_words,
        sort=lambda user: newest_state(Purpose.CONTACT),
        nullable=True,
        css="low",
    ),
    Column("profession", _("Profession"), ("profession",), sort="profession", at_first=False, away=True),
    Column(
        "origin",
        _("Where from"),
        ("origin_subdivision__name",),
        sort="origin_subdivision__name",
        nullable=True,
        at_first=False,
        away=True,
    ),
    Column(
        "languages",
        _("Languages"),
        gather=plain_languages,
        value=joined,
        sort=language_sort,
        nullable=True,
        at_first=False,
        away=True,
    ),
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
        in_words=lambda: {True: gettext("yes"), False: ""},
        sort="to_complete",
        css="low",
        away=True,
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
