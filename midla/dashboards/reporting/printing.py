"""The PDF of an issued report, made of its stored pages."""

from midla.dashboards.models import FileKind, Report, ReportFile
from midla.dashboards.reporting.files import LANGUAGES, file_of, pdf


def store_prints(report: Report) -> int:
    """Make the PDF of each stored page and store all of them or none; how many were missing."""
    pages = {file.language: bytes(file.content) for file in report.files.filter(kind=FileKind.PAGE)}
    there = set(report.files.filter(kind=FileKind.PDF).values_list("language", flat=True))
    missing = [code for code in LANGUAGES if code in pages and code not in there]
    made = [file_of(report, code, FileKind.PDF, pdf(pages[code])) for code in missing]
    # Somebody else may have printed it meanwhile: theirs stays.
    ReportFile.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
