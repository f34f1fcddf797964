"""Seals: a keyed digest over each day's history, which shows later that nothing was altered, added or taken away.

A seal rests on the digests of the rows and not on their values, so that an erasure can empty the values (and the
salt) and leave the seal whole.
"""

import datetime
import hmac
from collections.abc import Iterator

from django.db.models import Max, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.crypto import salted_hmac

from midla.records.models import Change, Seal

KEY_SALT = "midla.records.sealing"
AT_ONCE = 2_000


def changes_of(day: datetime.date) -> QuerySet[Change]:
    """The changes of one day in UTC, in the order they were stored."""
    start = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return Change.objects.filter(at__gte=start, at__lt=start + datetime.timedelta(days=1)).order_by("pk")


def digest_of(day: datetime.date) -> tuple[str, int]:
    """The keyed digest over a day's rows, and how many there are."""
    sealed, count = salted_hmac(KEY_SALT, day.isoformat(), algorithm="sha256"), 0
    for pk, digest in changes_of(day).values_list("pk", "digest").iterator(AT_ONCE):
        sealed.update(f"{pk}:{digest};".encode())
        count += 1
    return sealed.hexdigest(), count


def unsealed_days(today: datetime.date) -> Iterator[datetime.date]:
    """The days before today that have changes and no seal."""
    known = set(Seal.objects.values_list("day", flat=True))
    days = (
        Change.objects.annotate(day=TruncDate("at", tzinfo=datetime.UTC)).order_by("day").values_list("day", flat=True)
    )
    yield from (day for day in days.distinct() if day < today and day not in known)


def last_sealed() -> datetime.date:
    """The newest day that has a seal."""
    return Seal.objects.aggregate(last=Max("day"))["last"] or datetime.date.min


def seal_history() -> int:
    """Seal every full day in UTC after the last one sealed; how many were.

    An older day without a seal is left: its changes came later than they say, or its seal was taken away.
    """
    since = last_sealed()
    days = [day for day in unsealed_days(timezone.now().astimezone(datetime.UTC).date()) if day > since]
    for day in days:
        digest, count = digest_of(day)
        Seal.objects.get_or_create(day=day, defaults={"digest": digest, "changes": count})
    return len(days)


def verify_history() -> Iterator[str]:
    """A sentence for each day and row that is not what was sealed; none where all is well."""
    for seal in Seal.objects.order_by("day"):
        digest, count = digest_of(seal.day)
        if not hmac.compare_digest(digest, seal.digest):
            yield f"{seal.day}: {count} changes where {seal.changes} were sealed, or other ones"
    yield from (
        f"{day}: changes without a seal, older than the last one sealed" for day in unsealed_days(last_sealed())
    )
    # A row without salt was erased: its values are gone, its digest still counts.
    for pk in Change.objects.filter(salt="").exclude(before={}, after={}, reason="").values_list("pk", flat=True):
        yield f"change {pk}: its salt is gone, and its values are not"
    for change in Change.objects.exclude(salt="").order_by("pk").iterator(AT_ONCE):
        if change.digest != change.digest_of_values():
            yield f"change {change.pk}: its values are not those that were stored"
