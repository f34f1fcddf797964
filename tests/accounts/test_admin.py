"""Users and offices in the admin."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from midla.accounts.models import Office, User
from midla.accounts.roles import Role
from midla.accounts.tasks import send_link
from midla.records.models import Change
from tests.admin_forms import as_sent, problems
from tests.factories.accounts import PASSWORD, OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory
from tests.factories.territories import CountryFactory

ADD, LIST = "/admin/accounts/user/add/", "/admin/accounts/user/"


def page_of(user: User, name: str = "change") -> str:
    return reverse(f"admin:accounts_user_{name}", args=[user.pk])


@pytest.fixture
def asked(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("persona", ["lima_viewer", "rome_officer", "adviser", "manager", "focal_point"])
def test_nobody_but_administrators_reads_or_changes_users(client, request, persona):
    user, colleague = request.getfixturevalue(persona), UserFactory()
    client.force_login(user)
    addresses = [LIST, ADD, *(page_of(colleague, name) for name in ("change", "switch-off", "history"))]
    assert [client.get(address).status_code for address in addresses] == [403] * 5
    for name in ("link", "switch-off", "switch-on", "second-factor"):
        assert client.post(page_of(colleague, name)).status_code == 403
    assert User.objects.get(pk=colleague.pk).is_active


def test_no_page_of_a_user_shows_a_password_digest(asked, rome_officer):
    pages = [asked.get(address) for address in (LIST, page_of(rome_officer), page_of(rome_officer, "history"))]
    assert [rome_officer.password in page.content.decode() for page in pages] == [False] * 3
    assert asked.get(LIST, {"password__startswith": "md5"}).status_code == 400


@pytest.mark.parametrize("role", Role)
def test_administrators_add_a_user_of_any_role(asked, administrator, role):
    peru = CountryFactory(code="PE")
    typed = {"email": "Ana@Example.org", "name": "Ana Torres", "role": role, "countries": [peru.pk]}
    answer = asked.post(ADD, as_sent(asked, ADD, **typed))
    user = User.objects.get(email="ana@example.org")
    assert (answer.url, user.role, user.country_codes) == (page_of(user), role, ("PE",))
    assert not user.has_usable_password()
    change = Change.objects.get(model_label="accounts.user")
    assert (change.by, change.verb, change.after["countries"]) == (administrator, "created", ["PE"])


def test_the_same_address_written_otherwise_is_the_same_user(asked, rome_officer):
    answer = asked.post(ADD, as_sent(asked, ADD, email="OFFICER@example.org", name="Ana"))
    assert (list(problems(answer)), User.objects.filter(name="Ana").count()) == (["email"], 0)


def test_an_invitation_is_sent_where_there_is_a_mail_server(asked):
    asked.post(ADD, as_sent(asked, ADD, email="ana@example.org", name="Ana Torres", language="es"))
    job = DBTaskResult.objects.get()
    assert "ana" not in str(job.args_kwargs)
    send_link.func(*job.args_kwargs["args"])
    assert mail.outbox[0].to == ["ana@example.org"]
    assert "http://testserver/accounts/invitation/" in mail.outbox[0].body


def test_a_link_is_shown_where_there_is_no_mail_server(asked, settings, client):
    settings.MAIL_CONFIGURED = False
    answer = asked.post(ADD, as_sent(asked, ADD, email="ana@example.org", name="Ana Torres"), follow=True)
    user = User.objects.get(email="ana@example.org")
    assert "hand it over" in answer.content.decode()
    shown = asked.post(page_of(user, "link"))
    link = shown.context["link"]
    assert (f'value="{link}"' in shown.content.decode(), DBTaskResult.objects.count()) == (True, 0)
    asked.logout()
    chosen = {"new_password1": "tre parole diverse", "new_password2": "tre parole diverse"}
    assert asked.post(link, chosen).url == "/"
    assert asked.session["_auth_user_id"] == str(user.pk)


def test_a_new_password_is_chosen_by_a_link_of_its_own_kind(asked, settings, rome_officer):
    settings.MAIL_CONFIGURED = False
    shown = asked.post(page_of(rome_officer, "link"))
    assert ("/accounts/reset/" in shown.context["link"], "within a day" in shown.content.decode()) == (True, True)


def test_a_link_by_address_alone_is_not_made(asked, rome_officer):
    assert asked.get(page_of(rome_officer, "link")).status_code == 405


def test_a_role_is_changed_with_history(asked, administrator, rome_officer):
    answer = asked.post(page_of(rome_officer), as_sent(asked, page_of(rome_officer), role=Role.MANAGER))
    assert (answer.url, User.objects.get(pk=rome_officer.pk).role) == (LIST, Role.MANAGER)
    change = Change.objects.get(model_label="accounts.user")
    assert (change.by, change.before, change.after) == (administrator, {"role": "officer"}, {"role": "manager"})
    told = asked.get(page_of(rome_officer, "history")).content.decode()
    assert ("Officer" in told, "Manager" in told) == (True, True)


def test_two_administrators_on_one_user_see_both_versions(asked, administrator, rome_officer):
    mine = as_sent(asked, page_of(rome_officer), name="Giulia R.", role=Role.ADVISER)
    User.objects.filter(pk=rome_officer.pk).update(role=Role.MANAGER)
    answer = asked.post(page_of(rome_officer), mine)
    assert answer.status_code == 409
    assert {row.label for row in answer.context["versions"].rows} == {"Name", "Role"}
    again = dict(answer.context["versions"].carried) | {"choose-role": "theirs", "choose-name": "mine"}
    assert asked.post(page_of(rome_officer), again).url == LIST
    held = User.objects.get(pk=rome_officer.pk)
    assert (held.name, held.role) == ("Giulia R.", Role.MANAGER)


def test_nobody_is_asked_for_their_own_role_or_limit(asked, administrator):
    UserFactory(role=Role.ADMINISTRATOR)
    assert not {"role", "countries"} & set(asked.get(page_of(administrator)).context["adminform"].form.fields)
    typed = as_sent(asked, page_of(administrator), name="Capo", role=Role.VIEWER, countries=["PE"])
    asked.post(page_of(administrator), typed)
    held = User.objects.get(pk=administrator.pk)
    assert (held.name, held.role, held.countries.count()) == ("Capo", Role.ADMINISTRATOR, 0)


def test_the_last_active_administrator_is_told_so(asked, administrator):
    other = UserFactory(role=Role.ADMINISTRATOR)
    mine = as_sent(asked, page_of(other), role=Role.VIEWER)
    # Whoever asks lost the role a moment ago.
    User.objects.filter(pk=administrator.pk).update(role=Role.MANAGER)
    assert asked.post(page_of(other), mine).status_code == 403
    User.objects.filter(pk=administrator.pk).update(role=Role.ADMINISTRATOR)
    assert asked.post(page_of(other), mine).url == LIST


def test_nobody_switches_themselves_off(asked, administrator):
    answer = asked.post(page_of(administrator, "switch-off"))
    assert "Nobody switches themselves off" in answer.content.decode()
    assert User.objects.get(pk=administrator.pk).is_active


def test_switching_off_asks_who_takes_over(asked, rome_officer, adviser):
    association = AssociationFactory(owner=rome_officer)
    promise = FollowUpFactory(owner=rome_officer, organisation=association)
    page = asked.get(page_of(rome_officer, "switch-off"))
    assert "looks after 2 records" in page.content.decode()
    answer = asked.post(page_of(rome_officer, "switch-off"))
    assert (answer.context["form"].errors != {}, User.objects.get(pk=rome_officer.pk).is_active) == (True, True)
    assert asked.post(page_of(rome_officer, "switch-off"), {"to": adviser.pk}).url == page_of(rome_officer)
    association.refresh_from_db()
    promise.refresh_from_db()
    held = User.objects.get(pk=rome_officer.pk)
    assert (association.owner, promise.owner, held.is_active) == (adviser, adviser, False)


def test_who_was_switched_off_is_switched_on_again(asked):
    user = UserFactory(is_active=False)
    assert "Switch the user on first" in asked.post(page_of(user, "link"), follow=True).content.decode()
    asked.post(page_of(user, "switch-on"))
    assert User.objects.get(pk=user.pk).is_active


def test_a_lost_second_factor_is_removed(asked, rome_officer):
    Authenticator.objects.create(user=rome_officer, type="totp", data={"secret": "x"})
    asked.post(page_of(rome_officer, "second-factor"))
    assert Authenticator.objects.count() == 0


def test_no_user_is_deleted(asked, rome_officer):
    assert asked.post(page_of(rome_officer, "delete"), {"post": "yes"}).status_code == 403
    asked.post(LIST, {"action": "delete_selected", "_selected_action": [rome_officer.pk], "post": "yes"})
    assert User.objects.filter(pk=rome_officer.pk).exists()


def test_typeaheads_offer_active_colleagues(asked, rome_officer):
    UserFactory(name="Giulia Verdi", is_active=False)
    asking = {"app_label": "associations", "model_name": "association", "field_name": "owner", "term": "GIULIA"}
    found = asked.get("/admin/autocomplete/", asking).json()["results"]
    assert [one["text"] for one in found] == ["Giulia Rossi"]


def test_an_office_is_renamed_with_history_and_never_deleted(asked, db):
    office = OfficeFactory()
    address = reverse("admin:accounts_office_change", args=[office.pk])
    asked.post(address, as_sent(asked, address, name_en="Rome, headquarters"))
    assert Office.objects.get().name_en == "Rome, headquarters"
    change = Change.objects.get(model_label="accounts.office")
    assert change.after == {"name_en": "Rome, headquarters"}
    assert asked.post(reverse("admin:accounts_office_delete", args=[office.pk]), {"post": "yes"}).status_code == 403


def test_administrators_sign_in_as_everybody_does(client, administrator):
    assert client.get("/admin/").url == "/accounts/login/?next=/admin/"
    client.post("/accounts/login/", {"login": administrator.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 200
