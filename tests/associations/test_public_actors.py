"""Real public bodies become partner actors once, and edits to them stay."""

from associations.models import PartnerActor
from associations.public_actors import load_public_actors
from midla.territories.loading import load_territories


def test_regions_and_capitals_are_added_once(db):
    load_territories()
    assert load_public_actors() == 127
    assert load_public_actors() == 0
    assert PartnerActor.objects.filter(type="region").count() == 20
    liguria = PartnerActor.objects.get(name="Regione Liguria")
    assert liguria.province.name == "Genova"
    assert PartnerActor.objects.filter(name="Roma Capitale", province__plate="RM").exists()


def test_an_edited_name_is_not_added_again(db):
    load_territories()
    load_public_actors()
    PartnerActor.objects.filter(code="istat:010025").update(name="Città di Genova")
    assert load_public_actors() == 0
    assert PartnerActor.objects.get(code="istat:010025").name == "Città di Genova"
