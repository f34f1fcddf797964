"""The pipeline's rules: where a partnership may go, what must be there, and what is kept of each move."""

import datetime

import pytest
from django.utils import timezone

from midla.partnerships.actions.partnership import move, open_partnership
from midla.partnerships.models import Participant, Partnership, StageChange
from midla.partnerships.stages import StageRefused, reachable
from midla.records.actions import create, edit, trash, undo
from midla.records.errors import Conflict
from midla.records.models import Change
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.partnerships import AgreementFactory, PartnershipFactory
from tests.factories.territories import CountryFactory


def opened(by, stage="idea"):
    """A partnership as the actions make it."""
    partnership = Partnership(title="Bakery", stage=stage)
    return open_partnership(partnership=partnership, many={"countries": [CountryFactory(code="PE")]}, by=by)


def told(partnership):
    """The moves kept, oldest first."""
    return list(
        StageChange.objects.filter(partnership=partnership).order_by("id").values_list("from_stage", "to_stage")
    )


def test_a_new_partnership_keeps_its_first_stage_and_its_participants(rome_officer):
    association, municipality = AssociationFactory(), PartnerActorFactory()
    parts = [Participant(organisation=association, role="promoter"), Participant(organisation=municipality)]
    partnership = open_partnership(partnership=Partnership(title="Bakery"), participants=parts, by=rome_officer)
    assert told(partnership) == [("", "idea")]
    assert set(partnership.participants.values_list("organisation", flat=True)) == {association.pk, municipality.pk}


def test_forward_goes_one_stage_at_a_time(rome_officer):
    partnership = opened(rome_officer)
    with pytest.raises(StageRefused, match="one stage at a time"):
        move(partnership=partnership, to="negotiating", by=rome_officer)
    assert move(partnership=partnership, to="introduced", by=rome_officer).stage == "introduced"
    assert told(partnership) == [("", "idea"), ("idea", "introduced")]


def test_back_and_lapsed_take_a_reason_that_is_kept(rome_officer):
    partnership = opened(rome_officer, "negotiating")
    for to in ("idea", "lapsed"):
        with pytest.raises(StageRefused, match="reason"):
            move(partnership=partnership, to=to, by=rome_officer, reason="  ")
    move(partnership=partnership, to="lapsed", by=rome_officer, reason="No money")
    assert StageChange.objects.get(to_stage="lapsed").reason == "No money"


def test_a_lapsed_one_comes_back_up_to_where_it_lapsed(rome_officer):
    partnership = opened(rome_officer, "introduced")
    lapsed = move(partnership=partnership, to="lapsed", by=rome_officer, reason="No money")
    assert reachable(lapsed) == ["introduced", "idea"]


def test_agreed_takes_an_agreement_with_its_signing_date(rome_officer):
    partnership = opened(rome_officer, "negotiating")
    AgreementFactory(partnership=partnership, signed_on=None)
    with pytest.raises(StageRefused, match="signing date"):
        move(partnership=partnership, to="agreed", by=rome_officer)
    AgreementFactory(partnership=partnership)
    assert move(partnership=partnership, to="agreed", by=rome_officer).stage == "agreed"


def test_only_a_manager_says_why_there_is_no_agreement(rome_officer, manager):
    partnership = opened(rome_officer, "negotiating")
    with pytest.raises(StageRefused, match="Only a manager"):
        move(partnership=partnership, to="agreed", by=rome_officer, no_agreement_reason="By word of mouth")
    agreed = move(partnership=partnership, to="agreed", by=manager, no_agreement_reason="By word of mouth")
    assert (agreed.stage, agreed.no_agreement_reason) == ("agreed", "By word of mouth")


def test_the_agreement_a_stage_rests_on_cannot_be_taken_away(rome_officer):
    partnership = opened(rome_officer, "negotiating")
    agreement = AgreementFactory(partnership=partnership)
    move(partnership=partnership, to="agreed", by=rome_officer)
    with pytest.raises(StageRefused):
        trash(agreement, by=rome_officer)
    with pytest.raises(StageRefused):
        edit(agreement, by=rome_officer, values={"signed_on": None})
    agreement.refresh_from_db()
    assert (agreement.trashed_at, agreement.signed_on) == (None, datetime.date(2026, 10, 1))


def test_undoing_a_move_is_a_move_and_keeps_the_rules(rome_officer):
    partnership = opened(rome_officer, "negotiating")
    agreement = AgreementFactory(partnership=partnership)
    held = move(partnership=partnership, to="agreed", by=rome_officer)
    undo(held, Change.objects.of(held).first(), by=rome_officer)
    assert told(partnership)[-1] == ("agreed", "negotiating")
    move(partnership=partnership, to="lapsed", by=rome_officer, reason="No money")
    trash(agreement, by=rome_officer)
    back = Change.objects.of(held).order_by("id")[1]
    assert back.after["stage"] == "agreed"


def test_two_who_move_one_partnership_meet(rome_officer, manager):
    partnership = opened(rome_officer)
    read = partnership.version
    move(partnership=partnership, to="introduced", by=rome_officer, version=read)
    with pytest.raises(Conflict):
        move(partnership=partnership, to="lapsed", by=manager, reason="No money", version=read)
    assert told(partnership) == [("", "idea"), ("idea", "introduced")]


def test_the_time_in_each_stage_is_kept(rome_officer, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.UTC), tick=False)
    partnership = opened(rome_officer)
    time_machine.move_to(datetime.datetime(2026, 11, 11, 9, tzinfo=datetime.UTC), tick=False)
    moved = move(partnership=partnership, to="introduced", by=rome_officer)
    assert StageChange.objects.get(to_stage="introduced").seconds_before == 10 * 24 * 3600
    assert moved.stage_since == timezone.now()


def test_adrift_and_overdue_are_said_of_live_ones_only(rome_officer):
    adrift = PartnershipFactory()
    late = PartnershipFactory(next_step="Call", next_step_on=datetime.date(2020, 1, 1))
    PartnershipFactory(stage="lapsed", next_step="Call", next_step_on=datetime.date(2020, 1, 1))
    PartnershipFactory(stage="completed")
    assert list(Partnership.objects.adrift()) == [adrift]
    assert list(Partnership.objects.overdue()) == [late]


def test_a_limited_officer_sees_partnerships_for_their_countries(quito_officer, rome_officer):
    mixed, peruvian = PartnershipFactory(for_countries=["EC", "PE"]), PartnershipFactory(for_countries=["PE"])
    assert list(Partnership.objects.visible_to(quito_officer)) == [mixed]
    assert set(Partnership.objects.visible_to(rome_officer)) == {mixed, peruvian}


def test_an_agreement_stored_without_its_partnership_in_sight_is_not_seen(quito_officer):
    agreement = AgreementFactory(partnership=PartnershipFactory(for_countries=["PE"]))
    assert list(type(agreement).objects.visible_to(quito_officer)) == []


def test_a_stage_written_by_any_action_keeps_the_rule(rome_officer):
    with pytest.raises(StageRefused):
        create(Partnership(title="Bakery", stage="agreed"), by=rome_officer)
