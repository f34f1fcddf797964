"""Objective: from what was heard in a meeting to an agreed partnership that the dashboard and the results count."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from midla.partnerships.models import Need, Partnership, Stage
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import MeetingKindFactory
from tests.factories.partnerships import OfferFactory
from tests.factories.territories import CountryFactory

FIGURE = re.compile(r'href="([^"]+)" data-figure="(\d+)"')


@pytest.fixture
def office(transactional_db):
    """What every office has, an association, and a municipality that offers a hall."""
    MeetingKindFactory(code="visit")
    for code in ("BO", "CO", "EC", "PE", "IT"):
        CountryFactory(code=code)
    call_command("load_words", verbosity=0)
    theme = ThemeFactory(code="culture")
    OfferFactory(
        what="Hall of the library",
        kind="premises",
        theme=theme,
        organisation=PartnerActorFactory(name="Comune di Genova"),
        for_countries=["EC"],
    )
    return AssociationFactory(name="Kantuta", serves=["EC"])


def log_with_a_need(page: Page, association) -> None:
    """Log a meeting in which a need was heard."""
    page.goto(f"/meetings/log/?organisation={association.pk}")
    page.get_by_label("What happened").fill("They look for a hall on Sundays")
    page.get_by_text("Needs and offers heard").first.click()
    page.get_by_label("What is needed or offered").fill("A hall on Sundays")
    page.locator("[name=heard-0-kind]").select_option("premises")
    page.locator("[name=heard-0-theme]").select_option("culture")
    page.get_by_role("button", name="Save meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Visit with Kantuta")


def introduce(page: Page) -> None:
    """Open the need, read why the offer fits, and introduce the two."""
    page.goto(f"/matching/needs/{Need.objects.get().pk}/")
    fit = page.locator(".fit", has_text="Hall of the library")
    expect(fit.locator(".reasons")).to_contain_text("+")
    expect(fit).to_contain_text("Comune di Genova")
    fit.get_by_role("link", name="Introduce").click()
    page.get_by_role("button", name="Open the partnership").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Introduced")


def agree(page: Page) -> None:
    """Move forward to agreed: refused without an agreement, then accepted."""
    partnership = Partnership.objects.get()
    page.goto(f"/partnerships/{partnership.pk}/")
    page.get_by_role("button", name="Move to “negotiating”").click()
    page.get_by_role("button", name="Move to “agreed”").click()
    expect(page.get_by_text("takes an agreement with its signing date").first).to_be_visible()
    assert Partnership.objects.get().stage == Stage.NEGOTIATING
    page.get_by_role("link", name="Add an agreement").click()
    page.get_by_label("Title").fill("Memorandum")
    page.get_by_label("Signed on").fill("2026-10-01")
    page.get_by_role("button", name="Save agreement").click()
    if page.get_by_role("button", name="Move partnership").is_visible():
        page.get_by_role("button", name="Move partnership").click()
    else:
        page.get_by_role("button", name="Move to “agreed”").click()
    expect(page.get_by_role("status").filter(has_text="Moved to “agreed”")).to_be_visible()
    assert Partnership.objects.get().stage == Stage.AGREED


def figures_on(page: Page, address: str) -> list[tuple[str, int]]:
    """The figures of a page: where each leads, and its number."""
    answer = page.request.get(address)
    assert answer.ok, address
    return [(url.replace("&amp;", "&"), int(number)) for url, number in FIGURE.findall(answer.text())]


@pytest.mark.both_databases
def test_from_a_need_heard_to_a_partnership_that_figures_count(desk, office, manager):
    page = desk("/", manager)
    log_with_a_need(page, office)
    introduce(page)
    agree(page)
    partnership = f'href="/partnerships/{Partnership.objects.get().pk}/"'
    for address in ("/dashboard/", "/reports/"):
        agreed = [(url, number) for url, number in figures_on(page, address) if "agreed" in url]
        opened = {url: (number, page.request.get(url).text()) for url, number in agreed}
        assert {url: number for url, (number, text) in opened.items() if f'data-total="{number}"' not in text} == {}
        counting = [url for url, (_number, text) in opened.items() if partnership in text]
        assert counting, f"{address} counts the agreed partnership nowhere"
