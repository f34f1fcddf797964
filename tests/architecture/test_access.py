"""Every address, asked by every role, by users limited to a country, by somebody switched off and by nobody.

What each is answered follows from the rule the address states (stated_rules.py). What a user may not see is 404, what
a user may not do is 403; whoever is not signed in is led to the sign-in page.
"""

import itertools

import pytest
from django.urls import resolve

from midla.accounts.access import PUBLIC, SIGNED_IN
from midla.accounts.middleware import stated_rule
from midla.accounts.permissions import Permission
from tests.architecture.routes import routes
from tests.architecture.stated_rules import NOBODY, NOT_THIS_WAY, RULES
from tests.architecture.test_leaks import may_read, words_in
from tests.architecture.walking import OPEN, TRASHED, Addresses, reader_of

# Minutes of asking that no database answers otherwise.
pytestmark = pytest.mark.one_database

OWN = [route for route in routes() if not route.is_of_admin]
OF_ADMIN = [route for route in routes() if route.is_of_admin]
# What reading may write: that it was read, when a session was used, how often somebody tried.
WRITTEN_BY_READING = {"records_access", "django_session", "midla_cache"}
SIGN_IN, REFUSED, NOT_THERE = 302, 403, 404
METHODS = ("get", "post")


def test_every_address_states_its_rule_here():
    assert {route.name for route in OWN} == set(RULES)


@pytest.mark.parametrize("route", OWN, ids=lambda route: route.name)
def test_view_states_the_rule_that_stands_here(route):
    values = dict.fromkeys(route.parameters, 1)
    assert stated_rule(route.view, resolve(route.path(values))) == RULES[route.name][0]


def test_every_address_of_the_admin_asks_for_the_same_permission():
    found = {stated_rule(route.view, resolve(route.path(dict.fromkeys(route.parameters, 1)))) for route in OF_ADMIN}
    assert found == {Permission.WORDS}


def turned_away(reader, rule):
    """The status for whoever may not open an address whatever it names; None for who may."""
    if rule == PUBLIC:
        return None
    if not reader.is_signed_in:
        return SIGN_IN
    return None if rule == SIGNED_IN or reader.user.can(rule) else REFUSED


def expected(reader, route, state, answer):
    """The status for who may open an address, in a state; `answer` is that for a record that is open."""
    if not reader.is_signed_in:
        return answer
    if answer == NOT_THIS_WAY or (state == OPEN and not refused_all_the_same(reader.user, route)):
        return answer
    if state == OPEN:
        return REFUSED
    return answer if state == TRASHED and takes_back(reader.user, route) else NOT_THERE


def refused_all_the_same(user, route):
    """True where the record itself decides: others' changes are undone by who may, a card passes the gate.

    So does the change of a person: it is one of contact data.
    """
    if undoes(route) and not user.can(Permission.EDIT_ANY):
        return True
    return route.name in ("contacts:person-card", "contacts:person-undo") and user.is_outside_eu


def takes_back(user, route):
    """True for who may take back what somebody else trashed; a file only whoever trashed it."""
    restores = route.name.endswith("-restore") and route.name != "records:attachment-restore"
    return user.can(Permission.EDIT_ANY) and (restores or undoes(route))


def undoes(route):
    """True for the addresses that take one change or one import back."""
    return "change" in route.parameters or route.name.endswith("-import-undo")


def leaked(reader, route, state, answer):
    """The words of the world (test_leaks.py) in an answer that this reader may not read."""
    found = sorted(words_in(answer))
    return [word for word in found if not (reader.is_signed_in and may_read(reader.user, route, state, *word))]


def walked(reader, addresses, method):
    """What was answered otherwise than stated, or written by reading."""
    for route in OWN:
        rule, *stated = RULES[route.name]
        answers = stated if reader.is_signed_in else NOBODY.get(route.name, stated)
        away = turned_away(reader, rule)
        # Who is turned away by the rule alone is asked once: the record is not even looked for.
        for state, path in itertools.islice(addresses.of(route), 1 if away else None):
            wanted = away or expected(reader, route, state, answers[METHODS.index(method)])
            answer = reader.ask(method, path)
            if answer.status_code != wanted:
                yield f"{method} {path} ({route.name}, {state}): {answer.status_code} instead of {wanted}"
            elif away == SIGN_IN and not answer.url.startswith("/accounts/login/"):
                yield f"{method} {path} ({route.name}) leads to {answer.url}"
            if method == "get" and not reader.wrote <= WRITTEN_BY_READING:
                yield f"get {path} ({route.name}) writes to {sorted(reader.wrote)}"
            if method == "get" and answer.status_code == 200:
                yield from (f"get {path} ({route.name}) tells {word}" for word in leaked(reader, route, state, answer))


@pytest.mark.parametrize("method", METHODS)
def test_every_address_answers_as_stated(world, personas, short_refusals, undrawn, method):
    """And a GET changes nothing but logs, and tells nothing that its reader may not read."""
    if method == "post":
        undrawn()
    found = {
        name: list(walked(reader_of(persona, name == "switched_off"), Addresses(world, persona), method))
        for name, persona in personas.items()
    }
    assert {name: faults for name, faults in found.items() if faults} == {}
