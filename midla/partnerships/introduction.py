"""Introducing two who fit: whether one may, what each is told of the other, and the letters that tell it.

An organisation's own address and telephone may be given. A person's name, role and contact data go out only where the
person agreed to sharing; that somebody belongs to a religious community or a trade union never does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from associations.models import Organisation
from contacts.consent import allowing, contact_readable, people_allowing
from contacts.models import Affiliation, Person, Purpose
from contacts.querysets import plain_ties
from midla.partnerships.models import Resource, ResourceState
from midla.records.phones import spaced

ITALIAN, SPANISH = "it", "es"
MOST_PEOPLE = 5


@dataclass(frozen=True)
class Contact:
    """A person who may be named to the other side: with role, address and telephone as far as they may be told.

    `is_reached` is true of who agreed to be contacted by the programme, too.
    """

    person: Person
    role: str = ""
    email: str = ""
    phone: str = ""
    is_reached: bool = False

    @property
    def line(self) -> str:
        """Everything in one line."""
        parts = (self.person.full_name, self.role, self.email, spaced(self.phone) if self.phone else "")
        return ", ".join(part for part in parts if part)


@dataclass
class Party:
    """One of the two: the need or offer, whose it is, and whom of them one may name."""

    resource: Resource
    user: Any
    holder: Organisation | Person | None = None
    contacts: list[Contact] = field(default_factory=list)
    # Main contacts who did not agree to be named.
    kept_back: int = 0

    def __post_init__(self) -> None:
        self.holder = holder_seen(self.resource, self.user)
        if isinstance(self.holder, Person):
            self.take([(self.holder, "")])
        elif self.holder is not None and not self.holder.is_special:
            self.take(main_contacts(self.holder, self.user))

    def take(self, people: Sequence[tuple[Person, str]]) -> None:
        """Name those who agreed to sharing, and count the others; two queries, however many."""
        rows = Person.objects.filter(pk__in=[person.pk for person, _role in people])
        sharing = people_allowing(rows, Purpose.SHARING).annotate(is_reached=allowing(Purpose.CONTACT))
        agreed = dict(sharing.values_list("pk", "is_reached")) if people else {}
        read = set(rows.filter(contact_readable(self.user)).values_list("pk", flat=True)) if agreed else set()
        self.kept_back = sum(person.pk not in agreed for person, _role in people)
        self.contacts = [
            Contact(person, role, *((person.email, person.phone) if person.pk in read else ("", "")), agreed[person.pk])
            for person, role in people
            if person.pk in agreed
        ]

    @property
    def name(self) -> str:
        return str(self.holder or "")

    @property
    def language(self) -> str:
        """The language to write in: their own, else Italian to partner actors, Spanish to migrants."""
        is_partner = isinstance(self.holder, Organisation) and not self.holder.is_association
        return getattr(self.holder, "preferred_language", "") or (ITALIAN if is_partner else SPANISH)

    @property
    def email(self) -> str:
        """Where to write: the organisation's address, else that of the first who may be named and contacted."""
        own = self.holder.email if isinstance(self.holder, Organisation) else ""
        return own or next((contact.email for contact in self.contacts if contact.email and contact.is_reached), "")

    @property
    def unwritten(self) -> str:
        """Why there is nowhere to write; empty where there is."""
        if self.email:
            return ""
        if isinstance(self.holder, Person) and not any(contact.is_reached for contact in self.contacts):
            return _("This person has not agreed to be contacted. Ask first, and record the answer.")
        return _("No address is recorded: copy the text and send it your way.")

    @property
    def told(self) -> list[str]:
        """What the other side is told: name, how to reach them, who answers. Lines of a letter."""
        if isinstance(self.holder, Person):
            return [contact.line for contact in self.contacts]
        if self.holder is None:
            return []
        phone = spaced(self.holder.phone) if self.holder.phone else ""
        own = ", ".join(part for part in (self.holder.name, self.holder.email, phone, self.holder.website) if part)
        return [own, *(contact.line for contact in self.contacts)]


def holder_seen(resource: Resource, user: Any) -> Organisation | Person | None:
    """Whose it is, where the reader sees them."""
    if resource.organisation_id:
        return Organisation.objects.visible_to(user).filter(pk=resource.organisation_id).first()
    return Person.objects.visible_to(user).filter(pk=resource.person_id).first()


def main_contacts(organisation: Organisation, user: Any) -> list[tuple[Person, str]]:
    """The people who answer for an organisation today, with their roles."""
    roles = plain_ties(Affiliation.objects.visible_to(user)).on(timezone.localdate())
    rows = roles.filter(organisation=organisation.pk, main_contact=True).select_related("person", "role")
    return [(row.person, str(row.role)) for row in rows.order_by("pk")[:MOST_PEOPLE]]


@dataclass(frozen=True)
class Letter:
    """The draft of an e-mail to one party, in their language."""

    to: str
    name: str
    language: str
    subject: str
    body: str
    # Why there is nobody to send it to, in the reader's language.
    unwritten: str

    @property
    def language_name(self) -> str:
        """The language, in the reader's."""
        return get_language_info(self.language)["name_translated"]

    @property
    def mailto(self) -> str:
        """The address that opens the reader's own mail program."""
        return f"mailto:{quote(self.to, safe='@')}?subject={quote(self.subject)}&body={quote(self.body)}"


def letter(to: Party, about: Party, by: Any) -> Letter:
    """What one party is written about the other."""
    with override(to.language):
        names = {"name": to.name, "other": about.name}
        wanted, given = (to, about) if to.resource.is_need else (about, to)
        lines = [
            _("Dear %(name)s,") % names,
            "",
            _("the MIDLA programme of IOM would like you to meet %(other)s.") % names,
            _("Looked for: %(what)s") % {"what": wanted.resource.what},
            _("Offered: %(what)s") % {"what": given.resource.what},
            "",
            _("How to reach %(other)s:") % names,
            *about.told,
            "",
            _("If you do not want to go on, answer this message and say so."),
            "",
            f"{by}",
            "MIDLA, IOM",
        ]
        subject = _("MIDLA: meeting %(other)s") % names
    return Letter(to.email, to.name, to.language, subject, "\n".join(lines), to.unwritten)


@dataclass
class Introduction:
    """A need and an offer that are about to be introduced by somebody, or were."""

    need: Party
    offer: Party
    by: Any

    @classmethod
    def of(cls, need: Resource, offer: Resource, by: Any) -> "Introduction":
        return cls(Party(need, by), Party(offer, by), by)

    @property
    def parties(self) -> tuple[Party, Party]:
        return self.need, self.offer

    @property
    def refusal(self) -> str:
        """Why the two cannot be introduced by this user, and who or what helps; empty where they can."""
        for party in self.parties:
            if party.holder is None:
                owner = party.resource.owner
                whom = str(owner) if owner else _("a colleague without a country limit")
                return _("You do not see both of them. %(whom)s can introduce them.") % {"whom": whom}
            if isinstance(party.holder, Person) and not party.contacts:
                sentence = _("%(name)s has not agreed to be introduced to others. Ask, and record the answer there.")
                return sentence % {"name": party.name}
        if self.is_same:
            return _("Both are of the same holder: there is nobody to introduce.")
        return ""

    @property
    def closed(self) -> str:
        """That one of the two is looked for, or given, no more; empty while both are open."""
        for party in self.parties:
            if party.resource.state != ResourceState.OPEN or party.resource.is_expired:
                return _("“%(what)s” is not open any more: open it again first.") % {"what": party.resource.what}
        return ""

    @property
    def is_same(self) -> bool:
        """True where both are one and the same."""
        return self.need.holder == self.offer.holder

    @property
    def letters(self) -> list[Letter]:
        """The two drafts, each in its reader's language."""
        return [letter(self.need, self.offer, self.by), letter(self.offer, self.need, self.by)]

    @property
    def named(self) -> list[Contact]:
        """The people whose data go out."""
        return [contact for party in self.parties for contact in party.contacts]
