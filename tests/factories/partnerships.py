"""Needs, offers, partnerships and what hangs on them, for tests."""

import datetime
from decimal import Decimal

import factory

from midla.partnerships.models import (
    Agreement,
    FundingLine,
    Match,
    MatchWeight,
    Milestone,
    Need,
    Offer,
    Participant,
    Partnership,
    Result,
    Review,
    StageChange,
)
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import WithKeys
from tests.factories.territories import CountryFactory


class ForCountries(WithKeys):
    """Records that are for some countries."""

    class Meta:
        abstract = True

    @factory.post_generation
    def for_countries(self, create, codes, **kwargs):
        """Country codes it is for."""
        self.countries.set([CountryFactory(code=code) for code in (codes or ["PE"])])


class NeedFactory(ForCountries):
    class Meta:
        model = Need

    side = "need"
    organisation = factory.SubFactory(AssociationFactory)
    kind = "money"
    theme = factory.SubFactory(ThemeFactory)
    what = factory.Sequence(lambda n: f"Need {n}")


class OfferFactory(ForCountries):
    class Meta:
        model = Offer

    side = "offer"
    organisation = factory.SubFactory(PartnerActorFactory)
    kind = "money"
    theme = factory.SubFactory(ThemeFactory)
    what = factory.Sequence(lambda n: f"Offer {n}")


class PartnershipFactory(ForCountries):
    class Meta:
        model = Partnership

    title = factory.Sequence(lambda n: f"Partnership {n}")


class ParticipantFactory(WithKeys):
    class Meta:
        model = Participant

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SubFactory(AssociationFactory)


class AgreementFactory(WithKeys):
    class Meta:
        model = Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    title = "Memorandum"
    signed_on = datetime.date(2026, 10, 1)


class FundingLineFactory(WithKeys):
    class Meta:
        model = FundingLine

    partnership = factory.SubFactory(PartnershipFactory)
    source = "A foundation"
    origin = "partner"
    said_on = datetime.date(2026, 10, 1)
    pledged = committed = Decimal("1000.00")


class MilestoneFactory(WithKeys):
    class Meta:
        model = Milestone

    partnership = factory.SubFactory(PartnershipFactory)
    what = "First course held"


class ResultFactory(WithKeys):
    class Meta:
        model = Result

    partnership = factory.SubFactory(PartnershipFactory)
    what = "People trained"
    quantity = 12


class ReviewFactory(WithKeys):
    class Meta:
        model = Review

    partnership = factory.SubFactory(PartnershipFactory)
    months = 6
    still_active = True


class StageChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StageChange

    partnership = factory.SubFactory(PartnershipFactory)
    to_stage = "idea"


class MatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Match

    need = factory.SubFactory(NeedFactory)
    offer = factory.SubFactory(OfferFactory)


class MatchWeightFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchWeight
        django_get_or_create = ("code",)

    code = "theme"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")
    points = 4
