"""People, meetings, follow-ups and the words that describe them."""

from contacts.models.follow_up import CalendarAddress, FollowUp, PromisedBy
from contacts.models.meeting import HeadCount, Meeting, MeetingState, Participation, Presence
from contacts.models.person import (
    Affiliation,
    Channel,
    Consent,
    ConsentMethod,
    ConsentState,
    Person,
    Purpose,
)
from contacts.models.words import AffiliationRole, Language, MeetingKind

__all__ = [
    "Affiliation",
    "AffiliationRole",
    "CalendarAddress",
    "Channel",
    "Consent",
    "ConsentMethod",
    "ConsentState",
    "FollowUp",
    "HeadCount",
    "Language",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Participation",
    "Person",
    "Presence",
    "PromisedBy",
    "Purpose",
]
