"""The registry that measurements are made against: how much there is, and that it never meets real records."""

import pytest
from django.core.management import CommandError, call_command

from associations.models import Organisation, OrganisationActivity
from contacts.models import Affiliation, FollowUp, Meeting, Person
from midla.accounts.models import User
from midla.partnerships.activity import recount
from midla.partnerships.models import Need, Offer, Participant, Partnership, StageChange
from midla.records.models import Change
from midla.territories.models import PopulationFigure, Province
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import PersonFactory

SHARE = 0.001


@pytest.fixture
def filled(db):
    call_command("seed_scale", share=SHARE, verbosity=0)


def test_a_share_fills_every_kind_of_record_in_proportion(filled):
    assert Organisation.objects.count() == 20
    assert Person.objects.count() == Affiliation.objects.count() == 100
    assert Meeting.objects.count() == 200
    assert FollowUp.objects.count() == 10
    assert OrganisationActivity.objects.count() == 20
    assert (Need.objects.open().count(), Offer.objects.open().count()) == (5, 20)
    assert Partnership.objects.count() == StageChange.objects.filter(from_stage="").count() == 5
    assert Participant.objects.count() == 10
    assert recount() == 0


def test_every_record_has_its_first_row_of_history_with_a_true_digest(filled):
    assert Change.objects.count() == 350
    change = Change.objects.filter(model_label=Meeting.label())[0]
    assert change.digest == change.digest_of_values()


def test_the_first_organisation_has_fifty_meetings(filled):
    assert Organisation.objects.order_by("pk")[0].meetings.count() == 50


def test_what_is_filled_is_found_by_search_though_its_index_was_set_aside(filled):
    person = Person.objects.order_by("pk")[0]
    assert person in Person.objects.matching(person.family_names)
    assert (
        Meeting.objects.matching("cooperativa").count() == Meeting.objects.filter(said__contains="cooperativa").count()
    )
    Person.objects.filter(pk=person.pk).update(search_key="somebody else")
    assert person not in Person.objects.matching(person.family_names)
    assert list(Person.objects.matching("somebody else")) == [person]


def test_one_officer_is_limited_and_sees_a_part_of_the_meetings(filled):
    limited = User.objects.exclude(countries=None).get()
    assert limited.country_codes == ("EC",)
    assert 0 < Meeting.objects.visible_to(limited).count() < 200


def test_nothing_is_filled_beside_real_organisations(db):
    AssociationFactory(name="Ñañas")
    with pytest.raises(CommandError, match=r"organisations or people already\. Use an empty database"):
        call_command("seed_scale", share=SHARE)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Ñañas"]


def test_nothing_is_filled_beside_real_people(db):
    PersonFactory()
    with pytest.raises(CommandError, match=r"organisations or people already\. Use an empty database"):
        call_command("seed_scale", share=SHARE)
    assert Person.objects.count() == 1


@pytest.mark.parametrize("share", [0, -1, 1.5])
def test_a_share_that_is_none_is_refused(db, share):
    with pytest.raises(CommandError, match="part of the full size"):
        call_command("seed_scale", share=share)
    assert not Organisation.objects.exists()


def test_every_province_and_community_has_men_women_and_all_of_the_last_year(filled):
    figures = PopulationFigure.objects.all()
    assert set(figures.values_list("year", flat=True)) == {2023}
    assert figures.count() == Province.objects.filter(valid_to=None).count() * 4 * 3
    assert Organisation.objects.filter(origin_subdivisions__isnull=False).exists()
    assert not Person.objects.filter(origin_subdivision=None).exists()
