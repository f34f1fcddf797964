"""Changing many records: choose the value, see what changes, apply; and take it back."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midla.records.bulk import BulkAct, Preview, Selection, apply, preview, undo_batch
from midla.records.errors import Refused
from midla.records.models import Batch, Change
from midla.records.once import answer_of, new_key, once
from midla.records.views.page import TypePage
from midla.ui.messages import say

CHOOSE, PREVIEW, APPLY = "choose", "preview", "apply"


class RecordBulk(TypePage):
    """One act on many rows, in three steps: the value, the preview, done. Nothing is written before the last."""

    template_name = "records/list_bulk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.address("list"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.selection.everything and not self.selection.picks:
            say(request, _("Nothing was picked. Tick some rows first."))
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
        number = int(expected) if expected.isascii() and expected.isdecimal() and len(expected) < 10 else -1
        batch = apply(self.act, self.selection.rows(), value, by=self.request.user, expected=number)
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
        batch = Batch.objects.filter(pk=self.kwargs["batch"]).first()
        first = Change.objects.filter(batch=batch, model_label=self.type.label()).first() if batch else None
        if batch is None or first is None:
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
