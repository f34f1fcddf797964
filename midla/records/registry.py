"""The register of record types: what each app declares once in its `records.py`, and every mechanism reads.

A declaration is a plain class of data. Behaviour is changed by subclassing a view, never by an option here.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Rows = TypeVar("Rows", bound=models.QuerySet)

# Stands for any key while an address is taken apart.
KEY_IN_ADDRESS = 10**18


class RecordType:
    """One kind of record: its model, its addresses, and what the shared mechanics need to know of it."""

    model: ClassVar[type[models.Model]]
    # The prefix of the URL names (`associations:association` gives `…-list`, `…-detail`, `…-edit` …).
    url: ClassVar[str]
    icon: ClassVar[str] = "file-earmark"
    # Members of the enum of permissions; records cannot import it, so the declaring app hands them over.
    view_permission: ClassVar[Any]
    edit_permission: ClassVar[Any]
    # Who has it also restores and undoes what others did; None: everybody only their own.
    edit_any_permission: ClassVar[Any] = None
    # Whether the search page looks here; where it does, records carry a `search_key`.
    searched: ClassVar[bool] = False
    # Prose, such as minutes: slips are forgiven in names before they are in prose.
    is_prose: ClassVar[bool] = False
    # Fields that only some may read: name → the permission it takes. Never searched, sorted, shown, exported otherwise.
    guarded_fields: ClassVar[dict[str, Any]] = {}
    # Who may merge two of them; None: they are never merged. Fields that are chosen together, and the field that takes
    # what another one loses.
    merge_permission: ClassVar[Any] = None
    merged_together: ClassVar[Sequence[tuple[str, ...]]] = ()
    spare_fields: ClassVar[dict[str, str]] = {}
    # What is told on a record's own pages and nowhere else.
    own_page_fields: ClassVar[frozenset[str]] = frozenset()

    # The list: its columns (midla.records.columns) in order, how it narrows (a RecordFilters), the column it is sorted
    # by ("-" before it: backwards), and what can be done with many rows at once (midla.records.bulk).
    columns: ClassVar[Sequence[Any]] = ()
    filters: ClassVar[Any] = None
    order: ClassVar[str] = ""
    bulk_acts: ClassVar[Sequence[Any]] = ()
    export_permission: ClassVar[Any] = None
    bulk_permission: ClassVar[Any] = None
    share_permission: ClassVar[Any] = None

    def label(self) -> str:
        """The name under which history and files know the model."""
        return self.model.label()

    @property
    def singular(self) -> str | Promise:
        return self.model._meta.verbose_name or ""

    @property
    def plural(self) -> str | Promise:
        return self.model._meta.verbose_name_plural or ""

    def detail_url(self, record: models.Model) -> str:
        """The address of a record's page."""
        return reverse(f"{self.url}-detail", args=[record.pk])

    def detail_parts(self) -> tuple[str, str]:
        """What stands before and after the key in the address of a record's page: a list draws fifty of them."""
        before, _, after = reverse(f"{self.url}-detail", args=[KEY_IN_ADDRESS]).rpartition(str(KEY_IN_ADDRESS))
        return before, after

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        """The views that every list of this type has: label and query; the first is the list without filters."""
        return ()

    def list_url(self) -> str:
        """The address of the list of these records."""
        return reverse(f"{self.url}-list")

    def left_url(self, record: models.Model) -> str:
        """Where one is after a record was moved to the trash: the list, or the start where there is none."""
        try:
            return reverse(f"{self.url}-list")
        except NoReverseMatch:
            return "/"

    def for_search(self, rows: models.QuerySet) -> models.QuerySet:
        """Rows with what one line of search results tells."""
        return rows.for_list()

    def summary(self, record: models.Model) -> str:
        """The line below a record's name that tells it from its namesakes; only what every reader may see."""
        return ""

    def visible_to(self, user: Any) -> models.QuerySet:
        """The records of this type that a user sees."""
        return self.model.objects.visible_to(user)

    def hidden_fields(self, user: Any, record: Any = None) -> set[str]:
        """Names of the fields the user may not read: by role, and of one record by what it says itself."""
        return {name for name, permission in self.guarded_fields.items() if not user.can(permission)}

    def readable_fields(self, user: Any) -> set[str]:
        """Names of the fields the user may read."""
        return {field.name for field in self.model._meta.get_fields()} - self.hidden_fields(user)


@dataclass(frozen=True)
class Due:
    """Something that is due for a user: by when, what it is about, where it stands."""

    day: datetime.date
    about: str
    url: str


@dataclass(frozen=True)
class KeptBeside:
    """What history keeps of a record beside its fields: what it is called, how a value is said, how it goes back.

    `take_back` gets the locked record, the row of history and `by`; it raises UndoRefused as an undo does.
    """

    label: str | Promise
    take_back: Callable[..., None]
    say: Callable[[Any], str] = str


RECORD_TYPES: list[RecordType] = []
Recount = Callable[[], int]
RECOUNTS: dict[str, Recount] = {}
Consequence = Callable[[Any, Any], None]
CONSEQUENCES: dict[Any, list[Consequence]] = {}
# The same worked out for many records at once, where somebody says how; asked with records and changes in one order.
TOGETHER: dict[Any, Callable[..., None]] = {}
WhatIsDue = Callable[[Any, datetime.date], Iterable[Due]]
DUES: list[WhatIsDue] = []
Condition = Callable[[Any], None]
CONDITIONS: dict[Any, list[Condition]] = {}
KEPT_BESIDE: dict[Any, dict[str, KeptBeside]] = {}


@dataclass(frozen=True)
class Ownership:
    """A field that says who looks after a record."""

    model: Any
    field: str
    only: dict[str, Any]

    def rows(self, user: Any) -> models.QuerySet:
        """What a user looks after, in the trash too: it may come back."""
        return self.model._base_manager.filter(**{self.field: user}, **self.only)


OWNERSHIPS: list[Ownership] = []


def register(declaration: type[RecordType]) -> type[RecordType]:
    """Class decorator: enter a declaration in the register."""
    RECORD_TYPES.append(declaration())
    return declaration


# What a merge does with the rows that point at a record: by model and by the name of the relation.
Policy = Callable[[Any, Any], None]
RELATIONS: dict[Any, dict[str, Policy]] = {}


def register_relation(model: type[models.Model], source: type[models.Model], field: str, policy: Policy) -> None:
    """Say what a merge does with the rows of `source` whose `field` points at a record of this model.

    Where nobody says it, merging is refused. Policies stand in midla.records.merging, and beside what they know.
    """
    RELATIONS.setdefault(model._meta.concrete_model, {})[f"{source._meta.label}.{field}"] = policy


def register_recount(name: str, recount: Recount) -> None:
    """Name a function that works out derived rows anew, for `manage.py recount`; it returns how many it changed."""
    RECOUNTS[name] = recount


def register_due(what_is_due: WhatIsDue) -> None:
    """Name a function that tells what is due for a user by a day, through what the user sees."""
    DUES.append(what_is_due)


def due_for(user: Any, day: datetime.date) -> list[Due]:
    """Everything that is due for a user by a day, the oldest first."""
    return sorted((due for what_is_due in DUES for due in what_is_due(user, day)), key=lambda due: due.day)


def register_consequence(
    model: type[models.Model], work_out: Consequence, together: Callable[..., None] | None = None
) -> None:
    """Name a function that every action calls after it wrote a record of this model, in the same transaction.

    It gets the record and the row of history (whose `before` names what a relation held), so that derived rows are
    right whoever wrote: form, admin, import, merge, undo, trash. `together` does the same for lists of both.
    """
    CONSEQUENCES.setdefault(model._meta.concrete_model, []).append(work_out)
    if together is not None:
        TOGETHER[work_out] = together


def register_ownership(model: type[models.Model], field: str, **only: Any) -> None:
    """Name the field that says who looks after a record, for handing over; `only` narrows to what lasts."""
    OWNERSHIPS.append(Ownership(model, field, only))


def register_condition(
    model: type[models.Model], allow: Condition, together: Callable[..., None] | None = None
) -> None:
    """Name a function that every action calls before it stores a record of this model outside the trash.

    It may complete the record, and raises Refused where the record may not stand beside others: who wrote, form,
    admin, undo or trash, shows the sentence. `together` does the same for a list of records.
    """
    CONDITIONS.setdefault(model._meta.concrete_model, []).append(allow)
    if together is not None:
        TOGETHER[allow] = together


def register_kept_beside(model: type[models.Model], name: str, kept: KeptBeside) -> None:
    """Say what a name means that is no field of this model and that its history holds all the same."""
    KEPT_BESIDE.setdefault(model._meta.concrete_model, {})[name] = kept


def kept_beside(model: type[models.Model]) -> dict[str, KeptBeside]:
    """What the history of a model keeps beside its fields, by name."""
    return KEPT_BESIDE.get(model._meta.concrete_model, {})


def allow(record: models.Model) -> None:
    """Ask every condition of a record that is about to be stored."""
    for condition in CONDITIONS.get(record._meta.concrete_model, ()):
        condition(record)


def follow(record: models.Model, change: Any) -> None:
    """Work out what rests on a record that was just written."""
    for work_out in CONSEQUENCES.get(record._meta.concrete_model, ()):
        work_out(record, change)


def allow_all(records: Sequence[models.Model]) -> None:
    """Ask every condition of records of one model that are about to be stored."""
    for condition in CONDITIONS.get(records[0]._meta.concrete_model, ()) if records else ():
        if condition in TOGETHER:
            TOGETHER[condition](records)
            continue
        for record in records:
            condition(record)


def follow_all(records: Sequence[models.Model], changes: Sequence[Any]) -> None:
    """Work out what rests on records of one model that were just written."""
    for work_out in CONSEQUENCES.get(records[0]._meta.concrete_model, ()) if records else ():
        if work_out in TOGETHER:
            TOGETHER[work_out](records, changes)
            continue
        for record, change in zip(records, changes, strict=True):
            work_out(record, change)


def record_types() -> Iterator[RecordType]:
    """Every declared type."""
    yield from RECORD_TYPES


def type_of(model: type[models.Model] | models.Model) -> RecordType:
    """The declaration of a model or record; KeyError where nobody declared it."""
    wanted = model if isinstance(model, type) else type(model)
    for declared in RECORD_TYPES:
        if declared.model is wanted:
            return declared
    for declared in RECORD_TYPES:
        if declared.model._meta.concrete_model is wanted._meta.concrete_model:
            return declared
    raise KeyError(wanted.__name__)


def visible_keys(user: Any) -> Iterator[tuple[str, list[models.QuerySet]]]:
    """For each label of records that can be merged, the keys of what a user sees: one query for each face."""
    merged = [declared for declared in RECORD_TYPES if declared.merge_permission is not None]
    for label in dict.fromkeys(declared.label() for declared in merged):
        faces = [declared for declared in merged if declared.label() == label]
        yield label, [declared.visible_to(user).order_by().values("pk") for declared in faces]


def rows_following(rows: Rows, user: Any) -> Rows:
    """Rows with `model_label` and `record_id` whose record the user sees."""
    condition = Q(pk__in=[])
    for declared in RECORD_TYPES:
        seen = declared.visible_to(user).values("pk")
        condition |= Q(model_label=declared.label(), record_id__in=seen)
    return rows.filter(condition)
