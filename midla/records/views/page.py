"""What the pages of one record share: which record, whose page, what its reader may do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from midla.records.questions import Question
from midla.records.registry import RecordType, type_of

Record = Any
Joined = Callable[[Any], Any]


@dataclass(frozen=True)
class Can:
    """What the reader may do, as templates ask it."""

    edit: bool
    edit_any: bool

    @classmethod
    def of(cls, declared: RecordType, user: Any) -> "Can":
        any_permission = declared.edit_any_permission
        return cls(user.can(declared.edit_permission), any_permission is not None and user.can(any_permission))


def address(declared: RecordType, page: str, *args: Any) -> str:
    """The address of one of a type's pages; empty where there is no such page."""
    try:
        return reverse(f"{declared.url}-{page}", args=args)
    except NoReverseMatch:
        return ""


def one_or_404(rows: models.QuerySet, pk: int) -> Record:
    """The row with this key, or the answer that there is nothing."""
    try:
        return rows.get(pk=pk)
    except rows.model.DoesNotExist as error:
        raise Http404 from error


def only_or_404(found: list[Any]) -> Record:
    """The one row that was found, or the answer that there is nothing."""
    if not found:
        raise Http404
    return found[0]


@Question
def rows_seen(key: int, *, model: type[models.Model], joined: Joined, reader: Any) -> models.QuerySet:
    """The row of a record, where a reader sees it, with what a page joins to it."""
    return joined(type_of(model).visible_to(reader)).filter(pk=key)[:1]


class TypePage(TemplateResponseMixin, ContextMixin, View):
    """A page of one type of record. `record_type` and `permission` are what every view states."""

    record_type: ClassVar[type[RecordType]] = RecordType
    # A view that states none is refused by the access middleware.
    permission: ClassVar[Any] = None
    request: HttpRequest

    @cached_property
    def type(self) -> RecordType:
        """The declaration, as the register holds it."""
        return type_of(self.record_type.model)

    @cached_property
    def can(self) -> Can:
        return Can.of(self.type, self.request.user)

    def address(self, page: str, *args: Any) -> str:
        """The address of another page of this type."""
        return address(self.type, page, *args)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            type=self.type,
            type_plural=capfirst(str(self.type.plural)),
            list_url=self.address("list"),
            can=self.can,
            **kwargs,
        )


class RecordPage(TypePage):
    """A page of one record, fetched through what its reader sees."""

    @staticmethod
    def joined(rows: Any) -> Any:
        """Rows with the joins that the page shows."""
        return rows

    def rows(self) -> models.QuerySet:
        """The rows among which the record is."""
        return self.joined(self.type.visible_to(self.request.user))

    def found(self) -> list[Record]:
        """The record in a list; an empty one where its reader sees none."""
        asked: dict[str, Any] = {"model": self.type.model, "joined": type(self).joined}
        return rows_seen(self.kwargs["pk"], **asked, reader=self.request.user)

    @cached_property
    def record(self) -> Record:
        return only_or_404(self.found())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.record, record_url=self.type.detail_url(self.record), **kwargs)


def trashed_rows(declared: RecordType, user: Any) -> models.QuerySet:
    """Rows in the trash that the user may restore: with the right to change anybody's, all; else one's own."""
    rows = declared.model.objects.trashed().visible_to(user)
    can = Can.of(declared, user)
    if can.edit_any:
        return rows
    if not can.edit:
        return rows.none()
    own = models.Q(trashed_by=user.pk) | models.Q(created_by=user.pk)
    if any(field.name == "owner" for field in declared.model._meta.concrete_fields):
        own |= models.Q(owner=user.pk)
    return rows.filter(own)


def refuse_others(may: bool) -> None:
    """Answer 403 with a sentence where somebody else's change is touched."""
    if not may:
        raise PermissionDenied(_("Only who made this change can undo it, or a manager."))
