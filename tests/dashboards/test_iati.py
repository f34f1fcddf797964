"""Partnerships as IATI activities: valid against the standard's schema, and without natural persons."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from associations.models import Organisation
from midla.dashboards.iati.activities import iati_file
from midla.dashboards.iati.codes import SECTORS, shares
from midla.partnerships.models import Partnership, Stage
from midla.records.actions import trash
from midla.records.models import Access
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import PersonFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    ParticipantFactory,
    PartnershipFactory,
    StageChangeFactory,
)

SCHEMA = Path(__file__).parent.parent / "data" / "iati" / "iati-activities-schema.xsd"


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(SCHEMA))


@pytest.fixture
def partnership(db):
    """One with everything that an activity can tell."""
    partnership = PartnershipFactory(
        title="Café & cacao <de origen>", summary="Roasting.", stage="active", for_countries=["PE", "EC", "BO"]
    )
    partnership.themes.set([ThemeFactory(code="agriculture"), ThemeFactory(code="training"), ThemeFactory(code="own")])
    for stage, month in (("agreed", 3), ("active", 5)):
        at = datetime.datetime(2026, month, 1, 12, tzinfo=datetime.UTC)
        StageChangeFactory(partnership=partnership, to_stage=stage, at=at)
    AgreementFactory(partnership=partnership, ends_on=datetime.date(2027, 10, 1))
    town = PartnerActorFactory(name="Comune di Genova", type="municipality")
    for organisation, role in ((AssociationFactory(name="Raíces"), "lead"), (town, "funder"), (town, "technical")):
        ParticipantFactory(partnership=partnership, organisation=organisation, role=role)
    person = PersonFactory(given_names="Rosalinda", family_names="Chuquimarca")
    ParticipantFactory(partnership=partnership, organisation=None, person=person)
    FundingLineFactory(partnership=partnership, organisation=town, committed=Decimal(900), disbursed=Decimal(100))
    FundingLineFactory(partnership=partnership, source="Ermenegildo Mecenate", origin="donor", disbursed=Decimal(0))
    return partnership


def exported():
    return etree.fromstring(iati_file(Partnership.objects.kept(), Organisation.objects.kept()))


@pytest.mark.parametrize("stage", ["agreed", "active", "completed"])
def test_an_activity_is_valid_in_every_stage(partnership, schema, stage):
    Partnership.objects.update(stage=stage)
    bare = PartnershipFactory(stage=stage, summary="\x0b")
    found = exported()
    assert schema.validate(found), schema.error_log
    assert found.xpath("//iati-identifier/text()") == [f"XM-DAC-47066-MIDLA-{key}" for key in (partnership.pk, bare.pk)]


def test_an_empty_programme_is_an_empty_file_of_the_standard(db):
    assert exported().xpath("count(//iati-activity)") == 0


def test_only_what_was_agreed_goes_out(db, manager):
    for stage in Stage.values:
        PartnershipFactory(stage=stage, title=stage)
    trash(PartnershipFactory(stage="active", title="gone"), by=manager)
    assert exported().xpath("//title/narrative/text()") == ["agreed", "active", "completed"]


def test_an_activity_tells_who_where_what_and_how_much(partnership):
    (found,) = exported()
    assert found.xpath("title/narrative/text()") == ["Café & cacao <de origen>"]
    assert [(one.get("role"), one.get("type"), one[0].text) for one in found.findall("participating-org")] == [
        ("2", "40", "International Organization for Migration (IOM)"),
        ("4", "22", "Raíces"),
        ("1", "11", "Comune di Genova"),
        ("4", "11", "Comune di Genova"),
    ]
    assert [(one.get("type"), one.get("iso-date")) for one in found.findall("activity-date")] == [
        ("1", "2026-10-01"),
        ("2", "2026-05-01"),
        ("3", "2027-10-01"),
    ]
    assert found.xpath("recipient-country/@percentage") == ["33.34", "33.33", "33.33"]
    assert found.xpath("sector/@code") == ["11330", "15190", "31120"]
    money = [(t.find("transaction-type").get("code"), t.findtext("value")) for t in found.findall("transaction")]
    assert money == [("11", "900.00"), ("1", "100.00"), ("2", "1000.00")]


def test_no_natural_person_stands_in_an_export(partnership):
    PersonFactory(given_names="Wilmer", family_names="Tupayachi")
    Partnership.objects.update(title="Il forno di Wilmer Tupayachi", summary="Con WILMER TUPAYACHI.")
    text = iati_file(Partnership.objects.kept(), Organisation.objects.kept()).decode()
    for name in ("Rosalinda", "Chuquimarca", "Ermenegildo", "Wilmer", "WILMER", "Tupayachi"):
        assert name not in text
    assert f"<narrative>MIDLA {partnership.pk}</narrative>" in text


def test_the_command_writes_a_file_or_says_why_not(partnership, schema, tmp_path, capsys):
    call_command("iati_export", out=str(tmp_path / "a.xml"))
    assert schema.validate(etree.parse(tmp_path / "a.xml"))
    assert capsys.readouterr().out.endswith("1 activities\n")
    call_command("iati_export")
    assert capsys.readouterr().out.startswith("<?xml")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("iati_export", out=str(tmp_path / "no" / "a.xml"))


def test_a_manager_downloads_what_they_see(client, partnership, manager, rome_officer):
    PartnershipFactory(stage="active", title="Colombia only", for_countries=["CO"])
    unseen = AssociationFactory(name="Of Ecuador", serves=["EC"])
    for make in (ParticipantFactory, FundingLineFactory):
        make(partnership=partnership, organisation=unseen)
    client.force_login(rome_officer)
    assert client.get("/reports/iati.xml").status_code == 403
    manager.countries.set(["PE"])
    client.force_login(manager)
    answer = client.get("/reports/iati.xml")
    assert b"de origen" in answer.content
    assert b"Colombia only" not in answer.content
    assert ("Raíces" in answer.content.decode(), b"Of Ecuador" in answer.content) == (True, False)
    assert Access.objects.get().rows == 1


@pytest.mark.parametrize("count", range(1, 30))
def test_shares_add_up_to_a_hundred(count):
    assert sum(Decimal(share) for share in shares(count)) == 100


def test_every_theme_that_is_loaded_has_a_sector():
    path = Path(__file__).parent.parent.parent / "associations" / "data" / "theme.csv"
    themes = [line.partition(",")[0] for line in path.read_text().splitlines()[1:]]
    assert sorted(themes) == sorted(SECTORS)
