"""Keeping tags few: how often each is used, and two spellings of one thing made one."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from associations.bulk import AddTag
from associations.models import Organisation, Tag
from midla.records.bulk import write
from midla.records.models import Batch, Verb
from midla.records.seeing import one_of


def with_uses(tags: QuerySet[Tag], user: Any) -> QuerySet:
    """Tags with `uses`: how many organisations that the user sees have each."""
    seen = Organisation.objects.visible_to(user).values("pk")
    uses = Organisation.tags.through.objects.filter(one_of(seen, "organisation_id"), tag=OuterRef("pk"))
    counted = uses.order_by().values("tag").annotate(number=Count("pk")).values("number")
    return tags.annotate(uses=Coalesce(Subquery(counted), 0))


def is_used(tag: Tag) -> bool:
    """True where an organisation has the tag, one in the trash too: it may come back."""
    return Organisation.tags.through.objects.filter(tag=tag).exists()


@transaction.atomic
def merge_tags(*, tags: Iterable[Tag], into: Tag, by: Any) -> int:
    """Give whatever has one of the tags the one that stays, with history, and delete the others.

    Returns how many organisations changed.
    """
    keys = {tag.pk for tag in tags} - {into.pk}
    # Locked, so that nobody renames or merges one of them meanwhile.
    list(Tag.objects.select_for_update().filter(pk__in=[*keys, into.pk]).order_by("pk"))
    act, rows = AddTag(), Organisation._base_manager.filter(tags__in=keys).distinct()
    held = act.before(rows.order_by())
    changes = {key: (had, sorted({*had, into.pk} - keys)) for key, had in held.items()}
    batch = Batch.objects.create(by=by, act=_("Tags merged into “%(name)s”")[:100] % {"name": into}, size=len(changes))
    write(act, Organisation, changes, by=by, batch=batch, verb=Verb.EDITED)
    Tag.objects.filter(pk__in=keys).delete()
    return len(changes)
