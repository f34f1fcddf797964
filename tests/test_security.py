"""The door: what no page could use gets a sentence, every answer its headers, and the log holds nobody's words."""

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from midla.security import QuietFormatter

OF_TESTS = {"SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
UNREADABLE = ["%00", "%ed%a0%80", "%ff"]


@pytest.mark.parametrize("octets", UNREADABLE)
def test_address_that_cannot_be_read_is_refused_with_a_sentence(client, rome_officer, octets):
    client.force_login(rome_officer)
    answer = client.get(f"/search/?q=a{octets}")
    assert (answer.status_code, "cannot be read" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("name", ["login", "lo\x00gin"])
def test_form_with_nul_is_refused_before_any_view(client, db, name):
    answer = client.post("/accounts/login/", {name: "a\x00b", "password": "x"})
    assert (answer.status_code, "cannot be stored" in answer.content.decode()) == (400, True)


def test_form_with_too_many_fields_is_refused(client, db):
    answer = client.post("/accounts/login/", {f"field{n}": "" for n in range(1001)})
    assert (answer.status_code, "too many fields" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_form_that_is_too_long_is_refused(client, db, kind):
    text = "a" * 2_500_001
    body = f"login={text}"
    if "multipart" in kind:
        body = f'--b\r\nContent-Disposition: form-data; name="login"\r\n\r\n{text}\r\n--b--\r\n'
    answer = client.generic("POST", "/accounts/login/", body, kind)
    assert (answer.status_code, "too long" in answer.content.decode()) == (413, True)


def test_broken_upload_is_refused(client, db):
    assert client.generic("POST", "/accounts/login/", "--x", "multipart/form-data; boundary=b").status_code < 500
    assert client.generic("POST", "/accounts/login/", "a=b", "multipart/form-data").status_code == 400


def test_sentence_at_the_door_speaks_the_browsers_language(client, db):
    page = client.get("/search/?q=%00", headers={"accept-language": "it"}).content.decode()
    assert '<html lang="it"' in page


@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/", "/search/?q=%00", "/admin/"])
def test_every_answer_has_its_headers(client, administrator, path):
    client.force_login(administrator)
    headers = client.get(path, follow=True).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "no-store" in headers["Cache-Control"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_deployment_checks_are_silent():
    # Without what these tests set for themselves, such as a short secret key.
    own = {name: value for name, value in os.environ.items() if name not in OF_TESTS}
    command = [sys.executable, "scripts/check_deploy.py"]
    answer = subprocess.run(command, cwd=settings.BASE_DIR, env=own, capture_output=True, text=True)
    assert (answer.stdout, answer.returncode) == ("", 0)


def logged(message: str, *args: object, error: BaseException | None = None) -> str:
    """A line as the log writes it."""
    trace = (type(error), error, error.__traceback__) if error else None
    return QuietFormatter("{message}", style="{").format(
        logging.LogRecord("django.request", logging.ERROR, "", 0, message, args, trace)
    )


def test_log_holds_neither_what_was_typed_nor_keys_of_addresses():
    assert logged("Not Found: %s", "/people/?q=Quispe") == "Not Found: /people/"
    assert logged("Not Found: %s", f"/accounts/reset/1/{'k' * 40}/") == "Not Found: /accounts/reset/1/…/"


def test_log_names_an_error_without_the_value_it_quotes():
    try:
        raise ValueError("Key (email)=(rosa@example.org) already exists.")
    except ValueError as error:
        line = logged("Internal Server Error: %s", "/people/add/", error=error)
    assert "rosa" not in line.split("raise", 1)[-1].split("\n", 1)[1]
    assert line.endswith("ValueError")


def test_door_refuses_keys_that_no_table_has_in_the_admin(client, administrator):
    client.force_login(administrator)
    answer = client.get(reverse("admin:index"), {"owner__id__exact": "9" * 20})
    assert (answer.status_code, "too long" in answer.content.decode()) == (400, True)
