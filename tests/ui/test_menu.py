"""The menu leads only where its reader may go, and is drawn once for all who see the same."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import include, path
from django.utils.translation import override

from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.ui import menu
from midla.ui.context_processors import Shell, shell
from midla.ui.views import menu_page


def pages(names: dict[str, str], namespace: str):
    """Addresses that all show the menu."""
    return path("", include(([path(url, menu_page, name=name) for name, url in names.items()], namespace)))


urlpatterns = [
    pages({"home": ""}, "dashboards"),
    pages({"association-list": "associations/"}, "associations"),
    pages({"meeting-list": "meetings/", "meeting-log": "meetings/log/"}, "contacts"),
    pages({"trash": "trash/"}, "records"),
    pages({"menu": "menu/", "components": "components/"}, "ui"),
    pages({"index": "admin/"}, "admin"),
]


@pytest.fixture(autouse=True)
def own_addresses(settings):
    settings.ROOT_URLCONF = __name__
    menu.forget()
    yield
    menu.forget()


def shell_of(role: Role, address: str = "/", language: str = "en") -> Shell:
    request = RequestFactory().get(address)
    request.user = User(name="Ana Prueba", email="ana@example.org", role=role)
    with override(language):
        found = shell(request)["navigation"]
        assert found.frame
    return found


def addresses_of(role: Role) -> list[str]:
    return [link.url for link in shell_of(role).frame.links]


def test_a_viewer_is_not_shown_the_trash_or_the_administration():
    assert addresses_of(Role.VIEWER) == ["/", "/associations/", "/meetings/"]


def test_a_viewer_is_not_offered_to_log_a_meeting():
    frame = shell_of(Role.VIEWER).frame
    assert "/meetings/log/" not in frame.top + frame.tabs


def test_an_officer_is_offered_to_log_a_meeting_and_the_trash():
    frame = shell_of(Role.OFFICER).frame
    assert 'href="/meetings/log/"' in frame.top
    assert [link.url for link in frame.links] == ["/", "/associations/", "/meetings/", "/trash/"]


def test_an_administrator_is_shown_the_administration():
    assert addresses_of(Role.ADMINISTRATOR)[-2:] == ["/components/", "/admin/"]


def test_an_entry_without_an_address_is_left_out():
    frame = shell_of(Role.ADMINISTRATOR).frame
    assert frame.search_url == ""
    assert "Partner actors" not in frame.menu
    assert "How it goes" not in frame.menu


def test_the_entry_one_is_under_is_marked():
    drawn = shell_of(Role.OFFICER, "/meetings/12/edit/").menu
    assert drawn.count("aria-current") == 1
    assert '<a class="side-link" href="/meetings/" aria-current="page">' in drawn


def test_nobody_signed_in_costs_nothing():
    request = RequestFactory().get("/")
    assert shell(request) == {}
    request.user = AnonymousUser()
    assert shell(request) == {}


def test_two_readers_with_the_same_rights_share_one_drawing():
    shell_of(Role.OFFICER, "/associations/1/")
    drawn = menu.frame.cache_info().misses
    shell_of(Role.ADVISER, "/associations/2/")
    assert menu.frame.cache_info().misses == drawn


def test_two_languages_do_not_share_a_drawing():
    shell_of(Role.OFFICER)
    drawn = menu.frame.cache_info().misses
    shell_of(Role.OFFICER, language="it")
    assert menu.frame.cache_info().misses == drawn + 1


def seven_due(user: User) -> int:
    return 7


def test_what_is_due_is_counted_beside_its_entry(monkeypatch):
    declared = menu.declared()
    entry = menu.Entry("Follow-ups", "check2-square", "contacts:meeting-list", due=f"{__name__}.seven_due")
    counting = menu.Navigation(**{**declared.__dict__, "groups": (menu.Group("", (entry,)),)})
    monkeypatch.setattr(menu, "declared", lambda: counting)
    menu.forget()
    assert '<span class="count">7<span class="visually-hidden"> things due</span></span>' in shell_of(Role.VIEWER).menu
