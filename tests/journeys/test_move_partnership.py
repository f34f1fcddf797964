"""Objective: a partnership is moved along its way by mouse, finger and keyboard, and without script."""

import pytest
from playwright.sync_api import expect

from midla.partnerships.models import Agreement, Partnership
from tests.factories.associations import AssociationFactory
from tests.factories.partnerships import FundingLineFactory, ParticipantFactory, PartnershipFactory

BOARD = "/partnerships/board/"


@pytest.fixture
def bakery(transactional_db):
    """A partnership that has just been thought of."""
    partnership = PartnershipFactory(title="Bakery of Cochabamba", next_step="Call")
    ParticipantFactory(partnership=partnership, organisation=AssociationFactory(name="Kantuta"))
    FundingLineFactory(partnership=partnership)
    return partnership


def stage_of(partnership):
    return Partnership.objects.get(pk=partnership.pk).stage


def lane(page, name):
    return page.locator(".lane", has=page.get_by_role("heading", name=name, exact=True))


def card(page, where):
    return lane(page, where).locator(".deal", has_text="Bakery of Cochabamba")


def test_by_keyboard_forward_at_once_and_back_with_a_reason(desk, rome_officer, bakery, assert_accessible):
    page = desk(BOARD, rome_officer)
    assert_accessible(page)
    button = page.get_by_role("button", name="Move Bakery of Cochabamba")
    button.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Introduced")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press(" ")
    page.keyboard.press("Enter")
    expect(card(page, "Introduced")).to_be_visible()
    expect(page.get_by_role("button", name="Move Bakery of Cochabamba")).to_be_focused()
    assert stage_of(bakery) == "introduced"
    page.keyboard.press(" ")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Lapsed")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Lapsed")).to_be_checked()
    page.get_by_label("Reason").fill("No money")
    page.get_by_role("button", name="Move partnership").click()
    expect(page.get_by_role("status").filter(has_text="Moved to “lapsed”")).to_be_visible()
    assert stage_of(bakery) == "lapsed"


def test_by_mouse(desk, rome_officer, bakery):
    page = desk(BOARD, rome_officer)
    held, target = card(page, "Idea").bounding_box(), lane(page, "Introduced").bounding_box()
    page.mouse.move(held["x"] + 20, held["y"] + held["height"] - 12)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + 60, steps=6)
    page.mouse.up()
    expect(card(page, "Introduced")).to_be_visible()
    assert stage_of(bakery) == "introduced"
    held, target = card(page, "Introduced").bounding_box(), lane(page, "Active").bounding_box()
    page.mouse.move(held["x"] + 20, held["y"] + held["height"] - 12)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + 60, steps=6)
    page.mouse.up()
    expect(page.locator("[data-board-says]")).to_have_text("It does not go there from its stage.")
    assert stage_of(bakery) == "introduced"


def test_without_script_up_to_the_agreement_that_was_missing(phone, rome_officer, bakery, assert_accessible):
    Partnership.objects.update(stage="negotiating")
    page = phone(BOARD, rome_officer, java_script_enabled=False)
    page.get_by_role("link", name="Move Bakery of Cochabamba").click()
    page.get_by_label("Reason").fill("They shook hands")
    page.get_by_role("button", name="Move partnership").click()
    expect(page.get_by_text("takes an agreement with its signing date").first).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("They shook hands")
    page.get_by_role("link", name="Add an agreement").click()
    page.get_by_label("Title").fill("Memorandum")
    page.get_by_label("Signed on").fill("2026-10-01")
    page.get_by_role("button", name="Save agreement").click()
    page.get_by_role("button", name="Move partnership").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bakery of Cochabamba")
    assert (stage_of(bakery), Agreement.objects.get().title) == ("agreed", "Memorandum")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_are_accessible_on_a_phone(phone, rome_officer, bakery, assert_accessible, scheme):
    page = phone(BOARD, rome_officer, color_scheme=scheme)
    assert_accessible(page)
    for path in ("", "edit/", "move/"):
        page.goto(f"/partnerships/{bakery.pk}/{path}")
        assert_accessible(page)
    for path in ("/partnerships/", "/partnerships/add/", f"/partnerships/funding/add/?partnership={bakery.pk}"):
        page.goto(path)
        assert_accessible(page)
