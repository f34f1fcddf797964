"""The pages of associations and partner actors."""

import pytest

from associations.models import Association, OrganisationActivity
from midla.records.models import Change
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def typed(**values):
    """What a browser sends for a new association."""
    return {"name": "Mushuk Kawsay", "communities": ["PE"], "province": ProvinceFactory().pk, **values}


def test_outsider_gets_404_for_an_association_of_another_country(client, outsider):
    association = AssociationFactory(serves=["PE"])
    client.force_login(outsider)
    assert client.get(f"/associations/{association.pk}/").status_code == 404


def test_viewer_may_not_add_and_is_told_who_can(client, lima_viewer):
    client.force_login(lima_viewer)
    answer = client.get("/associations/add/")
    assert answer.status_code == 403
    assert "Officer" in answer.content.decode()


def test_viewer_sees_no_way_to_edit(client, lima_viewer):
    association = AssociationFactory(serves=["PE"])
    client.force_login(lima_viewer)
    page = client.get(f"/associations/{association.pk}/").content.decode()
    assert association.name in page
    assert f"/associations/{association.pk}/edit/" not in page
    assert f"/associations/{association.pk}/trash/" not in page


def test_name_community_and_province_make_an_association(client, rome_officer):
    CountryFactory(code="PE")
    client.force_login(rome_officer)
    answer = client.post("/associations/add/", typed())
    association = Association.objects.get()
    assert answer.url == f"/associations/{association.pk}/"
    assert association.created_by == rome_officer
    assert OrganisationActivity.objects.filter(organisation=association).exists()
    assert Change.objects.of(association).get().after["communities"] == ["PE"]
    assert client.get(answer.url).status_code == 200
