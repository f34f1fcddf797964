"""The frame of every page, on a desk and on a phone, with and without script."""

import pytest


@pytest.mark.both_databases
def test_menu_can_be_used_on_a_desk(desk, rome_officer, assert_accessible):
    page = desk("/menu/", rome_officer)
    assert page.locator("h1").all_inner_texts() == ["Menu"]
    assert_accessible(page)


def test_menu_can_be_used_on_a_phone(phone, rome_officer, assert_accessible):
    page = phone("/menu/", rome_officer)
    assert page.locator("h1").all_inner_texts() == ["Menu"]
    assert_accessible(page)


def test_dark_pages_can_be_read(desk, rome_officer, assert_accessible):
    assert_accessible(desk("/menu/", rome_officer, color_scheme="dark"))


def test_menu_works_without_script(phone, rome_officer):
    page = phone("/menu/", rome_officer, java_script_enabled=False)
    assert page.get_by_role("main").get_by_role("link").count() > 0


def test_nobody_sees_a_page_before_signing_in(desk):
    page = desk("/menu/")
    assert page.url.endswith("/accounts/login/?next=/menu/")
