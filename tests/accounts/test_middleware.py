"""Who is turned away, and how: pages lead to sign-in, scripts get a status they understand."""

import json

from midla.accounts.roles import Role


def test_htmx_is_sent_to_sign_in_and_back_to_its_page(client, db):
    page = "http://testserver/accounts/profile/?tab=2"
    answer = client.get("/search/", headers={"hx-request": "true", "hx-current-url": page})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/accounts/profile/%3Ftab%3D2"


def test_script_that_asks_for_json_gets_a_sentence_instead_of_a_page(client, lima_viewer):
    unknown = client.get("/search/", headers={"accept": "application/json"})
    assert (unknown.status_code, json.loads(unknown.content)["sentence"]) == (401, "Sign in first.")
    client.force_login(lima_viewer)
    lacking = client.get("/components/", headers={"accept": "application/json"})
    assert lacking.status_code == 403
    assert "Administrator" in json.loads(lacking.content)["sentence"]


def test_lacking_a_permission_is_told_with_who_has_it(client, lima_viewer):
    client.force_login(lima_viewer)
    answer = client.get("/components/")
    assert answer.status_code == 403
    assert "Your role does not include: edit word lists. These roles can: Administrator." in answer.content.decode()


def test_admin_is_refused_to_every_other_role_with_a_sentence(client, rome_officer, manager, focal_point):
    for persona in (rome_officer, manager, focal_point):
        client.force_login(persona)
        answer = client.get("/admin/")
        assert (answer.status_code, "These roles can: Administrator" in answer.content.decode()) == (403, True)


def test_somebody_switched_off_is_signed_out_at_once(client, rome_officer):
    client.force_login(rome_officer)
    rome_officer.is_active = False
    rome_officer.save()
    assert client.get("/accounts/profile/").status_code == 302


def test_a_role_that_changes_holds_from_the_next_page_on(client, administrator):
    client.force_login(administrator)
    assert client.get("/components/").status_code == 200
    type(administrator).objects.filter(pk=administrator.pk).update(role=Role.VIEWER)
    assert client.get("/components/").status_code == 403
