"""The work of every day: each step on its own, so that one that fails does not keep the others from running."""

import datetime
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from midla.records.double_pairs import refresh_pairs
from midla.records.importing.staging import forget_imports
from midla.records.models import Draft, Job
from midla.records.once import forget_keys
from midla.records.purging import forget_steps, purge_trash
from midla.records.reminders import send_reminders
from midla.records.sealing import seal_history

logger = logging.getLogger(__name__)
DRAFTS_KEPT_FOR = JOBS_KEPT_FOR = datetime.timedelta(days=30)
# In seconds; `make run` calls the work of a day every hour.
DOUBLES_EVERY, ALL_DOUBLES_EVERY = 20 * 60 * 60, 6 * 24 * 60 * 60


def forget_drafts() -> int:
    """Delete drafts that nobody has touched for 30 days."""
    return Draft.objects.filter(updated_at__lt=timezone.now() - DRAFTS_KEPT_FOR).delete()[0]


def end_sessions() -> None:
    """Delete sessions that have run out."""
    call_command("clearsessions", verbosity=0)


def empty_trash() -> None:
    """Delete what was trashed over 30 days ago, what old merges say, and the keys of old forms."""
    purge_trash()
    forget_steps()
    forget_keys()


def forget_work() -> None:
    """Delete what tells of work that is long done: its results, and the jobs that showed how far it was."""
    call_command("prune_db_task_results", verbosity=0)
    Job.objects.exclude(ended_at=None).filter(ended_at__lt=timezone.now() - JOBS_KEPT_FOR).delete()


def look_for_doubles() -> None:
    """Find the pairs of records that may be one, once in most of a day: of what changed, and once a week of all.

    What forms and imports write is compared at once; how rare names are is counted anew here.
    """
    if cache.add("doubles looked for", True, timeout=DOUBLES_EVERY):
        refresh_pairs(changed_only=not cache.add("all doubles looked for", True, timeout=ALL_DOUBLES_EVERY))


def remind() -> None:
    """Send the morning's reminders, where a mail server is set."""
    if settings.MAIL_CONFIGURED:
        send_reminders(timezone.localdate())


STEPS: tuple[Callable[[], object], ...] = (
    empty_trash,
    forget_drafts,
    forget_imports,
    end_sessions,
    forget_work,
    seal_history,
    remind,
    look_for_doubles,
)


def do_all() -> list[str]:
    """Run every step; the names of those that failed, whose reason stands in the log without any values."""
    failed = []
    for step in STEPS:
        try:
            step()
        except (DatabaseError, OSError) as error:
            logger.error("daily: %s failed: %s", step.__name__, type(error).__name__)
            failed.append(step.__name__)
    return failed
