"""From our words to the codes of IATI's lists."""

from associations.models import AssociationForm, Organisation, PartnerType
from midla.partnerships.models import FundingOrigin, PartRole, Stage

# Themes as purposes of OECD DAC's creditor reporting system: one for each, the broadest that fits.
SECTORS = {
    "remittances": "24050",
    "savings": "24030",
    "enterprise": "32130",
    "social-enterprise": "32130",
    "skilled-migration": "15190",
    "training": "11330",
    "education": "11110",
    "health": "12110",
    "agriculture": "31120",
    "environment": "41010",
    "culture": "16061",
    "tourism": "33210",
    "housing": "16030",
    "women": "15170",
    "youth": "16010",
    "rights": "15160",
    "emergencies": "72010",
}
# Orderly migration: where a partnership has no theme, or one that an office added.
USUAL_SECTOR = "15190"

STATUSES = {Stage.AGREED: "1", Stage.ACTIVE: "2", Stage.COMPLETED: "4"}
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"

# Whoever benefits has no role in IATI.
ROLES = {PartRole.LEAD: "4", PartRole.PROMOTER: "4", PartRole.TECHNICAL: "4", PartRole.FUNDER: "1"}
ACCOUNTABLE = "2"

LOCAL, PUBLIC, NGO, FOUNDATION, PRIVATE, RESEARCH, OTHER = "11", "15", "22", "60", "70", "80", "90"
KINDS = {
    PartnerType.MUNICIPALITY: LOCAL,
    PartnerType.REGION: LOCAL,
    PartnerType.NGO: NGO,
    PartnerType.COOPERATIVE: PRIVATE,
    PartnerType.UNIVERSITY: RESEARCH,
    PartnerType.SCHOOL: RESEARCH,
    PartnerType.BANK: PRIVATE,
    PartnerType.CHAMBER: PUBLIC,
    PartnerType.ENTERPRISE: PRIVATE,
    PartnerType.FOUNDATION: FOUNDATION,
    PartnerType.HEALTH: PUBLIC,
    PartnerType.MINISTRY: "10",
    PartnerType.INTERNATIONAL: "40",
}
BUSINESSES = {AssociationForm.COOPERATIVE, AssociationForm.ENTERPRISE, AssociationForm.MEDIA}

# Commitment and payment: of the programme and its donor outgoing, of everybody else incoming.
OUTGOING, INCOMING = ("2", "3"), ("11", "1")


def kind_of(organisation: Organisation) -> str:
    """The code of an organisation's kind."""
    if organisation.is_association:
        return PRIVATE if organisation.form in BUSINESSES else NGO
    return KINDS.get(PartnerType(organisation.type), OTHER) if organisation.type else OTHER


def movements(origin: str) -> tuple[str, str]:
    """The codes of a commitment and of a payment from this origin."""
    return OUTGOING if origin == FundingOrigin.DONOR else INCOMING


def shares(count: int) -> list[str]:
    """Per cents of equal parts, which add up to a hundred exactly."""
    part = 10_000 // count
    parts = [10_000 - part * (count - 1), *([part] * (count - 1))]
    return [f"{one / 100:.2f}" for one in parts]
