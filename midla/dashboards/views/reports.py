"""The pages of donor reports: list, draft, preview, issue, editions, files."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from associations.models import Organisation
from midla.accounts.permissions import Permission
from midla.dashboards.actions.report import ask_for_print, begin_edition, issue
from midla.dashboards.forms.report import ReportForm, names_in, warning
from midla.dashboards.iati.activities import iati_file
from midla.dashboards.models import FileKind, Report, ReportFile
from midla.dashboards.records import ReportType
from midla.dashboards.reporting.files import can_print
from midla.dashboards.reporting.frozen import freeze
from midla.dashboards.reporting.naming import people_named
from midla.dashboards.reporting.telling import differences, tell
from midla.partnerships.models import Partnership
from midla.records.errors import Conflict, Refused
from midla.records.forms import VersionField
from midla.records.models import Access
from midla.records.once import answer_of, is_key, new_key, once
from midla.records.views.detail import RecordDetail
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.lists import RecordList
from midla.records.views.page import RecordPage
from midla.ui import dates
from midla.ui.messages import say

LANGUAGES = dict(settings.LANGUAGES)
CONTENT_TYPE = "application/octet-stream"


class ReportList(RecordList):
    """Donor reports, the newest period first."""

    record_type = ReportType
    permission = Permission.VIEW
    add_label = gettext_lazy("New report")


class ReportForms:
    """What writing a new and an old draft share."""

    permission = Permission.STEER
    record_type = ReportType
    form_class = ReportForm
    save_label = gettext_lazy("Save draft")

    def tell(self, record: Any, *, changed: bool) -> None:
        """Say that it was saved; and where it names somebody, whom."""
        super().tell(record, changed=changed)
        if sentence := warning(names_in(record)):
            say(self.request, sentence, level=messages.WARNING)


class ReportCreate(ReportForms, RecordCreate):
    """The form that begins a report; the address may say for which period and country."""

    title = gettext_lazy("New donor report")

    def make_form(self, posted: Any = None) -> Any:
        form = super().make_form(posted)
        for asked, name in {"since": "starts_on", "until": "ends_on", "country": "country"}.items():
            value = self.request.GET.get(asked, "")
            if posted is None and value and len(value) < 19:
                form.initial[name] = value
        return form


class ReportEdit(ReportForms, RecordEdit):
    """The form that edits a draft; what is issued leads to its page, which says why."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.record.is_issued:
            return redirect(self.type.detail_url(self.record))
        return super().get(request, *args, **kwargs)


class ReportDetail(RecordDetail):
    """One report: what it says, whether it is issued, its files and editions."""

    record_type = ReportType
    permission = Permission.VIEW
    template_name = "dashboards/report_detail.html"

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.select_related("country", "issued_by", "previous")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        report: Report = self.record
        draft = not report.is_issued
        own = {
            "names": warning(names_in(report)) if draft else "",
            "one_time_key": new_key(),
            "preview_url": self.own_address("preview"),
            "edit_url": context["edit_url"] if draft else "",
            "trash_url": context["trash_url"] if draft else "",
            "later": report.later.visible_to(self.request.user).first() if report.is_issued else None,
            "languages": self.languages(),
            "waits_for_print": self.waits_for_print,
            "can_print": can_print(),
            "changed": self.changed(),
        }
        return context | own

    def facts(self) -> list[tuple[str, Any]]:
        report: Report = self.record
        issued = f"{dates.moment(report.issued_at)}, {report.issued_by or '–'}" if report.is_issued else ""
        facts = [
            (_("Period"), f"{dates.day(report.starts_on)} – {dates.day(report.ends_on)}"),
            (_("Country"), report.country or _("whole programme")),
            (_("Edition"), str(report.edition)),
            (_("State"), capfirst(report.get_state_display())),
            (_("Issued on"), issued),
        ]
        return [(label, value) for label, value in facts if value]

    @cached_property
    def made(self) -> list[ReportFile]:
        """The files of the report, without their bytes."""
        return list(ReportFile.objects.visible_to(self.request.user).without_content().filter(report=self.record))

    @property
    def waits_for_print(self) -> bool:
        """True where the PDF is still to be made."""
        return self.record.is_issued and not any(file.kind == FileKind.PDF for file in self.made)

    def languages(self) -> list[tuple[str, list[tuple[ReportFile, str]]]]:
        """Each language with its files and their addresses."""
        address = self.own_address("file")
        found: dict[str, list[tuple[ReportFile, str]]] = {code: [] for code in LANGUAGES}
        for file in self.made:
            found[file.language].append((file, f"{address}?language={file.language}&kind={file.kind}"))
        return [(capfirst(str(LANGUAGES[code])), files) for code, files in found.items() if files]

    def changed(self) -> Any:
        """What this edition says otherwise than the one before; None where there is nothing to compare."""
        report: Report = self.record
        if not report.is_issued or report.previous is None:
            return None
        return differences(report.previous.frozen, report.frozen, report.previous.edition)


class ReportPreview(RecordPage):
    """The report as it would be issued now, in any of its languages; of an issued one, as it was counted."""

    record_type = ReportType
    permission = Permission.VIEW
    template_name = "dashboards/report_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else get_language() or settings.LANGUAGE_CODE
        report: Report = self.record
        frozen = report.frozen if report.is_issued else freeze(report, request.user)
        names = [] if report.is_issued else people_named(*written_in(frozen))
        context = {"in_language": language, "names": warning(names), "languages": LANGUAGES}
        with override(language):
            told = tell(report, frozen, report.previous)
            body = render_to_string("dashboards/_report_body.html", {"told": told})
        return self.render_to_response(self.get_context_data(told=told, body=body, **context))


def written_in(frozen: dict[str, Any]) -> list[str]:
    """What people wrote into partnerships, and the report would show."""
    results = [result[0] for sheet in frozen["sheets"] for result in sheet["results"]]
    return [*(sheet["title"] for sheet in frozen["sheets"]), *results]


class ReportAct(RecordPage):
    """A button of a report's page."""

    record_type = ReportType
    permission = Permission.STEER
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, page = request.POST.get("one_time_key", ""), self.type.detail_url(self.record)
        if location := answer_of(request.user, key):
            return redirect(location)
        try:
            return redirect(once(request.user, key if is_key(key) else new_key(), self.act))
        except Conflict:
            say(request, _("Somebody changed it meanwhile. Read it again, then issue it."), level=messages.ERROR)
        except Refused as refused:
            say(request, refused.sentence, level=messages.ERROR)
        return redirect(page)

    def act(self) -> str:
        """Do it, say so, and tell where to go next."""
        raise NotImplementedError


class ReportIssue(ReportAct):
    """Issues a draft, as it was read."""

    def act(self) -> str:
        sent = self.request.POST.get("version")
        version = VersionField().clean(sent) if sent else None
        issued = issue(report=self.record, by=self.request.user, version=version)
        say(self.request, _("Issued: %(name)s. It does not change any more.") % {"name": issued})
        return self.type.detail_url(issued)


class ReportEdition(ReportAct):
    """Begins the next edition of an issued report."""

    def act(self) -> str:
        begun = begin_edition(report=self.record, by=self.request.user)
        return reverse("dashboards:report-edit", args=[begun.pk])


class ReportPrint(ReportAct):
    """Asks again for the PDF."""

    def act(self) -> str:
        if self.record.is_issued:
            ask_for_print(self.record)
            say(self.request, _("The PDF is being made."))
        return self.type.detail_url(self.record)


class ReportDownload(RecordPage):
    """Gives out a file as it was stored, byte for byte; a browser saves it and runs nothing in it."""

    record_type = ReportType
    permission = Permission.VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language, kind = request.GET.get("language", settings.LANGUAGE_CODE), request.GET.get("kind", FileKind.PAGE)
        files = ReportFile.objects.visible_to(request.user).filter(report=self.record, language=language[:5])
        file = files.filter(kind=kind[:4]).first()
        if file is None:
            raise Http404
        name = f"{slugify(self.record.title)[:80] or 'report'}-{self.record.edition}-{language}.{kind}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return HttpResponse(bytes(file.content), content_type=CONTENT_TYPE, headers=headers)


def iati(request: HttpRequest) -> HttpResponse:
    """The partnerships the reader sees, as IATI activities; who took out how many is written down."""
    user = request.user
    content = iati_file(Partnership.objects.visible_to(user), Organisation.objects.visible_to(user))
    rows = content.count(b"<iati-activity ")
    Access.objects.create(by=request.user, act="export", model_label=Partnership.label(), rows=rows, purpose="IATI")
    headers = {"Content-Disposition": 'attachment; filename="midla-iati.xml"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/xml", headers=headers)
