"""The list of partnerships: what it shows of whom, and how it narrows."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone
from python_calamine import CalamineWorkbook

from midla.partnerships.actions.partnership import move
from midla.partnerships.models import Partnership
from midla.partnerships.records import PartnershipType
from midla.records.attachments import attach
from midla.records.lists import Listing
from midla.records.registry import type_of
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, ThemeFactory
from tests.factories.contacts import PersonFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    ParticipantFactory,
    PartnershipFactory,
    StageChangeFactory,
)
from tests.factories.territories import ProvinceFactory


def found(user, query):
    """The titles of the partnerships that pass the filters of an address."""
    rows = Listing(type_of(Partnership), user, QueryDict(query)).narrowed
    return sorted(rows.values_list("title", flat=True))


def named(title, **values):
    return PartnershipFactory(title=title, **values)


def test_a_limited_reader_sees_their_countries_and_not_the_others_names(client, lima_viewer):
    mixed = named("Bakery", for_countries=["PE", "EC"])
    named("Cocoa", for_countries=["EC"])
    ParticipantFactory(partnership=mixed, organisation=AssociationFactory(name="Ayllu", serves=["PE"]))
    ParticipantFactory(partnership=mixed, organisation=AssociationFactory(name="Kantuta", serves=["EC"]))
    client.force_login(lima_viewer)
    page = client.get("/partnerships/").content.decode()
    assert ("Bakery" in page, "Cocoa" in page) == (True, False)
    assert ("Ayllu" in page, "Kantuta" in page, "and others" in page) == (True, False, True)


def test_people_are_named_on_pages_and_only_counted_in_exports(client, rome_officer):
    partnership = named("Bakery")
    ParticipantFactory(partnership=partnership, organisation=None, person=PersonFactory(family_names="Quispe"))
    client.force_login(rome_officer)
    assert "Quispe" in client.get("/partnerships/").content.decode()
    export = client.get("/partnerships/export.csv").getvalue().decode("utf-8-sig")
    assert ("Quispe" in export, "1 person" in export) == (False, True)


def test_both_files_hold_the_money_as_numbers(client, rome_officer):
    FundingLineFactory(partnership=named("Bakery"), committed=1000)
    client.force_login(rome_officer)
    workbook = client.get("/partnerships/export.xlsx").getvalue()
    [heads, row] = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert dict(zip(heads, row, strict=True))["Committed"] == 1000
    assert "1000" in client.get("/partnerships/export.csv").getvalue().decode("utf-8-sig")


def test_beside_a_religious_community_no_person_is_named(client, rome_officer):
    partnership = named("Bakery")
    church = AssociationFactory(name="Cofradia", form="religious")
    person = PersonFactory(family_names="Quispe")
    ParticipantFactory(partnership=partnership, organisation=church)
    ParticipantFactory(partnership=partnership, organisation=None, person=person)
    client.force_login(rome_officer)
    page = client.get("/partnerships/").content.decode()
    assert ("Cofradia" in page, "Quispe" in page) == (True, False)
    assert found(rome_officer, f"person={person.pk}") == []


def test_money_is_summed_in_euros(client, rome_officer):
    partnership = named("Bakery")
    FundingLineFactory(partnership=partnership, committed=1000)
    FundingLineFactory(partnership=partnership, currency="PEN", rate=4, pledged=4000, committed=4000)
    client.force_login(rome_officer)
    assert "2,000 €" in client.get("/partnerships/").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=baker", ["Bakery"]),
        ("stage=active", ["Cocoa"]),
        ("live=1", ["Bakery", "Cocoa"]),
        ("adrift=1", ["Bakery"]),
        ("overdue=1", ["Cocoa"]),
        ("country=EC", ["Cocoa"]),
        ("country=EC&country=PE", ["Bakery", "Cocoa", "School"]),
        ("theme=food", ["Bakery"]),
        ("province=010", ["Bakery"]),
        ("region=07", ["Bakery"]),
        ("in_stage_over=30", ["Cocoa"]),
        ("no_copy=1", ["School"]),
        ("reached=agreed", ["Cocoa"]),
        ("reached=agreed&reached_since=2026-02-01", []),
        ("reached=agreed&reached_until=2026-01-31", ["Cocoa"]),
        ("reached_since=2026-01-01&reached_until=2026-01-31", ["Cocoa"]),
        ("recorded_since=2100-01-01", []),
    ],
)
def test_the_list_narrows(query, expected, rome_officer):
    food = ThemeFactory(code="food")
    bakery = named("Bakery")
    bakery.themes.add(food)
    province = ProvinceFactory(code="010", region__code="07")
    ParticipantFactory(partnership=bakery, organisation=AssociationFactory(province=province))
    month_ago = timezone.now() - datetime.timedelta(days=40)
    late = {"next_step": "Call", "next_step_on": datetime.date(2020, 1, 1)}
    cocoa = named("Cocoa", stage="active", for_countries=["EC"], stage_since=month_ago, **late)
    StageChangeFactory(
        partnership=cocoa, to_stage="agreed", at=datetime.datetime(2026, 1, 31, 22, 30, tzinfo=datetime.UTC)
    )
    attach(AgreementFactory(partnership=cocoa), SimpleUploadedFile("a.txt", b"text"), by=rome_officer)
    AgreementFactory(partnership=named("School", stage="completed"))
    assert found(rome_officer, query) == expected


def test_the_list_narrows_by_who_looks_after_it_and_takes_part(rome_officer):
    organisation, person = AssociationFactory(), PersonFactory()
    mine = named("Mine", owner=rome_officer)
    named("Other", owner=UserFactory())
    ParticipantFactory(partnership=mine, organisation=organisation)
    ParticipantFactory(partnership=mine, organisation=None, person=person)
    for query in (f"owner={rome_officer.pk}", f"organisation={organisation.pk}", f"person={person.pk}"):
        assert found(rome_officer, query) == ["Mine"]


def test_it_is_not_found_by_an_organisation_the_reader_does_not_see(lima_viewer):
    hidden = AssociationFactory(serves=["EC"])
    ParticipantFactory(partnership=named("Bakery"), organisation=hidden)
    assert found(lima_viewer, f"organisation={hidden.pk}") == []


def test_nonsense_in_the_address_gets_a_sentence(client, rome_officer):
    client.force_login(rome_officer)
    answer = client.get("/partnerships/?stage=married&in_stage_over=x&reached_since=yesterday")
    assert (answer.status_code, "There is no such choice" in answer.content.decode()) == (200, True)


def test_every_view_of_the_list_opens(client, rome_officer):
    named("Bakery")
    client.force_login(rome_officer)
    for _label, query in PartnershipType().views(rome_officer):
        assert client.get(f"/partnerships/?{query}").status_code == 200


def test_the_typeahead_finds_partnerships_that_are_seen(client, lima_viewer):
    named("Bakery north")
    named("Bakery south", for_countries=["EC"])
    client.force_login(lima_viewer)
    assert [one["text"] for one in client.get("/partnerships/find/?q=bakery").json()] == ["Bakery north"]


def test_a_move_is_found_by_the_stage_it_led_to(rome_officer):
    partnership = named("Bakery")
    move(partnership=partnership, to="introduced", by=rome_officer)
    assert found(rome_officer, "reached=introduced") == ["Bakery"]
