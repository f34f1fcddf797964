"""Signing in: how often one may try, where it leads, which sessions end."""

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from zeal import zeal_ignore

from midla.accounts.invitations import resets
from tests.factories.accounts import PASSWORD, UserFactory

NEW_PASSWORD = "tre parole diverse"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    "///evil.example",
]


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password, **extra})


def is_signed_in(client):
    return client.get("/accounts/profile/").status_code == 200


def test_who_chose_a_new_password_by_link_does_not_wait(client, rome_officer):
    for _ in range(11):
        sign_in(client, rome_officer.email, "wrong")
    client.post(resets.path(rome_officer), {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert sign_in(client, rome_officer.email, NEW_PASSWORD).status_code == 302


def test_ten_wrong_passwords_are_too_many_in_a_row_only(client, rome_officer):
    for _ in range(3):
        for _ in range(6):
            sign_in(client, rome_officer.email, "wrong")
        assert sign_in(Client(), rome_officer.email).status_code == 302


def test_signing_in_oneself_does_not_free_another_address(client, rome_officer, manager):
    for _ in range(11):
        sign_in(client, rome_officer.email, "wrong")
    sign_in(Client(), manager.email)
    assert sign_in(Client(), rome_officer.email).status_code != 302


def test_wrong_passwords_of_one_address_hold_up_nobody_else(client, rome_officer, manager):
    for _ in range(11):
        sign_in(client, rome_officer.email, "wrong")
    assert sign_in(client, manager.email).status_code == 302


def test_an_address_nobody_has_is_answered_like_one_that_somebody_has(client, rome_officer):
    known, unknown = (
        [sign_in(client, email, "wrong").content.decode().replace(email, "") for _ in range(12)]
        for email in (rome_officer.email, "nobody@example.org")
    )
    told = [[text[text.index("<form") :] for text in texts] for texts in (known, unknown)]
    assert [len(text) for text in told[0]] == [len(text) for text in told[1]]


def test_the_eleventh_request_for_a_reset_is_answered_alike_and_mails_nothing(client, rome_officer):
    answers = {client.post(reverse("account_reset_password"), {"email": rome_officer.email}).url for _ in range(12)}
    assert (len(answers), DBTaskResult.objects.count()) == (1, 10)


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_neither_sign_in_nor_language_leads_elsewhere(client, rome_officer, onward):
    assert sign_in(client, rome_officer.email, next=onward).url == "/"
    answer = client.post("/accounts/language/", {"language": "es", "next": onward})
    assert answer.url == "/"


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_the_admins_sign_in_leads_nowhere_else(client, administrator, onward):
    with zeal_ignore():
        answer = client.get("/admin/login/", {"next": onward}, follow=True)
        given = {"login": administrator.email, "password": PASSWORD}
        answer = client.post(answer.redirect_chain[-1][0], given, follow=True)
    assert [url for url, _status in answer.redirect_chain if not url.startswith(("/admin/", "/accounts/login/"))] == [
        "/"
    ]


def test_a_new_password_ends_the_other_sessions(rome_officer):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, rome_officer.email)
    given = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    with zeal_ignore():
        here.post("/accounts/password/", given)
        assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_a_password_chosen_by_link_ends_every_session(client, rome_officer):
    sign_in(client, rome_officer.email)
    rome_officer.refresh_from_db()
    Client().post(resets.path(rome_officer), {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    with zeal_ignore():
        assert not is_signed_in(client)


def test_who_is_switched_off_learns_nothing_more_than_a_wrong_password_without_the_right_one(client, db):
    user = UserFactory(is_active=False)
    off, unknown = (sign_in(client, email, "wrong").content.decode() for email in (user.email, "nobody@example.org"))
    assert ("not correct" in off, "not correct" in unknown) == (True, True)


def test_a_link_to_choose_a_password_is_not_for_somebody_switched_off(client, db):
    user = UserFactory()
    path = resets.path(user)
    user.is_active = False
    user.save()
    assert client.get(path).status_code == 404


def test_a_session_of_somebody_else_is_not_taken_over(rome_officer):
    """The key that a browser brought along is no key after signing in."""
    client = Client()
    client.get("/accounts/login/")
    client.cookies["sessionid"] = "a" * 32
    sign_in(client, rome_officer.email)
    assert client.cookies["sessionid"].value != "a" * 32
    assert client.cookies["sessionid"]["httponly"] is True
    assert client.cookies["sessionid"]["samesite"] == "Lax"
