"""What happens to organisations and existing efforts beyond a plain edit."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from associations.models import Face, Initiative, Organisation, OrganisationActivity, Tag
from midla.records.actions import edit, trash_many
from midla.records.bulk import UNDO_DAYS
from midla.records.errors import Refused
from midla.records.models import Batch, Verb
from midla.records.search import fold
from midla.territories.models import Country


@transaction.atomic
def change_face(
    organisation: Organisation, *, by: Any, communities: Iterable[Country] = (), version: int | None = None
) -> Organisation:
    """Make an association a partner actor, or the other way; its old address leads to the new one.

    An association needs a community at least.
    """
    face = Face.PARTNER if organisation.is_association else Face.ASSOCIATION
    many = {"communities": list(communities)} if face == Face.ASSOCIATION else None
    return edit(organisation, by=by, values={"face": face}, many=many, version=version)


def tags_named(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, made where there are none; two ways of writing one word are one tag."""
    wanted = {fold(name)[:50]: name.strip()[:50] for name in names if fold(name)}
    if not wanted:
        return []
    # Somebody else may make the same tag at this moment: both get the one that came first.
    Tag.objects.bulk_create([Tag(key=key, name=name) for key, name in wanted.items()], ignore_conflicts=True)
    return list(Tag.objects.filter(key__in=wanted))


def begin_activity(organisation: Organisation, change: Any) -> None:
    """Give a new organisation its row of dates, on which engagement rests."""
    begin_activities([organisation], [change])


def begin_activities(organisations: Sequence[Organisation], changes: Sequence[Any]) -> None:
    """Give many new organisations their rows of dates."""
    new = [one.pk for one, change in zip(organisations, changes, strict=True) if change.verb == Verb.CREATED]
    if new:
        OrganisationActivity.objects.bulk_create(
            [OrganisationActivity(organisation_id=key) for key in new], ignore_conflicts=True, batch_size=500
        )


def refuse_second_identifier(initiative: Initiative) -> None:
    """Raise Refused where another existing effort has the IATI identifier: one that comes back from the trash, too."""
    if not initiative.iati_identifier:
        return
    kept = Initiative.objects.kept().filter(iati_identifier=initiative.iati_identifier).exclude(pk=initiative.pk)
    if other := kept.first():
        raise Refused(_("“%(title)s” has this IATI identifier: edit that one instead.") % {"title": other})


@transaction.atomic
def undo_import(batch: Batch, *, by: Any) -> tuple[int, int]:
    """Move what a batch added to the trash; how many went, and how many stay because somebody changed them since.

    Their rows may then be imported again.
    """
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.undone_at is not None:
        raise Refused(_("This was undone already."))
    if held.at < timezone.now() - datetime.timedelta(days=UNDO_DAYS):
        raise Refused(_("This is too long ago to be undone: more than 30 days."))
    added = held.changes.filter(verb=Verb.CREATED, model_label=Initiative.label()).values("record_id")
    kept = Initiative.objects.kept().filter(pk__in=added)
    changed, untouched = kept.exclude(version=1).count(), kept.filter(version=1)
    untouched.update(row_digest="")
    went = trash_many(untouched, by=by, act=_("Undone: %(act)s") % {"act": held.act}).size
    held.undone_at = timezone.now()
    held.save(update_fields=["undone_at"])
    return went, changed
