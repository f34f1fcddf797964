"""Asking every address as one reader, and noting what each question wrote; nothing that is written stays."""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from zeal import zeal_ignore

from contacts.calendars import renew_address
from midla.accounts.invitations import invitations, resets
from midla.accounts.roles import Role
from midla.records.models import SavedView
from midla.records.registry import record_types
from tests.architecture.routes import Route
from tests.architecture.world import CONFINED, OPEN, TRASHED, World
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportFileFactory, PopulationFileFactory
from tests.factories.territories import ProvinceFactory

OUTSIDE, UNKNOWN, BEYOND = "outside", "unknown", "beyond"
WRITES = re.compile(r'^(?:INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM) "?(\w+)"?')
# Kinds of records that a country limit does not narrow.
EVERYBODYS = {"associations:partner", "associations:initiative"}
# Beyond what any table holds: SQLite answers such a key with an error.
KEYS_OF_NOTHING = {UNKNOWN: 10**9, BEYOND: 2**70}


class SignedIn(ClientHandler):
    """Serves pages to somebody who is signed in, without reading session and user anew for each."""

    def __init__(self, user: Any) -> None:
        super().__init__(enforce_csrf_checks=False)
        self.user = type(user).objects.select_related("office").get(pk=user.pk)
        # Read now, so that every copy of the user holds it.
        assert self.user.country_codes is not None

    def get_response(self, request: Any) -> Any:
        # How one came in is read from the session itself.
        if not request.path.startswith("/accounts/"):
            request._cached_user = copy(self.user)
        return super().get_response(request)


class PlainClient(Client):
    """A browser that keeps no copy of what pages were drawn with: thousands of pages are asked for."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        super().force_login(user, backend)
        self.handler = SignedIn(user)

    def request(self, **request: Any) -> Any:
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


@dataclass
class Reader:
    """Somebody at a browser."""

    client: Client
    user: Any
    wrote: set[str] = field(default_factory=set)

    @property
    def is_signed_in(self) -> bool:
        return self.user is not None and self.user.is_active

    def ask(self, method: str, path: str, sent: Any = None) -> Any:
        """The answer, read to its end; `wrote` names the tables it wrote to. Nothing that is written stays."""
        self.wrote = set()
        with transaction.atomic(), connection.execute_wrapper(self.note), zeal_ignore():
            answer = getattr(self.client, method)(path, sent)
            if answer.streaming:
                answer.read = answer.getvalue()
            transaction.set_rollback(True)
        return answer

    def status_of(self, path: str) -> int:
        """The status of a page that is read to its end."""
        answer = self.client.get(path)
        if answer.streaming:
            answer.getvalue()
        return answer.status_code

    def note(self, execute: Any, sql: str, *rest: Any) -> Any:
        if found := WRITES.match(sql):
            self.wrote.add(found[1])
        return execute(sql, *rest)


def reader_of(user: Any, is_switched_off: bool = False) -> Reader:
    """A user, signed in; where switched off, by a session from before."""
    # An error of the site is an answer like others, told with its address.
    client = PlainClient()
    if user is not None:
        client.force_login(user)
    if is_switched_off:
        user.is_active = False
        user.save()
        # Whoever has but a session is looked for.
        client.handler = ClientHandler(enforce_csrf_checks=False)
    return Reader(client, user)


def home_of(user: Any) -> tuple[str, str]:
    """The country whose records a user sees, and one whose records they do not; empty where there is none."""
    limit = user.country_codes if user is not None else ()
    if not limit:
        return "PE", ""
    inside = next((code for code in limit if code in {"PE", "EC"}), "")
    return inside, "EC" if inside == "PE" else "PE"


def imported_by(user: Any) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of an import: a file of the user's own."""
    key, figures = ImportFileFactory(user=user).pk, PopulationFileFactory(user=user).pk
    own = {name: {"file": key} for name in ("records:import-file", "records:import-refused")}
    return {**own, "dashboards:population-file": {"file": figures}}


def noun_of(route: Route) -> str:
    """The kind of record a route is about: the start of its name; an address of no record has none."""
    nouns = sorted(
        [*(declared.url for declared in record_types()), "records:attachment", "records:double"], key=len, reverse=True
    )
    return next((noun for noun in nouns if route.name.startswith(f"{noun}-")), "")


class Addresses:
    """The addresses of one reader: what stands in each route, in every state in which it can be asked."""

    def __init__(self, world: World, user: Any) -> None:
        self.world = world
        self.inside, self.outside = home_of(user)
        # Trash and confinement do not ask for roles beyond these; keys that no record has mean the same to everybody.
        self.asks_for_hidden = user is None or user.role in {Role.VIEWER, Role.OFFICER, Role.MANAGER}
        self.is_thorough = user is not None and user.role == Role.MANAGER
        other = UserFactory(role=Role.MANAGER)
        self.views = {
            (declared.url, state): SavedView.objects.create(
                owner=owner, list_name=declared.url, name="kept", shared=True
            ).pk
            for state, owner in ((OPEN, user), (OUTSIDE, other))
            for declared in record_types()
            if owner is not None
        }
        self.secrets = {
            "accounts:invitation": dict(zip(("uid", "token"), invitations.path(other).split("/")[3:5], strict=True)),
            "accounts:reset": dict(zip(("uid", "token"), resets.path(other).split("/")[3:5], strict=True)),
            "accounts:first": {"token": "nonsense"},
            "dashboards:diaspora-province": {"code": ProvinceFactory().code},
            **imported_by(user or other),
            "contacts:calendar-feed": {"secret": renew_address(user=other).secret},
        }

    def of(self, route: Route) -> Iterator[tuple[str, str]]:
        """Each state in which a route can be asked, with the address."""
        if not {"pk", "batch"} & set(route.parameters):
            yield OPEN, route.path(self.secrets.get(route.name, {}))
            return
        for state, values in self.keys(noun_of(route), route):
            yield state, route.path({"change": 1, "merge": 1, **values})
        for state, key in KEYS_OF_NOTHING.items() if self.is_thorough else ():
            yield state, route.path({"pk": key, "change": key, "batch": key, "other": key, "merge": key})

    def keys(self, noun: str, route: Route) -> Iterator[tuple[str, dict[str, Any]]]:
        """What stands in the addresses of records."""
        if route.name.endswith(("-view-edit", "-view-delete")):
            yield from ((state, {"pk": pk}) for (of_noun, state), pk in self.views.items() if of_noun == noun)
            return
        everybodys = noun in EVERYBODYS
        for code, state in ((self.inside, OPEN), (self.outside, OUTSIDE)):
            shown = "PE" if everybodys else code
            if shown and not (everybodys and state == OUTSIDE):
                yield state, self.world.corners[shown].keys[noun, OPEN]
        hidden = self.world.corners[self.inside or "PE"].keys
        for state in (TRASHED, CONFINED) if self.asks_for_hidden else ():
            if (noun, state) in hidden and "batch" not in route.parameters:
                yield state, hidden[noun, state]
