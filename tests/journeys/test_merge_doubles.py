"""Two records of one person: found, compared, merged and made two again; by keys, on a phone, without script."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from contacts.models import Person
from midla.records.actions import edit
from midla.records.models import DoublePair, Merge
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory, PersonFactory
from tests.journeys.test_pages import TOO_LOW, contrast


@pytest.fixture
def twins(transactional_db, settings):
    """One person recorded twice, with something that hangs on each, and an organisation recorded twice."""
    # A merge writes each row that comes along by itself, with its history.
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]
    at_home = {"email": "rosa@example.org", "birth_date": "1980-04-02"}
    one = PersonFactory(given_names="Rosa", family_names="Quispe Mamani", notes="Sings.", **at_home)
    other = PersonFactory(
        given_names="Rosa María", family_names="Quispe", profession="baker", notes="Dances.", **at_home
    )
    FollowUpFactory(person=other)
    AssociationFactory(name="Mama Quilla", serves=["PE"])
    AssociationFactory(name="Associazione Mama Quilla APS", serves=["PE"])
    call_command("find_duplicates")
    return one, other


def assert_readable(page, assert_accessible):
    """In light and in the dark, and what is pressed is large enough."""
    assert_accessible(page)
    assert contrast(page) == []


def go(page, button):
    """Press a button or link by its keys."""
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("device", ["desk", "phone"])
@pytest.mark.parametrize("script", [True, False])
def test_a_pair_is_merged_and_made_two_again(request, twins, manager, assert_accessible, device, script):
    one, other = twins
    open_page = request.getfixturevalue(device)
    page = open_page("/duplicates/", manager, java_script_enabled=script, reduced_motion="reduce")
    check = (lambda: assert_readable(page, assert_accessible)) if script else (lambda: None)
    check()
    go(page, page.get_by_role("link", name="Rosa"))
    expect(page.get_by_text("The same e-mail")).to_be_visible()
    check()
    go(page, page.get_by_role("link", name="The same: merge them"))
    check()
    page.locator('[name="choose-given_names"][value="take"]').check()
    if script and device == "phone":
        assert page.evaluate(TOO_LOW) == []
    go(page, page.get_by_role("button", name="Merge", exact=True))
    expect(page.locator("h1")).to_contain_text("Rosa María Quispe Mamani")
    assert (Merge.objects.count(), Person.objects.filter(trashed_at=None).count()) == (1, 1)
    assert Person.objects.get(pk=one.pk).notes == "Sings.\n\nDances."
    go(page, page.get_by_role("link", name="Undo the merge of"))
    check()
    go(page, page.get_by_role("button", name="Make two records again"))
    assert set(Person.objects.filter(trashed_at=None).values_list("pk", "given_names")) == {
        (one.pk, "Rosa"), (other.pk, "Rosa María"),
    }  # fmt: skip


def test_what_was_changed_since_is_shown_for_choice(twins, manager, phone, assert_accessible):
    one, _other = twins
    page = phone(f"/people/{one.pk}/merge/?with={twins[1].pk}", manager, reduced_motion="reduce")
    go(page, page.get_by_role("button", name="Merge", exact=True))
    edit(Person.objects.get(pk=one.pk), by=manager, values={"profession": "cook"})
    page.goto(f"/people/{one.pk}/merge/{Merge.objects.get().pk}/undo/")
    assert_readable(page, assert_accessible)
    expect(page.get_by_text("One field was changed again since")).to_be_visible()
    page.locator('[name="choose-profession"][value="take"]').check()
    go(page, page.get_by_role("button", name="Make two records again"))
    assert Person.objects.get(pk=one.pk).profession == ""


def test_an_officer_says_that_two_are_not_the_same(twins, rome_officer, desk, assert_accessible):
    page = desk("/duplicates/", rome_officer, reduced_motion="reduce")
    expect(page.get_by_role("button", name="Look for doubles now")).to_have_count(0)
    go(page, page.get_by_role("link", name="Mama Quilla"))
    expect(page.get_by_role("link", name="The same: merge them")).to_have_count(0)
    assert_readable(page, assert_accessible)
    go(page, page.get_by_role("button", name="Not the same"))
    assert DoublePair.objects.filter(state="not_same", decided_by=rome_officer).count() == 1
    expect(page.get_by_text("Mama Quilla")).to_have_count(0)
