"""What a person's page tells: facts, what the person agreed to, and what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contacts.consent import newest_of
from contacts.models import Channel, Consent, ConsentState, Person, Purpose
from contacts.phones import call_url, whatsapp_url
from midla.accounts.permissions import Permission
from midla.records.phones import spaced
from midla.ui import dates
from midla.ui.marks import mark

Fact = tuple[str, Any]


@dataclass(frozen=True)
class Agreed:
    """One line of the table of consent."""

    purpose: str
    mark: SafeString
    said: str
    so: str


class Gate:
    """What one reader may do with one person's data; the person's consent is asked once."""

    def __init__(self, person: Person, user: Any) -> None:
        self.person, self.user = person, user

    @cached_property
    def newest(self) -> dict[str, Consent]:
        """The row that holds for each purpose."""
        return newest_of(self.person)

    def state(self, purpose: str) -> str:
        """Given, withdrawn, or empty where nobody has asked."""
        return self.newest[purpose].state if purpose in self.newest else ""

    def allows(self, purpose: str) -> bool:
        return self.state(purpose) == ConsentState.GIVEN

    @property
    def reads(self) -> bool:
        """True where the reader may read contact data."""
        may = self.user.can(Permission.VIEW_CONTACTS)
        return may and (not self.user.is_outside_eu or self.allows(Purpose.TRANSFER))

    @property
    def reaches(self) -> bool:
        """True where the reader may use the contact data, too."""
        return self.reads and self.allows(Purpose.CONTACT)

    @property
    def notice(self) -> str:
        """Why contact data are not shown, or not to be used; empty where they are."""
        if not self.user.can(Permission.VIEW_CONTACTS):
            return ""
        if not self.reads:
            return _("Contact data are read outside the EU only with this person's consent to the transfer.")
        if self.state(Purpose.CONTACT) == ConsentState.WITHDRAWN:
            return _("This person has withdrawn the consent to be contacted: do not call or write.")
        if not self.allows(Purpose.CONTACT):
            return _("This person has not agreed to be contacted. Ask first, and record the answer.")
        return ""

    def lines(self) -> list[Agreed]:
        """The table of consent."""
        return [
            Agreed(
                capfirst(str(purpose.label)),
                state_mark(self.state(purpose)),
                said(self.newest.get(purpose)),
                consequence(purpose, self.allows(purpose)),
            )
            for purpose in Purpose
        ]


def state_mark(state: str) -> SafeString:
    """Yes, no or not asked: a word, a shape and a colour."""
    if state == ConsentState.GIVEN:
        return mark("good", _("yes"))
    if state == ConsentState.WITHDRAWN:
        return mark("bad", _("no"))
    return mark("plain", _("not asked"), "question-lg")


def said(consent: Consent | None) -> str:
    """When, how, in what language, to whom."""
    if consent is None:
        return "–"
    parts = (
        dates.short_day(consent.said_on),
        consent.get_method_display(),
        consent.get_language_display(),
        consent.recorded_by,
    )
    return ", ".join(str(part) for part in parts if part)


def consequence(purpose: Purpose, allowed: bool) -> str:
    """What may be done, in words."""
    yes, no = {
        Purpose.CONTACT: (_("we may call and write"), _("we do not call or write")),
        Purpose.SHARING: (_("partner actors may get name, role and contact data"), _("partner actors get nothing")),
        Purpose.TRANSFER: (
            _("offices outside the EU read the contact data"),
            _("offices outside the EU see no contact data"),
        ),
    }[purpose]
    return yes if allowed else no


def lead(person: Person, main_role: SafeString | str) -> SafeString:
    """The line below the name."""
    called = _("Likes to be called “%(name)s”") % {"name": person.form_of_address} if person.form_of_address else ""
    return format_html_join(" · ", "{}", ((part,) for part in (main_role, called) if part))


def reached(person: Person, gate: Gate) -> list[Fact]:
    """Contact data, for who may read them; links only where the person agreed to be contacted."""
    if not gate.reads:
        return []
    facts = [
        (_("Phone"), number(person.phone, gate)),
        (_("Second phone"), number(person.second_phone, gate)),
        (_("E-mail"), address(person.email, gate)),
        (_("Address"), ", ".join(part for part in (person.street, f"{person.postcode} {person.town}".strip()) if part)),
        (_("Preferred channel"), person.get_preferred_channel_display()),
    ]
    return [(label, value) for label, value in facts if value]


def number(text: str, gate: Gate) -> SafeString | str:
    """A number, to be called where that is agreed to."""
    if not text or not gate.reaches:
        return spaced(text) if text else ""
    return format_html('<a href="{}">{}</a>', call_url(text), spaced(text))


def address(email: str, gate: Gate) -> SafeString | str:
    """An e-mail address, to be written to where that is agreed to."""
    return format_html('<a href="mailto:{0}">{0}</a>', email) if email and gate.reaches else email


def taps(person: Person, gate: Gate) -> list[tuple[str, str, str]]:
    """Label, address and icon of the ways to reach the person in one tap, the preferred one first."""
    if not gate.reaches:
        return []
    phone = person.phone or person.second_phone
    ways = []
    if phone:
        ways += [(Channel.PHONE, _("Call"), call_url(phone), "telephone")]
        ways += [(Channel.WHATSAPP, _("WhatsApp"), whatsapp_url(phone), "whatsapp")]
    if person.email:
        ways += [(Channel.EMAIL, _("Write"), f"mailto:{person.email}", "envelope")]
    ways.sort(key=lambda way: way[0] != person.preferred_channel)
    return [(label, url, icon) for _channel, label, url, icon in ways]


def facts_of(person: Person, languages: Iterable[Any]) -> list[Fact]:
    """Who the person is; what is not known is left out."""
    facts = [
        (_("Lives in"), person.province or person.town),
        (_("Comes from"), person.origin_subdivision),
        (_("Citizenships"), ", ".join(str(country) for country in person.citizenships.all())),
        (_("Languages"), ", ".join(str(language) for language in languages)),
        (_("Preferred language"), person.get_preferred_language_display()),
        (_("Born"), dates.day(person.birth_date) if person.birth_date else person.birth_year),
        (_("Profession"), person.profession),
        (_("Skills"), person.skills),
    ]
    return [(label, value) for label, value in facts if value]
