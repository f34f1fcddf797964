"""Signing in, invitations, the first administrator, profile and language."""

import time

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from midla.accounts.invitations import first_administrator_link, invitation_path, resets
from midla.accounts.models import User
from midla.accounts.tasks import send_reset_link
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


def test_reset_tells_nothing_about_who_exists_and_mails_after_the_answer(client, rome_officer):
    known = client.post(reverse("account_reset_password"), {"email": rome_officer.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox == []
    for job in DBTaskResult.objects.all():
        send_reset_link.func(*job.args_kwargs["args"])
    assert [message.to for message in mail.outbox] == [[rome_officer.email]]


def test_the_mailed_link_works_once_and_for_a_day(client, rome_officer):
    path = resets.path(rome_officer)
    with time_machine.travel(time.time() + 25 * 3600):
        assert client.get(path).status_code == 404
    chosen = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(path, chosen).url == "/accounts/login/"
    assert "_auth_user_id" not in client.session
    assert client.get(path).status_code == 404
    assert sign_in(client, rome_officer.email, NEW_PASSWORD).url == "/"


def test_a_reset_link_is_no_invitation(client, rome_officer):
    assert client.get(resets.path(rome_officer).replace("/reset/", "/invitation/")).status_code == 404


def test_an_invitation_is_good_for_six_days_and_not_for_eight(client, rome_officer):
    path = invitation_path(rome_officer)
    answers = []
    for days in (6, 8):
        with time_machine.travel(time.time() + days * 24 * 3600):
            answers.append(client.get(path).status_code)
    assert answers == [200, 404]


def test_without_a_mail_server_reset_leads_to_the_administrator(client, db, settings):
    settings.MAIL_CONFIGURED = False
    page = client.post(reverse("account_reset_password"), {"email": "a@example.org"}).content.decode()
    assert "Ask your administrator" in page
    assert DBTaskResult.objects.count() == 0


def test_the_count_of_wrong_passwords_does_not_begin_anew_under_another_port(client, rome_officer):
    for port in range(10):
        client.post(
            "/accounts/login/", {"login": rome_officer.email, "password": "x"}, headers={"host": f"localhost:{port}"}
        )
    assert "Too many failed" in sign_in(client, rome_officer.email.upper()).content.decode()


def test_sign_in_renews_the_session_and_sign_out_is_a_post(client, rome_officer):
    client.get("/accounts/login/")
    before = client.session.session_key
    sign_in(client, rome_officer.email)
    assert client.session.session_key != before
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_new_password_asks_for_the_present_one(client, rome_officer):
    client.force_login(rome_officer)
    given = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post("/accounts/password/", {**given, "old_password": "wrong"}).status_code == 200
    rome_officer.refresh_from_db()
    assert rome_officer.check_password(PASSWORD)
    assert client.post("/accounts/password/", {**given, "old_password": PASSWORD}).status_code == 302
    rome_officer.refresh_from_db()
    assert rome_officer.check_password(NEW_PASSWORD)


def test_the_second_factor_is_set_up_asked_for_and_replaced_by_a_recovery_code(client, rome_officer):
    sign_in(client, rome_officer.email)
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    counter = int(time.time()) // 30
    code = format_hotp_value(hotp_value(secret, counter))
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).url == "/accounts/2fa/recovery-codes/"
    recovery = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    client.post("/accounts/logout/")
    assert sign_in(client, rome_officer.email).url.startswith("/accounts/2fa/authenticate/")
    assert client.get("/accounts/profile/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": recovery}).url == "/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_language_is_remembered_for_the_user(client, rome_officer):
    client.force_login(rome_officer)
    client.post("/accounts/language/", {"language": "es", "next": "/accounts/roles/"})
    rome_officer.refresh_from_db()
    assert rome_officer.language == "es"
    assert "Quién puede hacer qué" in client.get("/accounts/roles/").content.decode()


def test_roles_page_shows_a_cell_for_each_role_and_permission(client, lima_viewer):
    client.force_login(lima_viewer)
    page = client.get("/accounts/roles/").content.decode()
    assert page.count('<td role="cell"') == 6 * 16


def test_demo_users_are_listed_only_in_the_demo(client, db, settings):
    UserFactory(email="officer@midla.example")
    assert "officer@midla.example" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True
    assert "officer@midla.example" in client.get("/accounts/login/").content.decode()
