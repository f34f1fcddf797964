"""Attaching a file to a record, and giving files out to who sees the record."""

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from midla.records.actions import restore, trash
from midla.records.attachments import UploadField, attach
from midla.records.models import Attachment
from midla.records.once import OneTimeKeyField, answer_of, once
from midla.records.questions import Question
from midla.records.registry import record_types
from midla.records.views.page import RecordPage, only_or_404, rows_seen
from midla.ui.messages import say


class AttachmentForm(forms.Form):
    """One file."""

    file = UploadField()
    one_time_key = OneTimeKeyField()


class AttachmentAdd(RecordPage):
    """The form that hangs a file on a record."""

    template_name = "records/attach.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=AttachmentForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record_url = self.type.detail_url(self.record)
        if answer_of(request.user, request.POST.get("one_time_key")):
            return redirect(record_url)
        form = AttachmentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        once(request.user, form.cleaned_data["one_time_key"], lambda: self.attached(form, record_url))
        return redirect(record_url)

    def attached(self, form: AttachmentForm, record_url: str) -> str:
        """Attach the file, say so, and tell where to go next."""
        attachment = attach(self.record, form.cleaned_data["file"], by=self.request.user)
        say(self.request, _("File attached: %(name)s.") % {"name": attachment})
        return record_url


class AttachmentDownload(View):
    """Gives a file to who sees the record it hangs on; a browser saves it and runs nothing in it."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        attachment = only_or_404(files_seen(pk, reader=request.user))
        try:
            content = attachment.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        answer = FileResponse(
            content, as_attachment=True, filename=attachment.filename, content_type="application/octet-stream"
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer


def record_of(attachment: Attachment, user: Any) -> tuple[Any, str]:
    """The record a file hangs on and its page, as the user sees them."""
    for declared in record_types():
        if declared.label() == attachment.model_label:
            found = rows_seen(attachment.record_id, model=declared.model, joined=RecordPage.joined, reader=user)
            if found:
                return found[0], declared.detail_url(found[0])
    raise Http404


@Question
def files_seen(key: int, *, reader: Any) -> Any:
    """A file of a record that the reader sees."""
    return Attachment.objects.visible_to(reader).filter(pk=key)


@Question
def own_files_trashed(key: int, *, reader: Any) -> Any:
    """A file that the reader moved to the trash, of a record they see."""
    return Attachment.objects.trashed().filter(trashed_by=reader.pk).visible_to(reader).filter(pk=key)


class AttachmentTrash(View):
    """Moves a file to the trash; its record's page says so and offers Undo."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gone = own_files_trashed(pk, reader=request.user)
        attachment = only_or_404(gone or files_seen(pk, reader=request.user))
        url = record_of(attachment, request.user)[1]
        if gone:
            # A second click finds the file in the trash already, and gets the same answer.
            return redirect(url)
        trash(attachment, by=request.user)
        undo_url = f"{request.path.removesuffix('trash/')}restore/"
        say(request, _("Moved to the trash: %(name)s.") % {"name": attachment}, undo_url=undo_url)
        return redirect(url)


class AttachmentRestore(View):
    """Takes a file back from the trash: who moved it there."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept = files_seen(pk, reader=request.user)
        attachment = only_or_404(kept or own_files_trashed(pk, reader=request.user))
        url = record_of(attachment, request.user)[1]
        if kept:
            return redirect(url)
        restore(attachment, by=request.user)
        say(request, _("Taken back from the trash: %(name)s.") % {"name": attachment})
        return redirect(url)
