"""The addresses every type of record has, and those that all types share."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import URLPattern, path

from midla.records.models import PairState
from midla.records.registry import RecordType
from midla.records.views.attachments import AttachmentAdd, AttachmentDownload, AttachmentRestore, AttachmentTrash
from midla.records.views.doubles import DoubleDecide, DoubleDetail, DoubleFind, DoubleList, LikeTyped
from midla.records.views.history import ChangeUndo, RecordHistory
from midla.records.views.imports import ImportFilePage, ImportRefused, ImportStart
from midla.records.views.trash import RecordRestore, RecordTrash, TrashList

# The pages that work for every type as they are; an app hands over its own subclass where a record differs.
SHARED = {
    "trash": ("<int:pk>/trash/", RecordTrash),
    "restore": ("<int:pk>/restore/", RecordRestore),
    "history": ("<int:pk>/history/", RecordHistory),
    "undo": ("<int:pk>/history/<int:change>/undo/", ChangeUndo),
    "attach": ("<int:pk>/attach/", AttachmentAdd),
}
OWN = {"list": "", "add": "add/", "detail": "<int:pk>/", "edit": "<int:pk>/edit/"}


def record_paths(declared: type[RecordType], **views: Any) -> list[URLPattern]:
    """The addresses of one type, below the prefix it is included at: `record_paths(PersonType, add=PersonCreate, …)`.

    The app's own views state their permission themselves; the shared ones get that of the declaration.
    """
    noun = declared.url.rpartition(":")[2]
    own = [path(OWN[page], view.as_view(), name=f"{noun}-{page}") for page, view in views.items() if page in OWN]
    shared = [
        path(route, views[page].as_view() if page in views else stated(declared, page, view), name=f"{noun}-{page}")
        for page, (route, view) in SHARED.items()
    ]
    return [*own, *shared]


def stated(declared: type[RecordType], page: str, view: Any) -> Callable[..., Any]:
    """A shared page for one type, with the rule that the access middleware asks for."""
    permission = declared.view_permission if page == "history" else declared.edit_permission
    answer = view.as_view(record_type=declared, permission=permission)
    answer.access_rule = permission
    return answer


def import_paths(*, permission: Any, elsewhere: Sequence[tuple[Any, str, Any]] = ()) -> list[URLPattern]:
    """The addresses of imports, with the permission they ask for.

    `elsewhere`: pages where files of another kind are brought in, each with its label and permission.
    """
    pages = [
        ("import/", ImportStart.as_view(elsewhere=elsewhere), "import"),
        ("import/<int:file>/", ImportFilePage.as_view(), "import-file"),
        ("import/<int:file>/left-out.csv", ImportRefused.as_view(), "import-refused"),
    ]
    for _route, answer, _name in pages:
        answer.access_rule = permission
    return [path(route, answer, name=name) for route, answer, name in pages]


def shared_paths(*, view: Any, edit: Any, edit_any: Any) -> list[URLPattern]:
    """The addresses of what belongs to no single type, with the permissions they ask for."""
    pages = [
        ("trash/", TrashList.as_view(), edit, "trash"),
        ("duplicates/", DoubleList.as_view(), edit, "double-list"),
        ("duplicates/find/", DoubleFind.as_view(), edit_any, "double-find"),
        ("duplicates/like/", LikeTyped.as_view(), edit, "double-like"),
        ("duplicates/<int:pk>/", DoubleDetail.as_view(), edit, "double-detail"),
        ("duplicates/<int:pk>/not-same/", DoubleDecide.as_view(), edit, "double-decide"),
        ("duplicates/<int:pk>/reopen/", DoubleDecide.as_view(state=PairState.OPEN), edit, "double-reopen"),
        ("files/<int:pk>/", AttachmentDownload.as_view(), view, "attachment-detail"),
        ("files/<int:pk>/trash/", AttachmentTrash.as_view(), edit, "attachment-trash"),
        ("files/<int:pk>/restore/", AttachmentRestore.as_view(), edit, "attachment-restore"),
    ]
    for _route, answer, permission, _name in pages:
        answer.access_rule = permission
    return [path(route, answer, name=name) for route, answer, _permission, name in pages]
