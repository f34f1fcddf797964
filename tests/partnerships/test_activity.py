"""What partnerships, needs and offers tell of an organisation's engagement, whoever wrote them."""

import datetime

import pytest
from django.utils import timezone

from associations.engagement import Engagement
from associations.models import Organisation, OrganisationActivity
from midla.partnerships import activity
from midla.partnerships.actions.partnership import move, open_partnership
from midla.partnerships.actions.resource import close, reopen
from midla.partnerships.models import Need, Participant, Partnership
from midla.records.actions import create, edit, restore, trash
from tests.factories.associations import AssociationFactory, ThemeFactory
from tests.factories.partnerships import AgreementFactory

ON_ITS_LAST_DAY = datetime.date(2026, 12, 31)


@pytest.fixture
def association(db):
    return AssociationFactory()


def kept(association):
    """What is kept of an association."""
    row = OrganisationActivity.objects.get(pk=association.pk)
    return row.in_partnership, row.in_live_partnership, row.resource_open_until


def step(association):
    """The steps of engagement at which lists find it."""
    return [step for step in Engagement.values if Organisation.objects.at_step(step).filter(pk=association.pk).exists()]


def need(association, by, **values):
    """A need of the association, as the actions store it."""
    values = {"side": "need", "what": "A hall", "kind": "premises", "theme": ThemeFactory(), **values}
    return create(Need(organisation=association, **values), by=by)


def partnership_with(association, by, stage="negotiating"):
    """A partnership the association takes part in."""
    parts = [Participant(organisation=association)]
    return open_partnership(partnership=Partnership(title="Hall", stage=stage), participants=parts, by=by)


def test_an_open_need_makes_a_dialogue_until_it_lapses(association, rome_officer, time_machine):
    need(association, rome_officer, ends_on=ON_ITS_LAST_DAY)
    time_machine.move_to(datetime.datetime(2026, 12, 31, 12, tzinfo=datetime.UTC), tick=False)
    assert step(association) == ["in_dialogue"]
    time_machine.move_to(datetime.datetime(2027, 1, 1, 12, tzinfo=datetime.UTC), tick=False)
    assert step(association) == ["identified"]


def test_a_need_that_is_met_trashed_or_given_to_another_no_longer_counts(association, rome_officer):
    other = AssociationFactory()
    held = need(association, rome_officer)
    assert step(association) == ["in_dialogue"]
    close(resource=held, state="met", by=rome_officer)
    assert step(association) == ["identified"]
    reopen(resource=held, by=rome_officer)
    trash(held, by=rome_officer)
    assert step(association) == ["identified"]
    restore(held, by=rome_officer)
    edit(held, by=rome_officer, values={"organisation_id": other.pk})
    assert (step(association), step(other)) == (["identified"], ["in_dialogue"])


def test_an_agreed_partnership_is_the_highest_step(association, rome_officer):
    partnership = partnership_with(association, rome_officer)
    assert kept(association) == (False, True, None)
    AgreementFactory(partnership=partnership)
    move(partnership=partnership, to="agreed", by=rome_officer)
    assert (kept(association), step(association)) == ((True, True, None), ["in_partnership"])
    move(partnership=partnership, to="lapsed", reason="No money", by=rome_officer)
    assert kept(association) == (False, False, None)


def test_trash_and_leaving_end_the_step(association, rome_officer):
    partnership = partnership_with(association, rome_officer)
    trash(partnership, by=rome_officer)
    assert kept(association) == (False, False, None)
    restore(partnership, by=rome_officer)
    assert kept(association) == (False, True, None)
    trash(partnership.participants.get(), by=rome_officer)
    assert kept(association) == (False, False, None)


def test_a_live_partnership_keeps_an_association_from_being_dormant(association, rome_officer):
    long_ago = timezone.localdate() - datetime.timedelta(days=800)
    OrganisationActivity.objects.create(organisation=association, contacted_on=long_ago, last_held_on=long_ago)
    assert list(Organisation.objects.dormant()) == [Organisation.objects.get(pk=association.pk)]
    partnership_with(association, rome_officer)
    assert list(Organisation.objects.dormant()) == []


def test_recount_finds_what_is_wrong(association, rome_officer):
    partnership_with(association, rome_officer)
    need(association, rome_officer)
    assert activity.recount() == 0
    OrganisationActivity.objects.filter(pk=association.pk).update(in_live_partnership=None, resource_open_until=None)
    assert activity.recount() == 1
    assert kept(association) == (False, True, datetime.date(2100, 12, 31))
