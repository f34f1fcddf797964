"""The kinds of long work that apps declare: below the jobs themselves, whose rows ask who may start which."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class JobKind:
    """One kind of long work: its code, its name on pages, and the permission that starting it takes.

    `result` says what came of it; a done job's message stands in it as `%(number)s`.
    """

    code: str
    label: str | Promise
    permission: Any
    result: str | Promise = ""


JOB_KINDS: dict[str, JobKind] = {}


def register_job(kind: JobKind) -> JobKind:
    """Declare a kind of job."""
    JOB_KINDS[kind.code] = kind
    return kind


def kinds_of(user: Any) -> list[str]:
    """The codes of the kinds that a user may start."""
    return [code for code, kind in JOB_KINDS.items() if user.can(kind.permission)]
