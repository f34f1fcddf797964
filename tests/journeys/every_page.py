"""One address for each kind of page: every route that answers a page to an administrator, one per template."""

import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from midla.records.models import DoublePair, SavedView
from midla.records.registry import record_types
from tests.factories.associations import AssociationFactory, InitiativeFactory, PartnerActorFactory
from tests.factories.contacts import (
    AffiliationFactory,
    ConsentFactory,
    FollowUpFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.dashboards import ReportFactory, TargetFactory, load_framework
from tests.factories.imports import ImportFileFactory, PopulationFileFactory
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

# Django's own pages are another test's; what only sends elsewhere has no page.
NOT_OURS = ("admin", "accounts:invitation", "accounts:reset", "accounts:first")
# The same for every test of a process: every address is asked for once.
NAMES_FOUND: dict[str, str] = {}
NO_PAGE = ("-csv", "-xlsx", "-find", "-typeahead")


def records(owner: Any) -> dict[str, int]:
    """One record of each kind, hanging together, by the name of its addresses."""
    load_framework()
    association = AssociationFactory(name="Asociación Ñandú", serves=["PE", "BO"], owner=owner, notes="They dance.")
    person = PersonFactory(given_names="Inés", family_names="Muñoz", phone="+390100000000")
    meeting = MeetingFactory(state="planned", with_organisations=[association], said="A hall is free on Sundays.")
    ParticipationFactory(meeting=meeting, person=person)
    ConsentFactory(person=person)
    what = {"owner": owner, "organisation": association, "meeting": meeting, "due_on": "2026-01-01"}
    return {
        "association": association.pk,
        "partner": PartnerActorFactory(name="Comune di prova").pk,
        "initiative": InitiativeFactory(title="Red de apoyo", about=["culture"], organisation=association).pk,
        "person": person.pk,
        "meeting": meeting.pk,
        "follow-up": FollowUpFactory(**what).pk,
        "affiliation": AffiliationFactory(person=person, organisation=association).pk,
        "need": NeedFactory(what="A hall on Sundays", organisation=association).pk,
        "offer": OfferFactory(what="A hall with a stage").pk,
        **partnership_with_parts(owner, association),
        "report": ReportFactory(summary="We met many.", achievements="Thanks to Inés Muñoz.").pk,
        "target": TargetFactory(value=4).pk,
        "import-file": ImportFileFactory(user=owner).pk,
        "double": pair_with(person).pk,
        "population-file": PopulationFileFactory(user=owner).pk,
    } | {
        f"{declared.url.partition(':')[2]}-view": SavedView.objects.create(
            owner=owner, list_name=declared.url, name="kept"
        ).pk
        for declared in record_types()
    }


def pair_with(person: Any) -> DoublePair:
    """A person, and another record that may be the same one."""
    other = PersonFactory(given_names="Inés", family_names="Muñoz Peña")
    reasons = [["near_name", 16], ["other_phone", -1]]
    ends = dict(zip(("first_id", "second_id"), sorted((person.pk, other.pk)), strict=True))
    return DoublePair.objects.create(model_label=person.label(), score=15, open_score=16, reasons=reasons, **ends)


def partnership_with_parts(owner: Any, association: Any) -> dict[str, int]:
    """A partnership and one of everything that hangs on it."""
    partnership = PartnershipFactory(title="Bakery of Cochabamba", owner=owner)
    whole = {"partnership": partnership}
    return {
        "partnership": partnership.pk,
        "participant": ParticipantFactory(organisation=association, **whole).pk,
        "agreement": AgreementFactory(**whole).pk,
        "funding": FundingLineFactory(**whole).pk,
        "milestone": MilestoneFactory(**whole).pk,
        "result": ResultFactory(**whole).pk,
        "review": ReviewFactory(**whole).pk,
    }


def names(resolver: URLResolver | Any = None, before: str = "") -> Iterator[str]:
    """The name of every route, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{before}{entry.namespace}:" if entry.namespace else before)
        elif entry.name:
            yield f"{before}{entry.name}"


def address(name: str, keys: dict[str, int]) -> str:
    """The address of a route with a record of its kind in it; empty where it asks for more."""
    last = name.rpartition(":")[2]
    found = [noun for noun in keys if last.startswith(noun)]
    pair = [keys["need"], keys["offer"]] if last.startswith("need-") else []
    for arguments in ([], [keys[max(found, key=len)]] if found else [], pair):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return ""


def recently_signed_in(session_key: str | None) -> None:
    """Let a session count as one whose password was typed just now, which second factors ask for."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()


def every_page(client: Client, keys: dict[str, int]) -> dict[str, str]:
    """Template -> the address of one page it draws, of all that answer to who is signed in."""
    recently_signed_in(client.session.session_key)
    if not NAMES_FOUND:
        NAMES_FOUND.update(names_of_pages(client, keys))
    return {template: address(name, keys) for template, name in NAMES_FOUND.items()}


def names_of_pages(client: Client, keys: dict[str, int]) -> dict[str, str]:
    """Template -> the name of the first route that answers with it."""
    found: dict[str, str] = {}
    for name in sorted(set(names())):
        path = "" if name.startswith(NOT_OURS) or name.endswith(NO_PAGE) else address(name, keys)
        answer = client.get(path) if path else None
        # A part of a page, which a script asks for, is no page.
        if answer and answer.status_code == 200 and not answer.streaming and b"<html" in answer.content:
            templates = [template.name for template in answer.templates if template.name]
            found.setdefault(templates[0] if templates else name, name)
    return found
