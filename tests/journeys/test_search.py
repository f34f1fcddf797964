"""Finding things by keyboard, from every page; and without script."""

from playwright.sync_api import expect

from tests.factories.associations import AssociationFactory
from tests.factories.contacts import PersonFactory


def test_a_record_and_an_action_are_reached_without_the_mouse(desk, rome_officer, assert_accessible):
    person = PersonFactory(given_names="María José", family_names="Núñez Gómez")
    page = desk("/menu/", rome_officer)
    page.keyboard.press("/")
    page.keyboard.type("nunez")
    page.locator("#shell-found").get_by_role("link", name="María José Núñez Gómez").wait_for()
    assert_accessible(page)
    # The heading's count is the first link, the record the second.
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/people/{person.pk}/")
    page.keyboard.press("/")
    page.keyboard.type("add a partner")
    page.locator("#shell-found").get_by_role("link", name="Add a partner actor").wait_for()
    page.locator("#shell-found").get_by_role("link", name="Today").wait_for(state="detached")
    page.keyboard.press("Escape")
    expect(page.locator("#shell-found")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners/add/")
    page.goto("/menu/")
    page.keyboard.press("n")
    page.wait_for_url("**/meetings/log/")


def test_search_works_on_a_phone_without_script(phone, rome_officer, assert_accessible):
    AssociationFactory(name="Ñandú Perú")
    page = phone("/", rome_officer, java_script_enabled=False)
    page.get_by_role("link", name="Search").click()
    page.get_by_label("What are you looking for?").fill("nandu")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("main").get_by_role("link", name="Ñandú Perú")).to_have_count(1)
