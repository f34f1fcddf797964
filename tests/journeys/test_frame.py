"""The frame of every page, with and without script; each kind of page: test_pages.py."""

import pytest
from playwright.sync_api import expect


@pytest.mark.both_databases
def test_menu_can_be_used_on_a_desk(desk, rome_officer, assert_accessible):
    page = desk("/menu/", rome_officer)
    expect(page.locator("h1")).to_have_text(["Menu"])
    assert_accessible(page)


def test_menu_works_without_script(phone, rome_officer):
    page = phone("/menu/", rome_officer, java_script_enabled=False)
    assert page.get_by_role("main").get_by_role("link").count() > 0


def test_nobody_sees_a_page_before_signing_in(desk):
    page = desk("/menu/")
    assert page.url.endswith("/accounts/login/?next=/menu/")
