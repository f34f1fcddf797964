"""The addresses below every list: its files, its bulk changes, its views."""

from typing import Any

from django.urls import URLPattern, path

from midla.records.registry import RecordType
from midla.records.views.bulk import RecordBulk, RecordBulkUndo
from midla.records.views.exports import RecordExport
from midla.records.views.lists import RecordList
from midla.records.views.saved_views import SavedViewAdd, SavedViewDelete, SavedViewEdit, SavedViews


def list_paths(declared: type[RecordType], view: type[RecordList]) -> list[URLPattern]:
    """The list of a type and what hangs on it, below the prefix they are included at."""
    noun = declared.url.rpartition(":")[2]
    may_view, may_export, may_bulk = declared.view_permission, declared.export_permission, declared.bulk_permission
    pages: list[tuple[str, Any, Any, str, dict[str, Any]]] = [
        ("views/", SavedViews, may_view, "views", {}),
        ("views/add/", SavedViewAdd, may_view, "view-add", {}),
        ("views/<int:pk>/edit/", SavedViewEdit, may_view, "view-edit", {}),
        ("views/<int:pk>/delete/", SavedViewDelete, may_view, "view-delete", {}),
    ]
    if may_export is not None:
        for kind in ("csv", "xlsx"):
            pages.append((f"export.{kind}", RecordExport, may_export, f"export-{kind}", {"file_format": kind}))
    if declared.bulk_acts:
        pages.append(("bulk/", RecordBulk, may_bulk, "bulk", {}))
        pages.append(("bulk/<int:batch>/undo/", RecordBulkUndo, may_bulk, "bulk-undo", {}))
    own = [path("", view.as_view(), name=f"{noun}-list")]
    return own + [
        path(route, stated(page, declared, permission, own_settings), name=f"{noun}-{name}")
        for route, page, permission, name, own_settings in pages
    ]


def stated(page: Any, declared: type[RecordType], permission: Any, own_settings: dict[str, Any]) -> Any:
    """A page for one type, with the rule that the access middleware asks for."""
    answer = page.as_view(record_type=declared, permission=permission, **own_settings)
    answer.access_rule = permission
    return answer
