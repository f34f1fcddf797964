"""The files of a report: a page that needs nothing else, a spreadsheet, and a PDF where this machine can print."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from midla.dashboards.models import FileKind, Report, ReportFile
from midla.dashboards.reporting.spreadsheet import xlsx
from midla.dashboards.reporting.telling import Frozen, Told, tell

STYLE = "css/report.css"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def style() -> str:
    """The style sheet, to stand inside the page."""
    with open(str(finders.find(STYLE)), encoding="utf-8") as file:
        return file.read()


def page(told: Told) -> bytes:
    """The report as one page that needs no other file: its style sheet stands inside it."""
    text = render_to_string("dashboards/report_file.html", {"told": told, "language": get_language()})
    return text.replace("</head>", f"<style>{style()}</style></head>", 1).encode()


def first_files(report: Report, frozen: Frozen, previous: Report | None) -> list[ReportFile]:
    """Page and spreadsheet in each language."""
    made = []
    for code in LANGUAGES:
        with override(code):
            told = tell(report, frozen, previous)
            made += [file_of(report, code, FileKind.PAGE, page(told)), file_of(report, code, FileKind.XLSX, xlsx(told))]
    return made


def file_of(report: Report, language: str, kind: str, content: bytes) -> ReportFile:
    """A file with its digest, not stored yet."""
    digest = hashlib.sha256(content).hexdigest()
    return ReportFile(report=report, language=language, kind=kind, content=content, digest=digest, size=len(content))


def can_print() -> bool:
    """True where this machine makes PDF."""
    return printer() is not None


def printer() -> Any:
    """WeasyPrint, or None where it or the libraries it needs are not installed."""
    try:
        import weasyprint  # optional, and half a second to load: only who prints waits for it
    except (ImportError, OSError):
        return None
    return weasyprint


def pdf(page_bytes: bytes) -> bytes:
    """A stored page on paper. Nothing is fetched: whatever it might name lies inside it."""
    return printer().HTML(string=page_bytes.decode(), url_fetcher=refuse).write_pdf(pdf_variant="pdf/ua-1")


def refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """No address is fetched while a page is printed."""
    raise ValueError(url)
