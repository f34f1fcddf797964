"""A database with at least one row of every kind that the admin shows."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.records.actions import create
from midla.records.attachments import attach
from midla.records.models import Access, Batch, Digest, DoublePair, Job, SavedView, Seal
from tests.factories.accounts import UserFactory
from tests.factories.associations import (
    AssociationFactory,
    InitiativeFactory,
    PartnerActorFactory,
    TagFactory,
    ThemeFactory,
)
from tests.factories.contacts import (
    AffiliationFactory,
    ConsentFactory,
    FollowUpFactory,
    LanguageFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.dashboards import ReportFileFactory, TargetFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    MatchFactory,
    MatchWeightFactory,
    MilestoneFactory,
    NeedFactory,
    OfferFactory,
    ParticipantFactory,
    PartnershipFactory,
    ResultFactory,
    ReviewFactory,
    StageChangeFactory,
)
from tests.factories.territories import MunicipalityFactory, PopulationFigureFactory, SubdivisionFactory


@pytest.fixture(scope="module")
def furnished_once(lasting):
    """The same rows for every test of a file, made once."""
    return lasting(lambda: furnish(UserFactory(role=Role.ADMINISTRATOR)))


@pytest.fixture
def furnished(furnished_once, db):
    """The administrator of a database with one row of every kind at least, of some two."""
    return User.objects.get(pk=furnished_once.pk)


def furnish(administrator):
    """Make one row of every kind."""
    association = AssociationFactory(name="Ñandú Perú", owner=administrator)
    person = PersonFactory()
    partner = PartnerActorFactory.build(province=association.province)
    create(partner, by=administrator)
    meeting = MeetingFactory(with_organisations=[association, partner])
    meeting.headcounts.create(country_id="PE", people=3)
    AffiliationFactory(person=person, organisation=association)
    ConsentFactory(person=person, recorded_by=administrator)
    first, second = sorted((person.pk, PersonFactory().pk))
    DoublePair.objects.create(model_label=person.label(), first_id=first, second_id=second, score=20, open_score=20)
    ParticipationFactory(meeting=meeting, person=person)
    FollowUpFactory(organisation=association, owner=administrator)
    FollowUpFactory(organisation=None, person=person, meeting=meeting, owner=administrator)
    reference = (SubdivisionFactory, MunicipalityFactory, PopulationFigureFactory)
    for make in (ThemeFactory, TagFactory, LanguageFactory, *reference):
        make()
    attach(association, ContentFile(b"minutes", name="minutes.txt"), by=administrator)
    Batch.objects.create(by=administrator, act="Handed over", size=1)
    Seal.objects.create(day=datetime.date(2026, 11, 1), changes=1, digest="0" * 64)
    Access.objects.create(by=administrator, act="read contacts", model_label="contacts.person", record_id=person.pk)
    Digest.objects.create(user=administrator, day=timezone.localdate())
    SavedView.objects.create(owner=administrator, list_name="contacts:person-list", name="Mine")
    furnish_programme(association, partner)
    Job.objects.create(kind="matches", by=administrator)
    return administrator


def furnish_programme(association, partner):
    """What the programme does with them: one of every kind of brokering and of reporting."""
    InitiativeFactory(organisation=association)
    partnership = PartnershipFactory()
    ParticipantFactory(partnership=partnership, organisation=association)
    for make in (
        AgreementFactory,
        FundingLineFactory,
        MilestoneFactory,
        ResultFactory,
        ReviewFactory,
        StageChangeFactory,
    ):
        make(partnership=partnership)
    MatchFactory(need=NeedFactory(organisation=association), offer=OfferFactory(organisation=partner))
    MatchWeightFactory()
    TargetFactory()
    ReportFileFactory(digest="0" * 64, size=3)
