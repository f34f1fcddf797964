"""A person as a vCard 4.0, for the reader's own telephone. Whoever calls has asked the gate."""

from collections.abc import Iterable

from icalendar import Component
from icalendar.prop import vAdr, vN, vOrg, vText, vUri

from contacts.models import Affiliation, Person
from contacts.phones import call_url


def vcard(person: Person, affiliations: Iterable[Affiliation] = ()) -> bytes:
    """Name, role, e-mail, telephones and address; each field escaped and folded by icalendar."""
    card = Component()
    card.name = "VCARD"
    card.add("VERSION", vText("4.0"))
    card.add("FN", vText(person.full_name))
    card.add("N", vN((person.family_names, person.given_names, "", person.form_of_address, "")))
    for affiliation in affiliations:
        card.add("ORG", vOrg((affiliation.organisation.name,)))
        card.add("TITLE", vText(str(affiliation.role)))
    if person.email:
        card.add("EMAIL", vText(person.email))
    for number in filter(None, (person.phone, person.second_phone)):
        card.add("TEL", vUri(call_url(number)), parameters={"VALUE": "uri"})
    if person.street or person.town:
        card.add("ADR", vAdr(("", "", person.street, person.town, "", person.postcode, "")))
    # A card begins with its version; the library would put its lines in order of the alphabet.
    return card.to_ical(sorted=False)
