"""Importing: a file, its columns, what each row would do, writing it behind the page, and what came of it."""

import csv
import datetime
import io
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View
from django_htmx.http import HttpResponseClientRedirect

from midla.records.errors import Refused
from midla.records.exporting import guarded
from midla.records.importing import tasks
from midla.records.importing.columns import remember, unknown
from midla.records.importing.deciding import keep_decisions, questions
from midla.records.importing.forms import ColumnsForm, FileForm
from midla.records.importing.headings import reason_heading
from midla.records.importing.types import IMPORT_TYPES
from midla.records.importing.undoing import Undone, can_be_undone, undo_import
from midla.records.models import ImportedRow, ImportFile, ImportRow, ImportState, Job, JobState, Verdict
from midla.records.once import answer_of, new_key, once
from midla.records.registry import type_of
from midla.records.views.page import one_or_404
from midla.ui.messages import say

MOST_FILES, PAGE = 50, 50
# A step that takes longer may be asked for again: it does no harm twice.
PATIENCE = datetime.timedelta(minutes=10)
STEPS = (gettext_lazy("File"), gettext_lazy("Columns"), gettext_lazy("Preview"), gettext_lazy("Done"))
AT_STEP = {
    ImportState.READ: 2,
    ImportState.PLANNING: 3,
    ImportState.PLANNED: 3,
    ImportState.WRITING: 4,
    ImportState.WRITTEN: 4,
    ImportState.UNDONE: 4,
}
LIVE = (ImportState.PLANNING, ImportState.WRITING)
LEFT_OUT = (Verdict.REFUSED, Verdict.DOUBT)
DONE = {Verdict.CREATE: gettext_lazy("added"), Verdict.UPDATE: pgettext_lazy("row of a file", "completed")}
MARKS = {
    Verdict.CREATE: "good",
    Verdict.UPDATE: "note",
    Verdict.THERE: "plain",
    Verdict.DOUBT: "warn",
    Verdict.REFUSED: "bad",
}


class ImportPageBase(TemplateResponseMixin, ContextMixin, View):
    """What the pages of imports share: one's own files, and the steps."""

    request: HttpRequest

    def files(self) -> Any:
        """The files of records that the reader brought in."""
        own = ImportFile.objects.visible_to(self.request.user).filter(kind__in=IMPORT_TYPES)
        return own.select_related("job", "batch").defer("content")

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(steps=STEPS, **context))


class ImportStart(ImportPageBase):
    """Asks for a file; lists those of the last 30 days."""

    template_name = "records/imports.html"
    # Where files of another kind are brought in: label, address and permission.
    elsewhere: Sequence[tuple[Any, str, Any]] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(FileForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if before := answer_of(request.user, request.POST.get("one_time_key")):
            return redirect(before)
        form = FileForm(request.POST, request.FILES)
        file = form.taken_in(request.user) if form.is_valid() else None
        if file is None:
            return self.answer(form)
        taken = reverse("records:import-file", args=[file.pk])
        return redirect(once(request.user, form.cleaned_data["one_time_key"], lambda: taken))

    def answer(self, form: FileForm) -> HttpResponse:
        files = self.files()
        lines = [(file, capfirst(str(IMPORT_TYPES[file.kind].label))) for file in files[:MOST_FILES]]
        links = [(label, reverse(name)) for label, name, permission in self.elsewhere if self.may(permission)]
        return self.show(form=form, lines=lines, total=files.count(), at_step=1, elsewhere=links)

    def may(self, permission: Any) -> bool:
        return self.request.user.can(permission)


class ImportFilePage(ImportPageBase):
    """One file at the step it is at."""

    template_name = "records/import_file.html"
    http_method_names: ClassVar[list[str]] = ["get", "post"]

    @cached_property
    def file(self) -> ImportFile:
        return one_or_404(self.files(), self.kwargs["file"])

    @cached_property
    def url(self) -> str:
        return reverse("records:import-file", args=[self.file.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # What asked for itself until the worker was done shows the page that follows.
        if request.headers.get("HX-Request") and self.file.state not in LIVE:
            return HttpResponseClientRedirect(request.get_full_path())
        return self.answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"columns": self.read_columns, "back": self.back, "again": self.again, "decide": self.decide,
                "run": self.run, "undo": self.undo, "forget": self.forget}  # fmt: skip
        act = acts.get(request.POST.get("step", ""))
        return (act() if act and self.file else None) or redirect(self.url)

    # --- what can be done ---
    def read_columns(self) -> HttpResponse | None:
        """Keep what the columns hold, and look through the file."""
        if self.file.state != ImportState.READ:
            return None
        form = ColumnsForm(self.request.POST, file=self.file)
        if not form.is_valid():
            return self.answer(form)
        self.file.mapping = form.mapping
        self.file.save(update_fields=["mapping"])
        remember(self.request.user, self.file.kind, self.file.headings, form.mapping)
        tasks.ask_for(self.file, ImportState.PLANNING)
        return None

    def back(self) -> None:
        """Ask for the columns again."""
        if self.file.state == ImportState.PLANNED:
            ImportFile.objects.filter(pk=self.file.pk).update(state=ImportState.READ, sentence="")

    def again(self) -> None:
        """Go on where it was broken off, or look through the file once more because records changed."""
        if self.file.state in LIVE:
            tasks.ask_for(self.file, ImportState(self.file.state), good_rows=self.file.good_rows)
        elif self.file.state == ImportState.PLANNED:
            tasks.ask_for(self.file, ImportState.PLANNING)

    def decide(self) -> HttpResponse | None:
        """Keep whom rows mean that may be doubles, and look through the file with that."""
        if self.file.state != ImportState.PLANNED:
            return None
        if keep_decisions(self.file, self.request.POST.dict()):
            tasks.ask_for(self.file, ImportState.PLANNING)
        return redirect(f"{self.url}?rows={Verdict.DOUBT}")

    def run(self) -> None:
        """Write what fits: all rows, or the good ones only."""
        if self.file.state == ImportState.PLANNED:
            tasks.ask_for(self.file, ImportState.WRITING, good_rows=self.request.POST.get("good_rows") == "1")

    def undo(self) -> None:
        """Take the whole import back."""
        try:
            say(self.request, undone_sentence(undo_import(self.file, by=self.request.user)))
        except Refused as refused:
            say(self.request, refused.sentence)

    def forget(self) -> HttpResponse:
        """Delete the copy of the file; what was imported stays."""
        self.file.delete()
        say(self.request, _("The copy of the file is deleted."))
        return redirect("records:import")

    # --- what is shown ---
    def answer(self, form: ColumnsForm | None = None) -> HttpResponse:
        file = self.file
        context: dict[str, Any] = {
            "file": file,
            "form": None,
            "kind": capfirst(str(IMPORT_TYPES[file.kind].label)),
            "at_step": AT_STEP[ImportState(file.state)],
            "live": file.state in LIVE,
            "is_written": file.state in {ImportState.WRITTEN, ImportState.UNDONE},
            "key": new_key(),
            "url": self.url,
            "here": self.request.get_full_path(),
        }
        if file.state == ImportState.READ:
            context["form"] = form or ColumnsForm(file=file)
        elif file.state in LIVE:
            context |= self.progress()
        else:
            context |= self.preview()
        return self.show(**context)

    def progress(self) -> dict[str, Any]:
        """How far the worker is."""
        job = self.file.job
        broke_off = job is None or not job.is_live or is_stale(job)
        text = _("Broken off: nothing of this step was written. Go on, and it is done once more.")
        if not broke_off and job is not None:
            words = {"done": job.done, "total": job.total or 0}
            text = _("%(done)s of %(total)s rows. This page may be closed.") % words
            if self.file.state == ImportState.WRITING:
                text = _("The rows are being written. This page may be closed.")
        percent = job.percent if job is not None and job.state != JobState.DONE else 0
        return {"text": text, "percent": percent, "broke_off": broke_off}

    def preview(self) -> dict[str, Any]:
        """What each row would do, or did: how many of each, and one page of them."""
        counted = dict(self.file.rows.order_by().values_list("verdict").annotate(Count("pk")))
        asked = self.request.GET.get("rows", "")
        chosen = asked if counted.get(asked) else ""
        total = counted.get(chosen, 0) if chosen else sum(counted.values())
        number = page_number(self.request.GET.get("page", ""), total)
        rows = self.file.rows.of(chosen) if chosen else self.file.rows.all()
        shown = list(rows[(number - 1) * PAGE : number * PAGE])
        links = self.links([row.digest for row in shown]) if self.file.batch else {}
        asks = questions(self.file, shown, self.request.user)
        return {
            "tabs": self.tabs(counted, chosen),
            "rows": [(*self.line(row, links.get(row.digest, "")), asks.get(row.number)) for row in shown],
            "asks": bool(asks),
            "doubts": counted.get(Verdict.DOUBT, 0) if self.file.state == ImportState.PLANNED else 0,
            "page": self.page(chosen, number, total, len(shown)),
            "writes": counted.get(Verdict.CREATE, 0) + counted.get(Verdict.UPDATE, 0),
            "refused": counted.get(Verdict.REFUSED, 0),
            "left_out": sum(counted.get(verdict, 0) for verdict in LEFT_OUT),
            "unknown": ", ".join(unknown(self.file.headings, self.file.mapping)),
            "can_undo": can_be_undone(self.file.batch),
        }

    def line(self, row: ImportRow, record_url: str) -> tuple[ImportRow, str, str, str]:
        """A row with the look and the word of what happens to it, and the page of its record."""
        verdict = Verdict(row.verdict)
        return row, MARKS[verdict], self.word(verdict), record_url

    def word(self, verdict: Verdict) -> str:
        """What happens to a row, or what happened."""
        return str((DONE if self.file.batch else {}).get(verdict, verdict.label))

    def tabs(self, counted: dict[str, int], chosen: str) -> list[dict[str, Any]]:
        """All rows, and those to which one thing happens."""
        every = [("", _("All")), *((str(verdict), capfirst(self.word(verdict))) for verdict in Verdict)]
        return [
            {"label": label, "url": f"?rows={verdict}" if verdict else self.url, "current": verdict == chosen,
             "count": counted.get(verdict, 0) if verdict else sum(counted.values())}
            for verdict, label in every
            if not verdict or counted.get(verdict)
        ]  # fmt: skip

    def page(self, chosen: str, number: int, total: int, shown: int) -> dict[str, Any]:
        """What stands below the table."""
        first = (number - 1) * PAGE
        return {
            "first": first + 1 if shown else 0,
            "last": first + shown,
            "total": total,
            "previous_url": f"?rows={chosen}&page={number - 1}" if number > 1 else "",
            "next_url": f"?rows={chosen}&page={number + 1}" if first + shown < total else "",
        }

    def links(self, digests: list[str]) -> dict[str, str]:
        """The pages of the records that rows became, as far as the reader sees them."""
        declared = type_of(IMPORT_TYPES[self.file.kind].model)
        known = dict(ImportedRow.objects.filter(digest__in=digests).values_list("digest", "record_id"))
        seen = {record.pk: record for record in declared.visible_to(self.request.user).filter(pk__in=known.values())}
        return {digest: declared.detail_url(seen[key]) for digest, key in known.items() if key in seen}


class ImportRefused(ImportPageBase):
    """The rows that were left out as a CSV file, each with why: to correct and send again."""

    http_method_names: ClassVar[list[str]] = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = one_or_404(self.files(), self.kwargs["file"])
        written = io.StringIO()
        lines = csv.writer(written, delimiter=";")
        lines.writerow([*map(guarded, file.headings), reason_heading()])
        rows, width = file.rows.filter(verdict__in=LEFT_OUT).values_list("cells", "why"), len(file.headings)
        # Cells beyond the headings come back beyond them: a row that is not mended is refused again.
        parts = ((list(map(guarded, cells)), why) for cells, why in rows.iterator())
        lines.writerows([*cells[:width], why, *cells[width:]] for cells, why in parts)
        response = HttpResponse(f"\ufeff{written.getvalue()}", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="left-out-{file.pk}.csv"'
        return response


def is_stale(job: Job) -> bool:
    """True where nothing has been heard of the worker for so long that it is gone."""
    return (job.began_at or job.asked_at) < timezone.now() - PATIENCE


def page_number(text: str, total: int) -> int:
    """The page that was asked for, if there is such a page."""
    last = max(1, -(-total // PAGE))
    return min(max(1, int(text)), last) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def undone_sentence(undone: Undone) -> str:
    """How many records went back, and which stay."""
    went = ngettext("%(n)d record taken back.", "%(n)d records taken back.", undone.records) % {"n": undone.records}
    if not undone.stayed:
        return went
    stay = ngettext(
        "%(n)d was changed since and stays: %(names)s.", "%(n)d were changed since and stay: %(names)s.", undone.stayed
    )
    return f"{went} {stay % {'n': undone.stayed, 'names': ', '.join(undone.names)}}"
