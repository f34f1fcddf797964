"""Objective: an assembly is planned, its people are called and ticked at the door, and its minutes go on paper."""

import io
import re

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from contacts.models import Meeting
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import AffiliationFactory, AffiliationRoleFactory, ConsentFactory, MeetingKindFactory

A4_IN_POINTS = (595, 842)


@pytest.fixture
def president(transactional_db):
    """The president of an association, who may be called."""
    MeetingKindFactory(code="visit")
    role = AffiliationFactory(
        person__given_names="Zoila",
        person__family_names="Quispe",
        person__phone="+393470000001",
        organisation=AssociationFactory(name="Ayni Genova"),
        role=AffiliationRoleFactory(code="president", one_holder=True),
    )
    ConsentFactory(person=role.person)
    return role


def pick(page: Page, field: str, typed: str, option: str) -> None:
    page.get_by_role("combobox", name=field).last.fill(typed)
    page.locator(".found .option", has_text=option).first.click()


def plan(page: Page) -> None:
    """From the month to the planned meeting of this evening."""
    page.get_by_role("link", name="Plan a meeting", exact=True).click()
    pick(page, "With whom", "ayn", "Ayni Genova")
    pick(page, "With whom", "zoi", "Zoila Quispe")
    page.get_by_label("Day and time there").fill(f"{timezone.localdate():%Y-%m-%d}T18:00")
    pick(page, "Kind", "vis", "visit")
    page.get_by_label("Place").fill("Sala civica")
    page.get_by_role("button", name="Save meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Visit with Ayni Genova")


def test_a_meeting_is_planned_called_for_held_and_written_down(desk, rome_officer, president):
    page = desk("/meetings/calendar/", rome_officer)
    plan(page)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.participations.get().presence) == ("planned", "invited")

    page.get_by_role("button", name="More").click()
    with page.expect_download() as invited:
        page.get_by_role("link", name="Calendar file").click()
    [event] = Calendar.from_ical(invited.value.path().read_bytes()).walk("VEVENT")
    assert (event["DTSTART"].dt, event["LOCATION"]) == (meeting.starts_at, "Sala civica")

    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="List to call from").click()
    expect(page.get_by_role("link", name="+39 347 000 0001")).to_have_attribute("href", "tel:+393470000001")
    page.get_by_role("button", name="present").click()
    expect(page.get_by_role("button", name="present")).to_have_attribute("aria-pressed", "true")
    assert meeting.participations.get().presence == "present"

    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_role("button", name="It was held").click()
    page.get_by_role("link", name="Write what happened").click()
    page.get_by_label("What happened").fill("Si è parlato della fiera")
    page.get_by_role("button", name="Save meeting").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Minutes to print").click()
    expect(page.get_by_role("main")).to_contain_text("Zoila Quispe (president, Ayni Genova), present")

    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    size = paper.pages[0].mediabox
    assert (len(paper.pages), round(size.width), round(size.height)) == (1, *A4_IN_POINTS)
    printed = re.sub(r"\s+", " ", paper.pages[0].extract_text())
    assert "Si è parlato della fiera" in printed
    assert "Search everything" not in printed
