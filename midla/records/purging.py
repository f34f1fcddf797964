"""What lies in the trash for 30 days is deleted, with its copies: the values in its history, and its files."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from midla.records.indexing import forget_deleted
from midla.records.models import Attachment, Change, ComparedRecord, DoublePair, Merge
from midla.records.querysets import SearchedQuerySet as Searched
from midla.records.registry import record_types

KEPT_FOR = datetime.timedelta(days=30)
Part = Callable[[Any], None]
PARTS: dict[Any, list[Part]] = {}


def register_parts(model: type[models.Model], delete_parts: Part) -> None:
    """Name a function that deletes what means nothing without a record of this model, such as a person's roles."""
    PARTS.setdefault(model._meta.concrete_model, []).append(delete_parts)


def purge_trash() -> tuple[int, int]:
    """Delete what was trashed over 30 days ago; how many went, and how many stay because others point at them."""
    before = timezone.now() - KEPT_FOR
    purged, left = list[Any](), due(before)
    # Again and again: a record that others point at goes once those have gone.
    while gone := [record for record in left if purge(record)]:
        purged += gone
        left = due(before)
    searched = {type(one)._meta.db_table for one in purged if isinstance(type(one)._default_manager.all(), Searched)}
    forget_deleted(connection, *sorted(searched))
    return len(purged), len(left)


def due(before: datetime.datetime) -> list[Any]:
    """Every record that was trashed before a moment, the ones that point at others first."""
    managers = {declared.model._meta.concrete_model._default_manager for declared in record_types()}
    ordered = sorted({*managers, Attachment._default_manager}, key=lambda rows: rows.model._meta.label, reverse=True)
    return [record for rows in ordered for record in rows.filter(trashed_at__lt=before)]


def purge(record: Any) -> bool:
    """Delete one record for good; False where others still point at it."""
    try:
        with transaction.atomic():
            for delete_parts in PARTS.get(type(record), ()):
                delete_parts(record)
            forget_copies(record)
            record.delete()
    except (models.ProtectedError, models.RestrictedError):
        return False
    return True


def forget_copies(record: Any) -> None:
    """Delete the files of a record and empty its history of values; who did what when stays, and its seal."""
    files = list(Attachment.objects.filter(model_label=record.label(), record_id=record.pk))
    for attachment in [*files, *([record] if isinstance(record, Attachment) else [])]:
        transaction.on_commit(lambda stored=attachment.file: stored.delete(save=False))
    for attachment in files:
        Change.objects.of(attachment).erase_values()
        attachment.delete()
    Change.objects.of(record).erase_values()
    forget_merges(record)


def forget_merges(record: Any) -> None:
    """Empty what merges say of a record that is deleted for good, and what it was taken for."""
    about = models.Q(winner_id=record.pk) | models.Q(loser_id=record.pk)
    Merge.objects.filter(about, model_label=record.label()).update(steps=[])
    DoublePair.objects.of(record).delete()
    ComparedRecord.objects.filter(model_label=record.label(), record_id=record.pk).delete()


def forget_steps() -> int:
    """Empty what merges of over 30 days ago say; that they were made stays, so that old addresses lead on."""
    before = timezone.now() - KEPT_FOR
    return Merge.objects.filter(at__lt=before).exclude(steps=[]).update(steps=[])
