"""Partnerships on other pages, and what of them is due for whom."""

import datetime

import pytest
from django.utils import timezone

from midla.dashboards.my_day import MyDay
from midla.partnerships.due import partnerships_due
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory, PersonFactory
from tests.factories.partnerships import AgreementFactory, ParticipantFactory, PartnershipFactory, ReviewFactory

TODAY = timezone.localdate


def days(number):
    return datetime.timedelta(days=number)


def text_of(client, path):
    return client.get(path).content.decode()


def test_an_organisation_and_a_person_tell_in_which_they_take_part(client, rome_officer):
    association, person = AssociationFactory(), PersonFactory()
    partnership = PartnershipFactory(title="Bakery", next_step="Call")
    ParticipantFactory(partnership=partnership, organisation=association, role="lead")
    ParticipantFactory(partnership=partnership, organisation=None, person=person)
    client.force_login(rome_officer)
    for path, key in ((f"/associations/{association.pk}/", "organisation"), (f"/people/{person.pk}/", "person")):
        text = text_of(client, path)
        assert ("Bakery" in text, f"/partnerships/?{key}=" in text) == (True, True)


def test_a_partnership_that_is_not_seen_is_told_nowhere(client, quito_officer):
    association = AssociationFactory(serves=["EC", "PE"])
    meeting = MeetingFactory(with_organisations=[association])
    partnership = PartnershipFactory(title="Bakery", for_countries=["PE"])
    ParticipantFactory(partnership=partnership, organisation=association)
    partnership.meetings.add(meeting)
    client.force_login(quito_officer)
    for path in (f"/associations/{association.pk}/", f"/meetings/{meeting.pk}/"):
        assert "Bakery" not in text_of(client, path)


def test_beside_a_religious_community_the_tie_is_for_who_may_read_it(client, lima_viewer, rome_officer):
    person = PersonFactory(citizen_of=["PE"])
    partnership = PartnershipFactory(title="Bakery", for_countries=["PE"])
    ParticipantFactory(partnership=partnership, organisation=AssociationFactory(form="religious", serves=["PE"]))
    ParticipantFactory(partnership=partnership, organisation=None, person=person)
    for reader, told in ((lima_viewer, False), (rome_officer, True)):
        client.force_login(reader)
        assert ("Bakery" in text_of(client, f"/people/{person.pk}/")) == told
        assert (person.family_names in text_of(client, f"/partnerships/{partnership.pk}/")) == told


def test_a_meeting_tells_its_partnerships_and_opens_another(client, rome_officer):
    meeting = MeetingFactory(with_organisations=[AssociationFactory()])
    PartnershipFactory(title="Bakery").meetings.add(meeting)
    client.force_login(rome_officer)
    text = text_of(client, f"/meetings/{meeting.pk}/")
    assert ("Bakery" in text, f"/partnerships/add/?meeting={meeting.pk}" in text) == (True, True)


def due(user):
    return sorted(one.about for one in partnerships_due(user, TODAY()))


def test_next_steps_are_due_for_their_owner_alone(rome_officer):
    PartnershipFactory(title="Late", owner=rome_officer, next_step="Call", next_step_on=TODAY() - days(1))
    PartnershipFactory(title="Later", owner=rome_officer, next_step="Call", next_step_on=TODAY() + days(1))
    gone = {"stage": "lapsed", "next_step": "Call", "next_step_on": TODAY()}
    PartnershipFactory(title="Gone", owner=rome_officer, **gone)
    PartnershipFactory(title="Other", owner=UserFactory(), next_step="Call", next_step_on=TODAY())
    assert due(rome_officer) == ["Late"]


@pytest.mark.parametrize(("left", "told"), [(91, 0), (90, 1), (60, 0), (30, 1), (0, 1), (-1, 0)])
def test_an_agreement_that_ends_is_told_before(rome_officer, left, told):
    partnership = PartnershipFactory(title="Bakery", owner=rome_officer, stage="active", next_step="Go")
    AgreementFactory(partnership=partnership, ends_on=TODAY() + days(left))
    assert len(due(rome_officer)) == told


def test_reviews_are_due_six_and_twelve_months_after_the_end(rome_officer):
    ended = timezone.now() - days(200)
    partnership = PartnershipFactory(title="Bakery", owner=rome_officer, stage="completed", stage_since=ended)
    assert due(rome_officer) == ["Bakery"]
    ReviewFactory(partnership=partnership, months=6)
    assert due(rome_officer) == []
    partnership.stage_since -= days(200)
    partnership.save()
    assert due(rome_officer) == ["Bakery"]


def test_the_home_page_shows_what_waits(client, rome_officer):
    PartnershipFactory(title="Adrift", owner=rome_officer)
    PartnershipFactory(title="Late", owner=rome_officer, next_step="Call", next_step_on=TODAY() - days(2))
    PartnershipFactory(title="Fine", owner=rome_officer, next_step="Call", next_step_on=TODAY() + days(2))
    assert [one.title for one in MyDay.of(rome_officer).partnerships] == ["Late", "Adrift"]
    client.force_login(rome_officer)
    text = text_of(client, "/")
    assert ("Partnerships waiting for you" in text, "Fine" in text) == (True, False)
