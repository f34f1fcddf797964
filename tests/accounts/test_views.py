"""Signing in, invitations, the first administrator, profile and language."""

import pytest
from django.core import mail
from django.urls import reverse

from midla.accounts.invitations import first_administrator_link, invitation_path
from midla.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

NEW_PASSWORD = "tre parole diverse"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password, **extra})


def test_pages_ask_for_sign_in_and_lead_back(client, rome_officer):
    answer = client.get("/accounts/profile/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/accounts/profile/")
    assert sign_in(client, rome_officer.email, next="/accounts/profile/").url == "/accounts/profile/"
    assert client.get("/accounts/profile/").status_code == 200


def test_sign_in_never_leads_to_another_site(client, rome_officer):
    assert sign_in(client, rome_officer.email, next="https://evil.example/").url == "/"


@pytest.mark.parametrize("known", [True, False])
def test_the_eleventh_wrong_password_in_a_row_is_not_tried(client, rome_officer, known):
    email = rome_officer.email if known else "nobody@example.org"
    wrong = [sign_in(client, email, "wrong").content.decode() for _ in range(10)]
    assert all("not correct" in answer for answer in wrong)
    assert "Too many failed" in sign_in(client, email, PASSWORD).content.decode()


def test_somebody_deactivated_cannot_sign_in(client, db):
    user = UserFactory(is_active=False)
    sign_in(client, user.email)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    assert client.get("/accounts/signup/").status_code == 404


def test_an_invitation_works_once(client, db):
    user = UserFactory()
    path = invitation_path(user)
    chosen = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(path, chosen).url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)
    client.logout()
    assert client.post(path, chosen).status_code == 404


def test_an_invitation_is_for_one_user_only(client, db):
    one, other = UserFactory(), UserFactory()
    path = invitation_path(one).replace(f"/{one.pk}/", f"/{other.pk}/", 1)
    assert client.get(path).status_code in {200, 404}
    forged = invitation_path(one).split("/")
    forged[3] = invitation_path(other).split("/")[3]
    assert client.get("/".join(forged)).status_code == 404


def test_the_first_administrator_is_made_by_link_while_there_is_none(client, db):
    path = first_administrator_link("http://localhost:8000/").removeprefix("http://localhost:8000")
    given = {"email": "Chief@Example.org", "name": "Ana", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(path, given).url == "/"
    assert User.objects.get(email="chief@example.org").role == "administrator"
    assert first_administrator_link("http://localhost") is None
    client.logout()
    assert client.get(path).status_code == 404


def test_reset_tells_nothing_about_who_exists(client, rome_officer):
    known = client.post(reverse("account_reset_password"), {"email": rome_officer.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox if "/reset/key/" in message.body] == [[rome_officer.email]]


def test_language_is_remembered_for_the_user(client, rome_officer):
    client.force_login(rome_officer)
    client.post("/accounts/language/", {"language": "es", "next": "/accounts/roles/"})
    rome_officer.refresh_from_db()
    assert rome_officer.language == "es"
    assert "Quién puede hacer qué" in client.get("/accounts/roles/").content.decode()


def test_roles_page_shows_a_cell_for_each_role_and_permission(client, lima_viewer):
    client.force_login(lima_viewer)
    page = client.get("/accounts/roles/").content.decode()
    assert page.count("<td>") == 6 * 16


def test_demo_users_are_listed_only_in_the_demo(client, db, settings):
    UserFactory(email="officer@midla.example")
    assert "officer@midla.example" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True
    assert "officer@midla.example" in client.get("/accounts/login/").content.decode()
