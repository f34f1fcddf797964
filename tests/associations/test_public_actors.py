"""Real public bodies become partner actors once, and edits to them stay."""

import pytest
from django.core.management import call_command

from associations.models import PartnerActor
from associations.public_actors import load_public_actors
from midla.records.actions import trash
from midla.records.models import Change
from midla.territories.loading import load_territories
from tests.factories.associations import PartnerActorFactory


@pytest.fixture
def territories(db) -> None:
    load_territories()


def test_regions_and_capitals_are_added_once(territories, capsys):
    call_command("load_public_actors")
    assert capsys.readouterr().out == "127 public bodies added\n"
    assert load_public_actors() == 0
    assert PartnerActor.objects.filter(type="region").count() == 20
    assert PartnerActor.objects.filter(type="municipality").count() == 107


def test_bodies_carry_their_official_names_and_sit_in_their_province(territories):
    load_public_actors()
    plates = dict(PartnerActor.objects.values_list("name", "province__plate"))
    official = {
        "Regione Liguria": "GE",
        "Regione Siciliana": "PA",
        "Comune di Genova": "GE",
        "Comune dell'Aquila": "AQ",
    }
    assert {name: plates[name] for name in official} == official
    assert plates["Roma Capitale"] == "RM"


def test_each_body_has_its_history_and_activity(territories, manager):
    load_public_actors(by=manager)
    genova = PartnerActor.objects.get(code="istat:010025")
    assert Change.objects.get(record_id=genova.pk, model_label=genova.label()).by == manager
    assert PartnerActor.objects.filter(activity=None).count() == 0


def test_an_edited_name_is_not_added_again(territories):
    load_public_actors()
    PartnerActor.objects.filter(code="istat:010025").update(name="Città di Genova")
    assert load_public_actors() == 0
    assert PartnerActor.objects.get(code="istat:010025").name == "Città di Genova"


def test_a_body_in_the_trash_stays_there(territories, manager):
    load_public_actors()
    trash(PartnerActor.objects.get(code="istat:010025"), by=manager)
    assert load_public_actors() == 0


def test_a_body_that_somebody_entered_by_hand_is_not_doubled(territories):
    PartnerActorFactory(name="Comune di Genova")
    assert load_public_actors() == 126
    assert PartnerActor.objects.filter(name="Comune di Genova").count() == 1
