"""Files: who gets them, what may be attached, how they are given out."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from midla.records.actions import trash
from midla.records.attachments import attach
from midla.records.models import Attachment
from tests.factories.associations import AssociationFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 content"


def archive(*names):
    """A zip file with empty members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, "")
    return content.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_file_of_a_record_out_of_sight_is_404(client, outsider, rome_officer):
    attachment = attach(AssociationFactory(serves=["PE"]), upload("a.pdf", PDF), by=rome_officer)
    client.force_login(outsider)
    assert client.get(f"/files/{attachment.pk}/").status_code == 404


def test_confined_file_is_seen_only_by_those_named(client, rome_officer, manager):
    association = AssociationFactory()
    attachment = attach(association, upload("a.pdf", PDF), by=rome_officer)
    attachment.confined_to.add(manager)
    client.force_login(rome_officer)
    assert client.get(f"/files/{attachment.pk}/").status_code == 404
    assert "a.pdf" not in client.get(f"/associations/{association.pk}/").content.decode()


def test_file_of_a_trashed_record_is_404(client, rome_officer):
    association = AssociationFactory()
    attachment = attach(association, upload("a.pdf", PDF), by=rome_officer)
    trash(association, by=rome_officer)
    client.force_login(rome_officer)
    assert client.get(f"/files/{attachment.pk}/").status_code == 404


def test_viewer_may_not_attach_or_take_away(client, lima_viewer, rome_officer):
    association = AssociationFactory(serves=["PE"])
    attachment = attach(association, upload("a.pdf", PDF), by=rome_officer)
    client.force_login(lima_viewer)
    assert client.post(f"/associations/{association.pk}/attach/").status_code == 403
    assert client.post(f"/files/{attachment.pk}/trash/").status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("harmless.txt", b"<script>alert(1)</script>"),
        ("harmless.pdf", b"MZ\x90\x00"),
        ("photo.jpg", b"<html>"),
        ("script.txt", b"#!/bin/sh\n"),
        ("archive.zip", archive("a.exe")),
        ("letter.docx", archive("word/document.xml", "word/vbaProject.bin")),
        ("broken.docx", b"PK\x03\x04broken"),
        ("empty.pdf", b""),
        ("binary.csv", b"a\x00b"),
        # What a computer opens by its name, whatever it begins with.
        ("page.html", b"%PDF-1.7 <script>alert(1)</script>"),
        ("page.html.", b"%PDF-1.7 <script>alert(1)</script>"),
        ("script.js", b"GIF89a=1;alert(1)"),
        ("drawing.SVG", b"\x89PNG\r\n\x1a\n<svg onload='alert(1)'/>"),
        ("page.hta", archive("word/document.xml")),
        ("gpj.\u202eexe", b"\xff\xd8\xff\xe0"),
    ],
)
def test_what_may_not_be_attached_gets_a_sentence(client, rome_officer, name, content):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/attach/", {"file": upload(name, content)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Attachment.objects.exists()


def test_file_that_is_too_large_gets_a_sentence(client, rome_officer, settings):
    settings.ATTACHMENT_MAX_SIZE = 10
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/attach/", {"file": upload("a.pdf", PDF)})
    assert "at most 10" in str(answer.context["form"].errors["file"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("statute.pdf", PDF),
        ("photo.jpg", b"\xff\xd8\xff\xe0"),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic"),
        ("letter.docx", archive("word/document.xml")),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("list.csv", b"name;town\nRosa;Genova\n"),
        ("SCAN.PDF", PDF),
        ("IMG_0001", b"\xff\xd8\xff\xe0"),
    ],
)
def test_usual_files_are_given_out_as_something_to_save(client, rome_officer, name, content):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/attach/", {"file": upload(name, content)})
    assert answer.url == f"/associations/{association.pk}/"
    attachment = Attachment.objects.get()
    given = client.get(f"/files/{attachment.pk}/")
    assert b"".join(given.streaming_content) == content
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert given.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert name not in attachment.file.name


def test_file_is_taken_away_and_back(client, rome_officer):
    association = AssociationFactory()
    attachment = attach(association, upload("a.pdf", PDF), by=rome_officer)
    client.force_login(rome_officer)
    assert client.post(f"/files/{attachment.pk}/trash/").url == f"/associations/{association.pk}/"
    assert not Attachment.objects.of(association).exists()
    client.post(f"/files/{attachment.pk}/restore/")
    assert Attachment.objects.of(association).get() == attachment
