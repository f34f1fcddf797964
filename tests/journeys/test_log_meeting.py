"""Objective: no talk with an association is lost. An officer on a phone logs a meeting, and finds it everywhere."""

import datetime
import io
import re
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from associations.models import Association
from contacts.models import FollowUp, Meeting, Person
from tests.factories.accounts import PASSWORD
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import AffiliationFactory, MeetingKindFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

SAID = "Se habló de la feria de artesanía"


@pytest.fixture
def office(transactional_db: None) -> None:
    """What every office has: kinds of meeting, the programme countries, a province."""
    MeetingKindFactory(code="visit")
    for code in ("BO", "CO", "EC", "PE"):
        CountryFactory(code=code)
    ProvinceFactory()


class Thumb:
    """Taps on a phone, counted. Typing is none, but the tap into a field is."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.tap()

    def write(self, target: Locator, text: str) -> None:
        self.tap(target)
        self.page.keyboard.type(text)

    def choose(self, text: str, option: str | re.Pattern[str]) -> None:
        """Type into the field that has focus, and tap what it offers."""
        self.page.keyboard.type(text)
        self.tap(self.page.locator(".found .option", has_text=option))


def with_whom(page: Page) -> Locator:
    return page.get_by_role("combobox", name="With whom")


def new(page: Page, name: str) -> Locator:
    """The fields that ask what a new name is."""
    return page.get_by_role("group", name=f"New: {name}")


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Save meeting")


def sign_in_and_log(page: Page, user: Any) -> None:
    """From the sign-in page to the saved meeting, with a new association, a new person and a promise."""
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    page.get_by_role("navigation", name="At the bottom").get_by_role("link", name="Meeting").tap()
    thumb = Thumb(page)
    thumb.tap(with_whom(page))
    thumb.choose("Mujeres Ñandú", "Create “Mujeres Ñandú”")
    association = new(page, "Mujeres Ñandú")
    association.get_by_role("checkbox", name="PE").check()
    association.get_by_role("combobox", name="Province").last.fill("Gen")
    page.locator(".found .option", has_text="Genova").tap()
    thumb.tap(with_whom(page))
    thumb.choose("Rosa Quispe Mamani", "Create “Rosa Quispe Mamani”")
    new(page, "Rosa Quispe Mamani").get_by_text("Person", exact=True).tap()
    page.get_by_label("What happened").fill(SAID)
    page.get_by_label("What", exact=True).fill("Mandar el catálogo")
    page.get_by_label("By when").fill("in two weeks")
    save(page).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Visit with Mujeres Ñandú")


@pytest.mark.both_databases
def test_an_officer_logs_a_meeting_on_a_phone_and_finds_it_everywhere(phone, office, rome_officer):
    page = phone("/")
    sign_in_and_log(page, rome_officer)
    meeting, association = Meeting.objects.get(), Association.objects.get()
    assert Person.objects.get().full_name == "Rosa Quispe Mamani"
    assert FollowUp.objects.get().due_on == timezone.localdate() + datetime.timedelta(days=14)

    page.goto("/search/")
    page.get_by_role("main").get_by_role("searchbox").fill("nandu")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Mujeres Ñandú", exact=True).tap()
    expect(page).to_have_url(re.compile(rf"/associations/{association.pk}/$"))
    expect(page.locator(".timeline")).to_contain_text(SAID)
    expect(page.get_by_role("main")).to_contain_text("Mandar el catálogo")

    page.goto("/meetings/calendar/address/")
    page.get_by_role("button", name="Make address").tap()
    feed = page.request.get(page.get_by_label("Subscribe to this address").input_value())
    [event] = Calendar.from_ical(feed.body()).walk("VEVENT")
    assert (event["DTSTART"].dt, event["SUMMARY"]) == (meeting.starts_at, "MIDLA: visit")
    assert event["URL"].endswith(f"/meetings/{meeting.pk}/")

    answer = page.request.get("/meetings/export.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.body()))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert [row for row in rows if "Mujeres Ñandú" in str(row)] == [rows[-1]]


def test_three_organisations_and_a_promise_take_twelve_taps_at_most(phone, office, rome_officer, assert_accessible):
    for name in ("Ayni Genova", "Kusi Savona", "Wayra Imperia"):
        AssociationFactory(name=name)
    page = phone("/", rome_officer)
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("navigation", name="At the bottom").get_by_role("link", name="Meeting"))
    thumb.tap(with_whom(page))
    for name in ("Ayni", "Kusi", "Wayra"):
        thumb.choose(name[:3].lower(), name)
    thumb.write(page.get_by_label("What happened"), SAID)
    thumb.write(page.get_by_label("What", exact=True), "Llamar a la asesora")
    thumb.write(page.get_by_label("By when"), "venerdì")
    assert_accessible(page)
    thumb.tap(save(page))
    expect(page.get_by_role("heading", level=1)).to_have_text("Visit with Ayni Genova and 2 others")
    assert thumb.taps <= 12
    meeting, promise = Meeting.objects.get(), FollowUp.objects.get()
    assert (meeting.organisations.count(), promise.meeting_id, promise.due_on.weekday()) == (3, meeting.pk, 4)


def test_people_of_the_chosen_organisation_are_offered_before_anything_is_typed(phone, office, rome_officer):
    role = AffiliationFactory(person__given_names="Zoila", organisation__name="Ayni Genova")
    page = phone(f"/meetings/log/?organisation={role.organisation_id}", rome_officer)
    with_whom(page).tap()
    expect(page.locator(".found .option")).to_have_text([re.compile("Zoila")])


def test_without_script_a_new_association_is_met_all_the_same(phone, office, rome_officer):
    page = phone("/meetings/log/", rome_officer, java_script_enabled=False)
    page.get_by_label("What happened").fill(SAID)
    page.locator("[name=with_whom-find]").fill("Mujeres Ñandú")
    page.get_by_role("button", name="Find").tap()
    page.get_by_label(re.compile("Create")).check()
    save(page).tap()
    expect(page.get_by_role("alert")).to_contain_text("Say of each new name what it is and where.")
    association = new(page, "Mujeres Ñandú")
    association.get_by_role("checkbox", name="PE").check()
    association.get_by_label("Province").select_option("Genova")
    page.get_by_label("What", exact=True).fill("Mandar el catálogo")
    page.get_by_label("By when").fill("fra due settimane")
    save(page).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Visit with Mujeres Ñandú")
    assert FollowUp.objects.get().organisation.name == "Mujeres Ñandú"


def test_the_keyboard_is_enough(desk, office, rome_officer):
    AssociationFactory(name="Ayni Genova")
    page = desk("/", rome_officer)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log meeting")
    tab_to(page, with_whom(page))
    page.keyboard.type("ayn")
    expect(page.locator(".found .option.active")).to_contain_text("Ayni Genova")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", name="Now"))
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_label("What happened"))
    page.keyboard.type(SAID)
    tab_to(page, save(page))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Visit with Ayni Genova")
    assert Meeting.objects.get().day == timezone.localdate() - datetime.timedelta(days=1)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("Tab does not lead there.")


def test_a_draft_survives_a_reload_and_a_double_click_makes_one_meeting(phone, office, rome_officer):
    association = AssociationFactory(name="Ayni Genova")
    page = phone(f"/meetings/log/?organisation={association.pk}", rome_officer)
    page.get_by_label("What happened").fill(SAID)
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    page.goto("/meetings/log/")
    page.get_by_role("link", name="Continue it").tap()
    expect(page.get_by_label("What happened")).to_have_value(SAID)
    expect(page.locator(".picker .chip")).to_contain_text(["Ayni Genova"])
    save(page).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Visit with Ayni Genova")
    assert Meeting.objects.get().said == SAID
    page.goto("/meetings/log/")
    expect(page.get_by_role("link", name="Continue it")).to_have_count(0)
