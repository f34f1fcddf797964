"""A list as somebody works with it on a phone without script: narrowed, picked from, changed and put back."""

import pytest
from playwright.sync_api import expect

from associations.models import Association
from tests.factories.associations import AssociationFactory


@pytest.fixture
def three(db):
    for number in range(3):
        AssociationFactory(name=f"Ñandú {number}", form="informal" if number else "media")


def test_rows_are_found_tagged_and_put_back_on_a_phone_without_script(phone, manager, three):
    page = phone("/associations/", manager, java_script_enabled=False)
    page.get_by_label("Name", exact=True).fill("nandu")
    page.get_by_role("button", name="Filter", exact=True).click()
    assert "q=nandu" in page.url
    for number in (0, 1):
        page.get_by_label(f"Pick Ñandú {number}").check()
    page.get_by_role("button", name="Add tag").click()
    page.get_by_label("Tag").fill("Feria")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("table", name="What changes").get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Change 2 records").click()
    assert page.url.endswith("/associations/?q=nandu")
    assert list(Association.objects.filter(tags__key="feria").values_list("name", flat=True)) == ["Ñandú 0", "Ñandú 1"]
    page.get_by_role("button", name="Undo").click()
    assert not Association.objects.filter(tags__key="feria").exists()


def test_what_is_wrong_with_a_filter_is_seen_on_a_phone(phone, manager, three):
    page = phone("/associations/?updated_since=0001-01-01", manager)
    expect(page.get_by_role("link", name="The year must be between 1900 and 2100.")).to_be_visible()
    page.get_by_role("button", name="Filters").click()
    page.locator("#filters.collapse:not(.show):not(.collapsing)").wait_for(state="hidden")
