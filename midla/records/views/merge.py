"""Merging two records on one page, and taking a merge back."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from midla.records.errors import Conflict, Refused, UndoRefused
from midla.records.forms import readable
from midla.records.merge_fields import CHOOSE, FieldRow, choices_posted, heading, hidden_of_two, in_words, rows
from midla.records.merging import merge
from midla.records.models import Merge
from midla.records.once import answer_of, new_key, once
from midla.records.registry import RecordType
from midla.records.unmerging import NOW, changed_again, may_be_undone, undo_merge
from midla.records.views.doubles import pairs_of
from midla.records.views.page import Record, RecordPage, one_or_404, only_or_404
from midla.records.wording import wording_of
from midla.ui.messages import say

MOST_FOUND, LARGEST_KEY = 20, 2**63 - 1


def number(text: str) -> int | None:
    """A number that a database takes; None for nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_KEY else None


class RecordMerge(RecordPage):
    """Two records side by side: the one of this page is kept, the one of `?with=` goes into it."""

    template_name = "records/merge.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.GET.get("with"):
            return self.choose(request)
        return self.show(request.GET["with"], {})

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Which record is merged: likely ones, and those whose name is looked for."""
        query = readable(request.GET.get("q", "")).strip()[:200]
        seen = self.rows().exclude(pk=self.record.pk)
        pairs = pairs_of(request.user).of(self.record).open()
        keys = {key for pair in pairs[:MOST_FOUND] for key in (pair.first_id, pair.second_id)}
        found = seen.matching(query)[:MOST_FOUND] if query else seen.filter(pk__in=keys)
        return render(request, "records/merge_choose.html", self.get_context_data(query=query, found=found))

    def show(self, key: str, choices: dict[str, str], sentence: Any = "") -> HttpResponse:
        """The two records, with what is chosen for each field."""
        other = self.other(key)
        return self.render_to_response(
            self.get_context_data(
                other=other,
                mine=heading(self.record),
                theirs=heading(other),
                rows=rows(self.type, self.record, other, self.request.user, choices),
                sentence=sentence,
                one_time_key=new_key(),
                swap_url=f"{self.address('merge', other.pk)}?with={self.record.pk}",
            )
        )

    def other(self, key: str) -> Record:
        """The record that goes, where the reader sees it."""
        wanted = number(key)
        if wanted is None or wanted == self.record.pk:
            raise Http404
        return only_or_404(list(self.rows().filter(pk=wanted)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if location := answer_of(request.user, request.POST.get("one_time_key")):
            return redirect(location)
        key = request.POST.get("with", "")
        other = self.other(key)
        choices = self.choices(other)
        try:
            return redirect(once(request.user, self.key(request), lambda: self.merge(other, choices)))
        except Conflict as conflict:
            back = f"{request.path}?with={other.pk}"
            return render(request, "409.html", {"sentence": conflict.sentence, "back": back}, status=409)
        except Refused as refused:
            return self.show(key, choices, refused.sentence)

    def key(self, request: HttpRequest) -> str:
        """The page's one-time key; a fresh one where none was sent."""
        sent = request.POST.get("one_time_key", "")
        return sent if 16 <= len(sent) <= 64 and sent.isascii() else new_key()

    def choices(self, other: Record) -> dict[str, str]:
        """What was chosen; nothing for a field that the reader does not see of one of the two."""
        chosen = choices_posted(self.type, self.request.POST)
        hidden = hidden_of_two(self.type, self.request.user, self.record, other)
        return {name: choice for name, choice in chosen.items() if name not in hidden}

    def merge(self, other: Record, choices: dict[str, str]) -> str:
        """Merge, say so with Undo, and tell where to go."""
        read = [number(self.request.POST.get(name, "")) for name in ("version", "other_version")]
        versions = (read[0] or 0, read[1] or 0)
        done = merge(self.record, other, by=self.request.user, choices=choices, versions=versions)
        undo_url = self.address("merge-undo", self.record.pk, done.pk)
        say(self.request, _("Merged: %(name)s.") % {"name": self.record}, undo_url=undo_url)
        return self.type.detail_url(self.record)


class MergeUndo(RecordPage):
    """Asks before a merge is undone, and undoes it."""

    template_name = "records/merge_undo.html"

    @cached_property
    def merge(self) -> Merge:
        rows = Merge.objects.filter(model_label=self.record.label(), winner_id=self.record.pk)
        return one_or_404(rows.select_related("by"), self.kwargs["merge"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_be_undone(self.merge):
            return self.refused(_("This merge can no longer be undone."))
        return self.show({})

    def show(self, choices: dict[str, str], sentence: Any = "", status: int = 200) -> HttpResponse:
        """What happens, and what was changed since the merge, for choice."""
        context = self.get_context_data(merge=self.merge, rows=list(self.later_rows(choices)), sentence=sentence)
        return self.render_to_response(context, status=status)

    def later_rows(self, choices: dict[str, str]) -> Iterator[FieldRow]:
        """The fields that were changed again, without what the reader may not read: that stays as it is now."""
        again = [one for one in changed_again(self.merge) if not self.hidden & {*one.names}]
        wording = wording_of(self.type, self.request.user, [side for one in again for side in (one.now, one.before)])
        for one in again:
            yield FieldRow(
                name=f"{CHOOSE}{one.names[0]}",
                label=capfirst(wording.label(one.names[0])),
                mine=in_words(one.names, one.now, wording),
                theirs=in_words(one.names, one.before, wording),
                differs=True,
                choice=choices.get(one.names[0], NOW),
                both=False,
            )

    @cached_property
    def hidden(self) -> set[str]:
        return self.type.hidden_fields(self.request.user, self.record)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A second click finds it undone already, and gets the same answer.
        if self.merge.undone_at is None:
            choices = choices_posted(self.type, request.POST)
            unread = {one.names[0]: NOW for one in changed_again(self.merge) if self.hidden & {*one.names}}
            try:
                undo_merge(self.merge, by=request.user, choices={**choices, **unread})
            except UndoRefused as refused:
                return self.show(choices, refused.sentence, status=409)
            except Refused as refused:
                return self.refused(refused.sentence)
            except IntegrityError:
                return self.refused(_("What it held before no longer fits what is recorded. Edit the record instead."))
            say(request, _("Undone: there are two records again."))
        return redirect(self.type.detail_url(self.record))

    def refused(self, sentence: Any) -> HttpResponse:
        back = self.type.detail_url(self.record)
        return render(self.request, "409.html", {"sentence": sentence, "back": back}, status=409)


def merge_paths(declared: type[RecordType]) -> list[URLPattern]:
    """The addresses of merging records of one type, below the prefix they are included at."""
    noun, permission = declared.url.rpartition(":")[2], declared.merge_permission
    pages: list[tuple[str, Any, str]] = [
        ("<int:pk>/merge/", RecordMerge, "merge"),
        ("<int:pk>/merge/<int:merge>/undo/", MergeUndo, "merge-undo"),
    ]
    found = []
    for route, view, name in pages:
        answer = view.as_view(record_type=declared, permission=permission)
        answer.access_rule = permission
        found.append(path(route, answer, name=f"{noun}-{name}"))
    return found
