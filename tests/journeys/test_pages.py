"""Every kind of page as its readers meet it: on a desk or a phone, in the dark, enlarged, by keys, without script."""

from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from midla.records.actions import edit
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory
from tests.journeys.every_page import every_page, recently_signed_in, records
from tests.plugins.browser import DESK, FRAME, violations

# Pages with the menu have the path to them, but for the first; those without are where nobody is signed in yet.
WITHOUT_PATH = {"/"}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
TOO_LOW = """() => [...document.querySelectorAll(
    "button, .btn, summary, select, .app-tabs a, .side-link, .dropdown-item, input:not([type=hidden])"
)].filter((found) => {
    // What is ticked is reached by its label; what is typed into a picker, by the picker around it.
    const apart = ["checkbox", "radio"].includes(found.type) || found.closest(".ts-control, .visually-hidden");
    return !apart && found.checkVisibility({ visibilityProperty: true }) && found.getBoundingClientRect().height < 43.5;
}).map((found) => found.outerHTML.slice(0, 160))"""
COVERED = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    const shown = top && (focused.contains(top) || top.contains(focused) || focused.matches(".btn-check"));
    return shown ? "" : `${focused.outerHTML.slice(0, 160)} under ${top?.outerHTML.slice(0, 80)} at ${box.y}`;
}"""
# What every page has, whatever it shows.
FORM = """() => ({
    "headings that are seen": [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility()).length,
    "a title": / · MIDLA$/.test(document.title) && document.title !== " · MIDLA",
    "language": document.documentElement.lang,
    "paths": document.querySelectorAll("ol.crumbs").length,
    "menus": document.querySelectorAll(".app").length,
})"""
UNSEEN = """(links) => links
    .filter((one) => !one.checkVisibility({ visibilityProperty: true })).map((one) => one.textContent)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def pages(client, administrator, transactional_db) -> dict[str, str]:
    """Template -> address, for an administrator."""
    client.force_login(administrator)
    return every_page(client, records(administrator))


def signed_in(open_page: Callable[..., Page], user, **options) -> Page:
    """A page whose session counts as one that typed its password just now."""
    # Without motion, so that a colour is measured when it has arrived.
    page = open_page("/", user, reduced_motion="reduce", **options)
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    recently_signed_in(cookie["value"])
    return page


def contrast(page: Page, apart: Sequence[str] = ()) -> list[str]:
    """What cannot be told from its ground in the dark."""
    page.emulate_media(color_scheme="dark")
    found = violations(page, COLOURS, apart)
    page.emulate_media(color_scheme="light")
    return [node["html"][:160] for violation in found for node in violation["nodes"]]


def sideways(page: Page) -> int:
    """How many pixels too wide a page is when its letters are enlarged to twice their size: the room is halved."""
    page.set_viewport_size({"width": DESK["viewport"]["width"] // 2, "height": DESK["viewport"]["height"] // 2})
    over = page.evaluate(SIDEWAYS)
    page.set_viewport_size(DESK["viewport"])
    return max(over, 0)


def test_every_page_can_be_used_on_a_desk(pages, desk, administrator, assert_accessible):
    """In the light and in the dark, and enlarged to twice its size without scrolling sideways."""
    page = signed_in(desk, administrator)
    assert_accessible(page)
    assert contrast(page) == []
    for path in pages.values():
        page.goto(path)
        assert_accessible(page, apart=FRAME)
        form = page.evaluate(FORM)
        menus = form.pop("menus")
        paths = 0 if path in WITHOUT_PATH else menus
        assert (path, form) == (path, {"headings that are seen": 1, "a title": True, "language": "en", "paths": paths})
        assert (path, contrast(page, apart=FRAME)) == (path, [])
        assert (path, sideways(page)) == (path, 0)


def test_every_page_can_be_used_on_a_phone_in_the_dark(pages, phone, administrator, assert_accessible):
    page = signed_in(phone, administrator, color_scheme="dark")
    assert_accessible(page)
    for path in pages.values():
        page.goto(path)
        assert_accessible(page, apart=FRAME)
        assert (path, page.evaluate(TOO_LOW)) == (path, [])


def test_every_page_is_whole_without_script(pages, browse, administrator):
    page = signed_in(browse, administrator, java_script_enabled=False)
    hidden = {}
    for path in pages.values():
        assert page.goto(path).status == 200
        hidden[path] = page.locator("main .dropdown-menu a").evaluate_all(UNSEEN)
    assert hidden == {path: [] for path in hidden}


def test_the_first_key_leads_past_the_menu(desk, rome_officer):
    page = desk("/", rome_officer)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/meetings/log/", "/associations/"])
def test_keys_walk_down_a_page_and_nothing_covers_what_they_reach(path, phone, rome_officer):
    records(rome_officer)
    page = phone(path, rome_officer, reduced_motion="reduce")
    page.locator("#main").focus()
    reached, covered, tops = [], [], []
    for _step in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate("document.querySelector('#main').contains(document.activeElement)"):
            break
        reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
        covered += filter(None, [page.evaluate(COVERED)])
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + window.scrollY"))
    assert covered == []
    assert len(reached) == len(set(reached)) > 8
    assert [low - high for high, low in pairwise(tops) if low - high < -60] == []


def test_a_form_that_comes_back_leads_to_its_first_error(desk, rome_officer, assert_accessible):
    page = desk("/associations/add/", rome_officer)
    page.get_by_role("button", name="Save association").click()
    page.wait_for_url("**/associations/add/")
    summary = page.get_by_role("alert")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert_accessible(page)
    first = summary.get_by_role("link").first
    words = first.inner_text()
    first.click()
    assert page.evaluate("document.activeElement.closest('.field').textContent").find(words) >= 0
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_two_versions_can_be_told_apart_on_a_phone(phone, rome_officer, manager, assert_accessible):
    association = AssociationFactory(name="Sol de Junín", notes="Dances.")
    page = phone(f"/associations/{association.pk}/edit/", rome_officer, reduced_motion="reduce")
    page.get_by_label("Name", exact=True).fill("Sol de Huancayo")
    edit(association, by=manager, values={"name": "Sol de Jauja"})
    page.get_by_role("button", name="Save association").click()
    page.get_by_role("heading", name="Somebody saved while you were writing").wait_for()
    assert_accessible(page)
    assert page.evaluate(TOO_LOW) == []
    page.get_by_role("button", name="Save this union").click()
    page.wait_for_url(f"**/associations/{association.pk}/")
    expect(page.locator("h1")).to_contain_text("Sol de Huancayo")


def test_pages_print_on_a4_without_what_can_be_pressed(desk, rome_officer):
    kept = records(rome_officer)
    page = desk("/", rome_officer)
    page.emulate_media(media="print")
    # One that was met, without partnerships yet: with everything that can hang on it, it takes a second sheet.
    met = AssociationFactory(name="Ñandú Lima", owner=rome_officer, notes="They dance.")
    MeetingFactory(with_organisations=[met], said="A hall is free on Sundays.")
    minutes, association = f"/meetings/{kept['meeting']}/minutes/", f"/associations/{met.pk}/"
    for path in (minutes, association, "/associations/?q=nandu"):
        page.goto(path)
        pressed = page.locator("button:visible, .btn:visible:not([href^='tel:']), nav a:visible, select:visible")
        assert (path, pressed.evaluate_all("found => found.map(one => one.outerHTML.slice(0, 120))")) == (path, [])
        assert page.locator(".paper").inner_text().startswith("MIDLA · IOM Italy")
        sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert [(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets] == [(595, 842)]
    assert "Name: nandu" in page.locator("main").inner_text()
