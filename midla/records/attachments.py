"""Files that hang on records: what may be attached, told by its content, and how it is stored."""

import hashlib
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.records.actions import create
from midla.records.forms import readable
from midla.records.models import Attachment

HEAD = 4096
LONGEST_NAME = 150
WHAT_MAY = gettext_lazy("PDF, photos, office documents, text and CSV.")
# What a file of each kind begins with; office documents and text are looked into.
BEGINNINGS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
PHOTO_ENDINGS = (".pdf", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".heic", ".heif", ".avif")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_OFFICE_ENDINGS = (".doc", ".xls", ".ppt")
OFFICE_ENDINGS = (
    *(".docx", ".dotx", ".xlsx", ".xltx", ".pptx", ".potx", ".ppsx"),
    *(".odt", ".ods", ".odp", ".odg", ".odf", ".ott", ".ots", ".otp", ".otg"),
)
OFFICE_PARTS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
MACROS = "vbaProject.bin"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
TEXT_ENDINGS = (".txt", ".csv", ".tsv", ".ics", ".vcf", ".md")
# Beginnings of text that a browser or shell would run.
RUNNABLE = (b"<", b"#!", b"mz")


def ends(name: str, endings: tuple[str, ...]) -> bool:
    """True for a name with one of these endings, or with none: what opens a saved file goes by its name alone."""
    return "." not in name or name.endswith(endings)


def is_photo(head: bytes, name: str, file: BinaryIO) -> bool:
    """PDF or a photo by its first bytes and its name; WebP and HEIC name themselves a little later."""
    if not ends(name, PHOTO_ENDINGS):
        return False
    return head.startswith(BEGINNINGS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or is_heic(head)


def is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"avif"}


def is_office(head: bytes, name: str, file: BinaryIO) -> bool:
    """A document of Word, Excel, PowerPoint or LibreOffice without macros."""
    if head.startswith(OLD_OFFICE):
        return name.endswith(OLD_OFFICE_ENDINGS)
    if not head.startswith(b"PK\x03\x04") or not ends(name, OFFICE_ENDINGS):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.namelist()
            kind = archive.read("mimetype")[:100].decode("ascii", "replace") if head[30:38] == b"mimetype" else ""
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
        return False
    known = kind.startswith(OPEN_DOCUMENT) or any(part in parts for part in OFFICE_PARTS)
    return known and not any(part.endswith(MACROS) for part in parts)


def is_text(head: bytes, name: str, file: BinaryIO) -> bool:
    """Text or CSV by its name, with nothing in it that a browser or shell would run."""
    if not name.endswith(TEXT_ENDINGS) or b"\x00" in head:
        return False
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return not start.startswith(RUNNABLE) and b"<script" not in head.lower() and b"<html" not in head.lower()


KINDS: tuple[Callable[[bytes, str, BinaryIO], bool], ...] = (is_photo, is_office, is_text)


def refusal(upload: Any) -> str:
    """The sentence that says why a file cannot be attached; empty where it can."""
    size = upload.size or 0
    if size > settings.ATTACHMENT_MAX_SIZE:
        return _("The file has %(size)s; at most %(most)s can be attached. Send a smaller one.") % {
            "size": filesizeformat(size),
            "most": filesizeformat(settings.ATTACHMENT_MAX_SIZE),
        }
    if not size:
        return _("The file is empty. Choose another one.")
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    # Without what some systems leave away when they save a file.
    name = readable(upload.name or "").lower().rstrip(". ")
    allowed = any(is_kind(head, name, upload.file) for is_kind in KINDS)
    upload.seek(0)
    return "" if allowed else _("This kind of file cannot be attached. These can: %(kinds)s") % {"kinds": WHAT_MAY}


class UploadField(forms.FileField):
    """A file to attach, checked by size and content."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("File"), "help_text": WHAT_MAY, **kwargs})

    def to_python(self, uploaded: Any) -> Any:
        upload = super().to_python(uploaded)
        if upload and (sentence := refusal(upload)):
            raise forms.ValidationError(sentence, code="refused")
        return upload


@transaction.atomic
def attach(record: models.Model, upload: UploadedFile, *, by: Any) -> Attachment:
    """Hang a checked file on a record, under a name that says nothing."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name = readable(upload.name or "").replace("\n", " ").replace("/", "-").strip() or "file"
    attachment = Attachment(
        model_label=record.label(),
        record_id=record.pk,
        file=upload,
        filename=name[-LONGEST_NAME:],
        size=upload.size or 0,
        digest=digest.hexdigest(),
    )
    return create(attachment, by=by)
