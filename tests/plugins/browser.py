"""A real browser for tests: Chromium of the system, pages that fail on what a person would find in the console."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

# Playwright keeps an event loop running in this thread, in which Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Long enough for a machine that does other things too: a page that never comes fails all the same.
MILLISECONDS = 30_000
expect.set_options(timeout=MILLISECONDS)
# "preload" would write style sheets into the page, which its policy forbids.
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "preload": False,
    # Of what is as it should be axe would send every element.
    "resultTypes": ["violations"],
}
# What stands around every page: looked at once where many pages are walked.
FRAME = (".app-top", ".app-side", ".app-tabs", "#menu")
# A page that answers 404 or 409 is for the test to judge; a script or picture that is missing is a fault.
PARTS_OF_PAGES = {"script", "stylesheet", "image", "font"}

Browse = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"browse", "desk", "phone"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once for each process."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail("Chromium is not installed. Run: apt-get install -y chromium-headless-shell", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Faults:
    """What went wrong in the pages of one test, as a person with the console open would see it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.seen.append(f"script: {error}"))
        page.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.seen.append(f"console: {message.text}")

    def on_response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_PAGES:
            self.seen.append(f"{response.status}: {response.url}")


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Faults of all pages of the test; a test that provokes one empties `faults.seen` and says why."""
    faults = Faults()
    yield faults
    assert faults.seen == []


def sign_in(context: BrowserContext, address: str, user: Any) -> None:
    """Give the browser the session of a user who has signed in."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


@pytest.fixture
def browse(live_server: Any, chromium: Browser, faults: Faults) -> Iterator[Browse]:
    """Open a page: `browse("/meetings/", user, on=PHONE, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "/", user: Any = None, on: dict[str, Any] = DESK, **options: Any) -> Page:
        context = chromium.new_context(base_url=live_server.url, **{"locale": "en", **on, **options})
        contexts.append(context)
        context.set_default_timeout(MILLISECONDS)
        if user is not None:
            sign_in(context, live_server.url, user)
        page = context.new_page()
        faults.watch(page)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def desk(browse: Browse) -> Browse:
    """The same on a wide screen of 1280 px."""
    return browse


@pytest.fixture
def phone(browse: Browse) -> Browse:
    """The same on a phone of 360 px."""

    def open_page(path: str = "/", user: Any = None, **options: Any) -> Page:
        return browse(path, user, on=PHONE, **options)

    return open_page


def violations(page: Page, options: dict[str, Any], apart: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What axe finds on a page, but for the parts left `apart`; of its answer this alone is sent."""
    # A click ends when the next page begins to arrive.
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.add_init_script(AXE_SCRIPT)
        page.evaluate(AXE_SCRIPT)
    where = {"exclude": [[selector] for selector in apart]} if apart else None
    return page.evaluate(
        "([where, options]) => axe.run(where ?? document, options).then((found) => found.violations)", [where, options]
    )


@pytest.fixture
def assert_accessible() -> Callable[..., None]:
    """Assert that axe finds nothing against WCAG 2.2 AA on a page, and that the page does not scroll sideways."""

    def check(page: Page, apart: Sequence[str] = ()) -> None:
        assert [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in violations(page, WCAG, apart)] == []
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1]

    return check
