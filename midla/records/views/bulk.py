"""Changing many records: choose the value, see what changes, apply; and take it back."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midla.records.bulk import (
    NOTHING_PICKED,
    BulkAct,
    Preview,
    Selection,
    apply,
    changes_of,
    preview,
    recent_batches,
    undo_batch,
)
from midla.records.errors import Refused
from midla.records.models import Batch
from midla.records.once import answer_of, new_key, once
from midla.records.views.page import TypePage, one_or_404
from midla.ui.messages import say

CHOOSE, PREVIEW, APPLY = "choose", "preview", "apply"
MOST_BATCHES = 100


class RecordBulk(TypePage):
    """One act on many rows, in three steps: the value, the preview, done. Nothing is written before the last.

    A GET shows what was changed so in the last 30 days, with the way back.
    """

    template_name = "records/list_bulk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batches = recent_batches(self.type, request.user, own=not self.can.edit_any)[:MOST_BATCHES]
        told = [(batch, self.address("bulk-undo", batch.pk)) for batch in batches]
        return render(request, "records/list_batches.html", self.get_context_data(batches=told))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.selection.everything and not self.selection.picks:
            say(request, NOTHING_PICKED)
            return redirect(self.back)
        step = request.POST.get("step", CHOOSE)
        form = self.act.form(request.POST if step in (PREVIEW, APPLY) else None)
        if step not in (PREVIEW, APPLY) or not form.is_valid():
            return self.show(form)
        value = form.cleaned_data["value"]
        return self.apply(form, value) if step == APPLY else self.show(form, self.preview(value))

    @cached_property
    def selection(self) -> Selection:
        return Selection.posted(self.type, self.request.user, self.request.POST)

    @cached_property
    def act(self) -> BulkAct:
        return act_named(self.type, self.request.POST.get("act", ""))

    @property
    def back(self) -> str:
        """The list as it was asked for."""
        return f"{self.address('list')}?{self.selection.listing.address}"

    def preview(self, value: Any) -> Preview:
        return preview(self.act, self.selection.rows(), value)

    def apply(self, form: Any, value: Any) -> HttpResponse:
        """Apply what the preview showed; where the rows are others by now, show a new one."""
        key = self.request.POST.get("one_time_key", "")
        if location := answer_of(self.request.user, key):
            return redirect(location)
        try:
            return redirect(once(self.request.user, key or new_key(), lambda: self.write(value)))
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
            return self.show(form, self.preview(value))

    def write(self, value: Any) -> str:
        """Apply, say so with the way back, and tell where to go."""
        expected = self.request.POST.get("expected", "")
        batch = apply(self.act, self.selection.rows(), value, by=self.request.user, expected=expected)
        words = ngettext("%(count)d record changed.", "%(count)d records changed.", batch.size) % {"count": batch.size}
        say(self.request, words, undo_url=self.address("bulk-undo", batch.pk) if batch.size else "")
        return self.back

    def show(self, form: Any, shown: Preview | None = None) -> HttpResponse:
        selected = self.selection.rows().count()
        return self.render_to_response(
            self.get_context_data(
                form=form,
                act=self.act,
                selected=selected,
                preview=shown,
                parameters=[("act", self.act.name), *self.selection.parameters],
                step=APPLY if shown else PREVIEW,
                key=new_key(),
                back_url=self.back,
                everything_offered=self.more_than_picked(),
            )
        )

    def more_than_picked(self) -> int:
        """How many the list finds beyond what was picked; 0 where that is all."""
        found = self.selection.listing.total
        return 0 if self.selection.everything or found <= len(self.selection.picks) else found


class RecordBulkUndo(TypePage):
    """Takes a batch back: one's own, or anybody's with the right to undo what others did."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = one_or_404(Batch.objects.all(), self.kwargs["batch"])
        changes = changes_of(self.type).filter(batch=batch)
        seen = self.type.visible_to(request.user).filter(pk__in=changes.values("record_id"))
        first = changes.first()
        if first is None or not seen.exists():
            raise Http404
        if batch.by_id != request.user.pk and not self.can.edit_any:
            raise PermissionDenied(_("Only who made this change can undo it, or a manager."))
        act = act_of_field(self.type, next(iter(first.after), ""))
        try:
            undone = undo_batch(self.type, act, batch, by=request.user)
        except Refused as refused:
            say(request, refused.sentence)
            return redirect(self.address("list"))
        self.tell(undone)
        return redirect(self.address("list"))

    def tell(self, undone: Any) -> None:
        """Say how many went back, and which did not."""
        words = ngettext("%(count)d record put back.", "%(count)d records put back.", undone.rows)
        text = words % {"count": undone.rows}
        if undone.skipped:
            text = _("%(done)s Changed again since, so left as they are: %(names)s.") % {
                "done": text,
                "names": ", ".join(undone.skipped),
            }
        if undone.out_of_reach:
            left = ngettext(
                "%(count)d lies in the trash or outside what you see, and stays as it is.",
                "%(count)d lie in the trash or outside what you see, and stay as they are.",
                undone.out_of_reach,
            )
            text = f"{text} {left % {'count': undone.out_of_reach}}"
        say(self.request, text)


def act_named(declared: Any, name: str) -> BulkAct:
    """A declared act, by its name in the form."""
    for act in declared.bulk_acts:
        if act.name == name:
            return act()
    raise Http404


def act_of_field(declared: Any, field: str) -> BulkAct:
    """The act that wrote a field."""
    for act in declared.bulk_acts:
        if act.field == field:
            return act()
    raise Http404
