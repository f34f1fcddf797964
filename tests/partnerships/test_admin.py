"""Partnerships and what hangs on them in the admin."""

import pytest
from django.urls import reverse

from midla.partnerships.models import Agreement, FundingLine, Participant, Partnership
from tests.admin_forms import as_sent
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    MilestoneFactory,
    ParticipantFactory,
    PartnershipFactory,
    ResultFactory,
    ReviewFactory,
    StageChangeFactory,
)
from tests.factories.territories import CountryFactory


def page_of(record, name="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


@pytest.fixture
def asked(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def test_a_partnership_is_edited_and_its_stage_is_only_read(asked):
    partnership = PartnershipFactory(title="Bakery")
    CountryFactory(code="PE", in_programme=True)
    sent = as_sent(asked, page_of(partnership), title="Bakery of Cochabamba", stage="active")
    answer = asked.post(page_of(partnership), sent)
    assert answer.status_code == 302
    stored = Partnership.objects.get()
    assert (stored.title, stored.stage, stored.version) == ("Bakery of Cochabamba", "idea", 2)


def test_every_part_has_its_page(asked):
    partnership = PartnershipFactory()
    whole = {"partnership": partnership}
    made = [
        factory(**whole)
        for factory in (
            *(AgreementFactory, FundingLineFactory, MilestoneFactory, ParticipantFactory, ResultFactory, ReviewFactory),
            StageChangeFactory,
        )
    ]
    for record in made:
        assert asked.get(page_of(record)).status_code == 200, record
        listed = reverse(f"admin:partnerships_{record._meta.model_name}_changelist")
        assert asked.get(listed, {"q": partnership.title}).status_code == 200
    assert asked.get(page_of(partnership)).status_code == 200


def test_a_move_is_never_written_by_hand(asked):
    change = StageChangeFactory()
    assert asked.post(page_of(change), {"to_stage": "active"}).status_code == 403
    assert asked.get(reverse("admin:partnerships_stagechange_add")).status_code == 403


def test_the_agreement_a_stage_rests_on_stays(asked):
    agreement = AgreementFactory(partnership=PartnershipFactory(stage="agreed"))
    asked.post(page_of(agreement, "delete"), {"post": "yes"})
    assert Agreement.objects.kept().exists()


def test_money_is_worked_out_in_euros(asked):
    line = FundingLineFactory()
    sent = as_sent(asked, page_of(line), currency="PEN", rate="4", pledged="400", committed="400")
    assert asked.post(page_of(line), sent).status_code == 302
    assert FundingLine.objects.get().committed_eur == 100


def test_names_that_the_reader_does_not_see_stand_nowhere(client, db):
    mixed = PartnershipFactory(for_countries=["PE", "EC"])
    hidden = AssociationFactory(name="Kantuta", serves=["EC"])
    ParticipantFactory(partnership=mixed, organisation=hidden)
    line = FundingLineFactory(partnership=mixed, organisation=hidden, source="")
    client.force_login(UserFactory(role="administrator", limited_to=["PE"]))
    lists = [reverse(f"admin:partnerships_{name}_changelist") for name in ("participant", "fundingline")]
    for path in (*lists, page_of(mixed), page_of(line)):
        assert "Kantuta" not in client.get(path).content.decode(), path
    assert Participant.objects.count() == 1
