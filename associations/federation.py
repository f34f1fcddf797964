"""Federations: who belongs to whom, kept free of circles, and summed up for the page of the whole."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from associations.models import Organisation
from midla.records.errors import Refused
from midla.records.merging import Merging, Relation
from midla.records.registry import type_of

DEEPEST = 20
MOST_SECTIONS = 200
# Every organisation below one, without trashed ones and theirs; the depth ends a circle that should not be.
BELOW = f"""
    WITH RECURSIVE below(id, depth) AS (
        SELECT id, 1 FROM associations_organisation WHERE parent_id = %s AND trashed_at IS NULL
        UNION
        SELECT section.id, below.depth + 1 FROM associations_organisation section
        JOIN below ON section.parent_id = below.id WHERE section.trashed_at IS NULL AND below.depth < {DEEPEST}
    ) SELECT id FROM below
"""
ABOVE = f"""
    WITH RECURSIVE above(id, depth) AS (
        SELECT parent_id, 1 FROM associations_organisation WHERE id = %s AND parent_id IS NOT NULL
        UNION
        SELECT whole.parent_id, above.depth + 1 FROM associations_organisation whole
        JOIN above ON whole.id = above.id WHERE whole.parent_id IS NOT NULL AND above.depth < {DEEPEST}
    ) SELECT id FROM above
"""


def keys_below(organisation: Organisation) -> RawSQL:
    """A subquery: the keys of all sections, and of theirs."""
    return RawSQL(BELOW, [organisation.pk])


def keys_above(key: int) -> set[int]:
    """The keys of everything that an organisation belongs to, straight or through others."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, [key])
        return {row[0] for row in cursor.fetchall()}


def makes_a_circle(key: int | None, parent_key: int | None) -> bool:
    """True where the organisation would belong to itself, straight or through others."""
    if key is None or parent_key is None:
        return False
    return key == parent_key or key in keys_above(parent_key)


def circle_sentence() -> str:
    """Why a parent is refused, and what to do."""
    return _("It would belong to itself: what you chose is one of its own sections. Choose another, or none.")


def refuse_circle(organisation: Organisation, change: Any) -> None:
    """Refuse a change that closes a circle, whoever makes it: form, import, undo, bulk."""
    if change.after.get("parent") and makes_a_circle(organisation.pk, organisation.parent_id):
        raise Refused(circle_sentence())


def move_sections(merging: Merging, relation: Relation) -> None:
    """Carry the sections of a merged organisation over; the one that is kept does not become its own."""
    for section in relation.rows_of(merging.loser):
        if section.pk != merging.winner.pk:
            merging.set_column(section, "parent", merging.winner.pk)


@dataclass(frozen=True)
class Section:
    """One organisation of a tree, `depth` levels below the whole."""

    organisation: Organisation
    depth: int

    @property
    def url(self) -> str:
        """The address of its page."""
        return type_of(self.organisation).detail_url(self.organisation)


def sections_of(organisation: Organisation, user: Any) -> list[Section]:
    """The sections the user sees, each below the one it belongs to; one query."""
    rows = list(Organisation.objects.visible_to(user).filter(pk__in=keys_below(organisation))[:MOST_SECTIONS])
    seen = {row.pk for row in rows}
    children: dict[int, list[Organisation]] = {}
    for row in rows:
        above = row.parent_id if row.parent_id in seen else organisation.pk
        children.setdefault(above, []).append(row)
    return list(in_order(children, organisation.pk, 1))


def in_order(children: dict[int, list[Organisation]], key: int, depth: int) -> list[Section]:
    """A tree as lines: each section, then its own."""
    lines = []
    for row in children.pop(key, []):
        lines += [Section(row, depth), *in_order(children, row.pk, depth + 1)]
    return lines


def members_of(organisation: Organisation, sections: list[Section]) -> int | None:
    """The members of the whole and of its sections together; None where nobody has counted."""
    counted = [one.members for one in (organisation, *(section.organisation for section in sections))]
    known = [members for members in counted if members is not None]
    return sum(known) if known else None
