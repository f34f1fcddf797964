"""A need heard in a meeting finds an offer: logged, explained, introduced."""

from playwright.sync_api import expect

from midla.partnerships.models import Need, Partnership
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import MeetingKindFactory
from tests.factories.partnerships import OfferFactory


def choose(page, name):
    """Choose an organisation by the first letters of its name."""
    page.get_by_role("combobox", name="With whom").press_sequentially(name[:4])
    page.locator(".found .option", has_text=name).click()


def test_from_a_meeting_to_an_introduction(desk, rome_officer, assert_accessible):
    MeetingKindFactory()
    theme = ThemeFactory(code="health")
    AssociationFactory(name="Ayni Milano"), AssociationFactory(name="Kuntur Genova")
    OfferFactory(what="A hall with a stage", theme=theme, kind="premises", organisation=PartnerActorFactory())
    page = desk("/meetings/log/", rome_officer)
    choose(page, "Ayni Milano")
    choose(page, "Kuntur Genova")
    page.get_by_label("What happened").fill("They look for a hall.")
    page.get_by_text("Needs and offers heard").click()
    line = page.locator("[data-lines]", has=page.get_by_label("What is needed or offered"))
    line.get_by_label("What is needed or offered").fill("A hall on Sundays")
    line.get_by_label("Kind", exact=True).select_option("premises")
    line.get_by_label("Theme").select_option("health")
    line.get_by_label("Whose").focus()
    line.get_by_label("Whose").select_option(label="Kuntur Genova")
    page.get_by_role("button", name="Save meeting").click()
    page.wait_for_url("**/meetings/*/")
    need = Need.objects.get()
    assert need.organisation.name == "Kuntur Genova"
    page.get_by_role("link", name="A hall on Sundays").click()
    expect(page.locator(".fit h3")).to_have_text("A hall with a stage")
    expect(page.locator(".reasons")).to_contain_text("same theme: health")
    assert_accessible(page)
    page.get_by_role("link", name="Introduce").click()
    assert_accessible(page)
    page.get_by_role("button", name="Open the partnership").click()
    page.get_by_text("Their partnership is open:").wait_for()
    assert Partnership.objects.get().stage == "introduced"
