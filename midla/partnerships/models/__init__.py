"""Needs and offers, their matches, partnerships and what hangs on them."""

from midla.partnerships.models.match import Match, MatchState, MatchWeight
from midla.partnerships.models.partnership import (
    FORWARD,
    LIVE,
    NEEDS_AGREEMENT,
    RUNNING,
    Participant,
    Partnership,
    PartRole,
    Stage,
    StageChange,
)
from midla.partnerships.models.parts import (
    Agreement,
    Currency,
    FundingForm,
    FundingLine,
    FundingOrigin,
    Milestone,
    PartOfPartnership,
    Result,
    Review,
)
from midla.partnerships.models.resource import Need, Offer, Resource, ResourceKind, ResourceState, Side

__all__ = [
    "FORWARD",
    "LIVE",
    "NEEDS_AGREEMENT",
    "RUNNING",
    "Agreement",
    "Currency",
    "FundingForm",
    "FundingLine",
    "FundingOrigin",
    "Match",
    "MatchState",
    "MatchWeight",
    "Milestone",
    "Need",
    "Offer",
    "PartOfPartnership",
    "PartRole",
    "Participant",
    "Partnership",
    "Resource",
    "ResourceKind",
    "ResourceState",
    "Result",
    "Review",
    "Side",
    "Stage",
    "StageChange",
]
