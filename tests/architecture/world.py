"""What could leak: records of two countries that are open, in the trash, or confined to somebody.

Everything carries a word that says what it is: `UvillaPEopen` is the name of an open record of Peru, `PEcontact` stands
in contact data, `ALLspecial` in what is special-category data. Whoever finds such a word reads what it says.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from associations.bulk import AddTag
from associations.models import Initiative, Organisation, Tag
from contacts.models import Person
from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.partnerships.models import Participant
from midla.records.actions import create_many, edit, trash
from midla.records.attachments import attach
from midla.records.bulk import apply
from midla.records.merging import merge
from midla.records.models import Batch, Change, DoublePair
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, InitiativeFactory, PartnerActorFactory
from tests.factories.contacts import (
    AffiliationFactory,
    AffiliationRoleFactory,
    ConsentFactory,
    FollowUpFactory,
    LanguageFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.dashboards import ReportFactory, TargetFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    MilestoneFactory,
    NeedFactory,
    OfferFactory,
    ParticipantFactory,
    PartnershipFactory,
    ResultFactory,
    ReviewFactory,
)

OPEN, TRASHED, CONFINED = "open", "trashed", "confined"
PHONES = {"PE": "+390555000101", "EC": "+390555000202"}


@dataclass
class Corner:
    """The records of one country: what stands in their addresses, by kind of record and state."""

    code: str
    maker: User
    confidant: User
    keys: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    association: Any = None
    partnership: Any = None
    special_meeting: int = 0
    special_organisation: int = 0

    def name(self, word: str, state: str) -> str:
        """A word that tells country and state."""
        return f"{word}{self.code}{state}"

    def keep(self, noun: str, state: str, record: Any, **values: Any) -> None:
        """Give a record a change of its own and remember both; what is for the trash goes there."""
        held = edit(record, by=self.maker, values=values)
        change = Change.objects.of(held).first()
        self.keys[noun, state] = {"pk": held.pk, "change": change.pk, "batch": 0}
        if state == TRASHED:
            trash(held, by=self.maker)

    def file(self, state: str, record: Any) -> Any:
        """A file that hangs on a record."""
        return attach(record, SimpleUploadedFile(f"{self.name('Mashua', state)}.txt", b"text"), by=self.maker)


@dataclass
class World:
    """Both countries, and who made their records."""

    corners: dict[str, Corner]
    maker: User
    confidant: User
    mixed_meeting: int = 0
    mixed_partnership: int = 0


def build_world() -> World:
    """Records of Peru and of Ecuador, made by a manager who is nobody of the tests."""
    maker, confidant = (UserFactory(email=f"{word}@example.org", role=Role.MANAGER) for word in ("maker", "confidant"))
    world = World({code: build_corner(code, maker, confidant) for code in ("PE", "EC")}, maker, confidant)
    add_mixed(world)
    return world


def add_mixed(world: World) -> None:
    """What concerns both countries at once: each reader sees it, and of it what they may."""
    corners = world.corners.values()
    meeting = MeetingFactory(title="LucumaALLopen", with_organisations=[corner.association for corner in corners])
    for corner in corners:
        ParticipationFactory(meeting=meeting, person=corner.people[OPEN])
    for mine, other in (("PE", "EC"), ("EC", "PE")):
        person = world.corners[other].people[OPEN]
        FollowUpFactory(what="GuabaALLopen", organisation=world.corners[mine].association, person=person)
    edit(meeting, by=world.maker, values={"outcome": "more"}, many={"people": []})
    edit(meeting, by=world.maker, values={}, many={"people": [corner.people[OPEN].pk for corner in corners]})
    world.mixed_meeting = meeting.pk
    for corner in corners:
        add_resources(corner)
    add_mixed_partnership(world)


def add_resources(corner: Corner) -> None:
    """A need and an offer for both countries, of an organisation and of a person of one: who is not theirs to see."""
    both = {"for_countries": ["PE", "EC"]}
    NeedFactory(what="AchiraALLopen", organisation=corner.association, **both)
    OfferFactory(what="YaconALLopen", organisation=None, person=corner.people[OPEN], **both)


def add_mixed_partnership(world: World) -> None:
    """A partnership for both countries: each reader sees it, and of who takes part and pays only their own."""
    partnership = PartnershipFactory(title="QuinoaALLopen", for_countries=["PE", "EC"])
    for corner in world.corners.values():
        ParticipantFactory(partnership=partnership, organisation=corner.association)
        ParticipantFactory(partnership=partnership, organisation=None, person=corner.people[OPEN])
        FundingLineFactory(partnership=partnership, organisation=corner.association, source="")
    partnership.meetings.add(world.mixed_meeting)
    edit(partnership, by=world.maker, values={"next_step": "more"})
    for part in Participant.objects.filter(partnership=partnership):
        edit(part, by=world.maker, values={"note": "more"})
    world.mixed_partnership = partnership.pk


def build_corner(code: str, maker: User, confidant: User) -> Corner:
    """Records of one country in every state."""
    corner = Corner(code, maker, confidant)
    add_records(corner, OPEN)
    add_records(corner, TRASHED)
    confine(corner)
    add_special(corner)
    add_contact_data(corner)
    add_batches(corner)
    add_doubles(corner)
    return corner


def add_records(corner: Corner, state: str) -> None:
    """One record of each kind, hanging together; those for the trash hang on open ones, too."""
    association = AssociationFactory(name=corner.name("Uvilla", state), serves=[corner.code])
    person = PersonFactory(family_names=corner.name("Capuli", state), citizen_of=[corner.code])
    if state == TRASHED:
        hang_on_open(corner, association, person)
    corner.association = corner.association or association
    corner.people.setdefault(OPEN, person)
    concerned = {"person": corner.people[OPEN], "organisation": corner.association}
    meeting = MeetingFactory(
        title=corner.name("Lucuma", state),
        said=corner.name("Arracacha", state),
        with_organisations=[corner.association],
    )
    ParticipationFactory(meeting=meeting, person=corner.people[OPEN])
    follow_up = FollowUpFactory(what=corner.name("Guaba", state), owner=corner.maker, meeting=meeting, **concerned)
    corner.keep("records:attachment", state, corner.file(state, corner.association), size=9)
    add_reports(corner, state)
    corner.keep("contacts:affiliation", state, AffiliationFactory(**concerned), source="x")
    corner.keep("contacts:follow-up", state, follow_up, notes="more")
    corner.keep("contacts:meeting", state, meeting, outcome=corner.name("Outcome", state))
    corner.keep("contacts:person", state, person, profession="baker")
    corner.keep("associations:association", state, association, notes=corner.name("Note", state))
    made = {"for_countries": [corner.code], "organisation": corner.association}
    need, offer = (
        NeedFactory(what=corner.name("Achira", state), **made),
        OfferFactory(
            what=corner.name("Yacon", state), for_countries=[corner.code], organisation=None, person=corner.people[OPEN]
        ),
    )
    corner.keep("partnerships:need", state, need, details=corner.name("Details", state))
    corner.keep("partnerships:offer", state, offer, details=corner.name("Details", state))
    corner.keys["partnerships:need", state]["other"] = offer.pk
    add_partnership(corner, state)
    partner = PartnerActorFactory(name=f"OcaALL{state}")
    corner.keep("associations:partner", state, partner, notes="more")
    # Existing efforts are everybody's; the association one names is not.
    initiative = InitiativeFactory(title=f"PasacanaALL{state}", organisation=corner.association, places=[corner.code])
    corner.keep("associations:initiative", state, initiative, description="more")


def add_reports(corner: Corner, state: str) -> None:
    """A target and a draft of a report."""
    country = {"country_id": corner.code}
    report = ReportFactory(title=corner.name("Chirimoya", state), **country)
    corner.keep("dashboards:report", state, report, summary=corner.name("Summary", state))
    year = 2026 if state == OPEN else 2025
    target = TargetFactory(starts_on=f"{year}-01-01", ends_on=f"{year}-12-31", **country)
    corner.keep("dashboards:target", state, target, value="12.00")


def add_partnership(corner: Corner, state: str) -> None:
    """A partnership, and on an open one everything that hangs on it; what hangs there is once in the trash, too."""
    partnership = PartnershipFactory(
        title=corner.name("Quinoa", state), summary=corner.name("Kiwicha", state), for_countries=[corner.code]
    )
    first = state == OPEN
    corner.partnership = corner.partnership or partnership
    whole = {"partnership": corner.partnership}
    role = "lead" if first else "funder"
    part = ParticipantFactory(organisation=corner.association, role=role, note=corner.name("Part", state), **whole)
    milestone = MilestoneFactory(what=corner.name("Hito", state), **whole)
    corner.keep("partnerships:participant", state, part, note=corner.name("Role", state))
    agreement = AgreementFactory(title=corner.name("Pacto", state), **whole)
    corner.keep("partnerships:agreement", state, agreement, notes=corner.name("Note", state))
    corner.keep(
        "partnerships:funding", state, FundingLineFactory(source=corner.name("Banco", state), **whole), notes="more"
    )
    corner.keep("partnerships:milestone", state, milestone, due_on=datetime.date(2026, 12, 1))
    corner.keep("partnerships:result", state, ResultFactory(what=corner.name("Logro", state), **whole), quantity=3)
    review = ReviewFactory(months=6 if first else 12, notes=corner.name("Repaso", state), **whole)
    corner.keep("partnerships:review", state, review, still_active=False)
    corner.keep("partnerships:partnership", state, partnership, next_step=corner.name("Paso", state))


def hang_on_open(corner: Corner, association: Any, person: Person) -> None:
    """Let an open meeting name what will lie in the trash."""
    meeting = corner.keys["contacts:meeting", OPEN]["pk"]
    association.meetings.add(meeting)
    ParticipationFactory(meeting_id=meeting, person=person)
    AffiliationFactory(person=person, organisation=corner.association)


def confine(corner: Corner) -> None:
    """A meeting, a follow-up and a file that one user alone may see, and what hangs on that meeting."""
    association = corner.association
    meeting = MeetingFactory(
        title=corner.name("Lucuma", CONFINED), said=corner.name("Arracacha", CONFINED), with_organisations=[association]
    )
    ParticipationFactory(meeting=meeting, person=corner.people[OPEN])
    what = {"owner": corner.confidant, "organisation": association, "due_on": "2026-01-01"}
    follow_up = FollowUpFactory(what=corner.name("Guaba", CONFINED), **what)
    FollowUpFactory(what=corner.name("Pacay", CONFINED), meeting=meeting, **what)
    attachment = corner.file(CONFINED, association)
    corner.file(CONFINED, meeting)
    for record in (meeting, follow_up, attachment):
        record.confined_to.add(corner.confidant)
    corner.keep("contacts:meeting", CONFINED, meeting, outcome=corner.name("Outcome", CONFINED))
    corner.keep("contacts:follow-up", CONFINED, follow_up, notes="more")
    corner.keep("records:attachment", CONFINED, attachment, size=9)


def add_special(corner: Corner) -> None:
    """A tie to a religious community, attendance at its meeting, an indigenous language."""
    person, code = corner.people[OPEN], corner.code
    church = AssociationFactory(name=f"Cofradia{code}forall", form="religious", serves=[code])
    role = AffiliationRoleFactory(code=f"{code}-ALLspecial", active=False)
    AffiliationFactory(person=person, organisation=church, role=role, main_contact=True)
    meeting = MeetingFactory(title=f"Misa{code}open", with_organisations=[church])
    ParticipationFactory(meeting=meeting, person=person)
    edit(meeting, by=corner.maker, values={}, many={"people": []})
    edit(meeting, by=corner.maker, values={}, many={"people": [person.pk]})
    spoken = LanguageFactory(code=f"{code}-ALLspecial", special=True, active=False)
    edit(person, by=corner.maker, values={}, many={"languages": [spoken.pk]})
    corner.special_meeting, corner.special_organisation = meeting.pk, church.pk


def add_contact_data(corner: Corner) -> None:
    """Contact data, now and in history: of one person who agreed to be contacted, of another to the transfer too."""
    code, person = corner.code, corner.people[OPEN]
    ConsentFactory(person=person, purpose="contact")
    edit(person, by=corner.maker, values={"email": f"old-{code}contact@example.org", "street": f"Vicolo {code}contact"})
    now = {"email": f"{code}contact@example.org", "street": f"Via {code}contact", "postcode": f"{code}contact"}
    corner.keep("contacts:person", OPEN, person, **now, phone=PHONES[code])
    agreed = PersonFactory(family_names=corner.name("Tumbo", OPEN), citizen_of=[code])
    edit(agreed, by=corner.maker, values={"email": f"{code}agreed@example.org"})
    for purpose in ("contact", "transfer"):
        ConsentFactory(person=agreed, purpose=purpose)
    corner.people["agreed"] = agreed


def add_batches(corner: Corner) -> None:
    """For each face, a change of many records of this country alone; and an import of existing efforts."""
    batch = Batch.objects.create(by=corner.maker, act="import")
    create_many([(Initiative(title="ChirimoyaALLopen"), {})], by=corner.maker, batch=batch)
    corner.keys["associations:initiative", OPEN]["batch"] = batch.pk
    for noun in ("associations:association", "associations:partner"):
        rows = Organisation.objects.filter(pk=corner.keys[noun, OPEN]["pk"])
        tag = Tag(name=f"{noun} {corner.code}", key=f"{noun} {corner.code}".lower())
        corner.keys[noun, OPEN]["batch"] = apply(AddTag(), rows, tag, by=corner.maker).pk


def add_doubles(corner: Corner) -> None:
    """For each kind a record that was merged into the open one, and a pair of people that may be one."""
    twins = {
        "associations:association": AssociationFactory(name=corner.name("Uvilla", OPEN), serves=[corner.code]),
        "associations:partner": PartnerActorFactory(name="OcaALLopen"),
        "contacts:person": PersonFactory(family_names=corner.name("Capuli", OPEN), citizen_of=[corner.code]),
    }
    for noun, twin in twins.items():
        kept = type(twin).objects.get(pk=corner.keys[noun, OPEN]["pk"])
        corner.keys[noun, OPEN]["merge"] = merge(kept, twin, by=corner.maker).pk
    first, second = sorted(person.pk for person in (corner.people[OPEN], corner.people["agreed"]))
    pair = DoublePair.objects.create(
        model_label=Person.label(),
        first_id=first,
        second_id=second,
        score=30,
        open_score=18,
        reasons=[["name", 18], ["email", 12]],
    )
    corner.keys["records:double", OPEN] = {"pk": pair.pk, "change": 0, "batch": 0}
