"""The admin asks the same as every page: who may come in, which rows they see, what they may read of them."""

from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin

from midla.records.registry import record_types
from tests.architecture.conftest import PERSONAS
from tests.architecture.routes import routes
from tests.architecture.test_leaks import may_read, words_in
from tests.architecture.walking import EVERYBODYS, OPEN, OUTSIDE, home_of, reader_of
from tests.architecture.world import CONFINED, TRASHED

# Minutes of asking that no database answers otherwise.
pytestmark = pytest.mark.one_database

ROUTES = [route for route in routes() if route.is_of_admin]
ADMINISTRATORS = ("administrator", "quito_administrator")
OF_RECORDS = {declared.model._meta.label_lower: declared.url for declared in record_types()} | {
    "records.attachment": "records:attachment"
}
METHODS = ("get", "post")


def model_of(route):
    """The model whose pages these are; None for the others."""
    for model in admin.site._registry:
        meta = model._meta
        if route.name.startswith(f"admin:{meta.app_label}_{meta.model_name}_"):
            return model
    return None


def some_path(route):
    """An address of a route, whatever it names."""
    return route.path(dict.fromkeys(route.parameters, "1"))


@pytest.mark.parametrize("method", METHODS)
def test_nobody_but_administrators_comes_into_the_admin(world, personas, short_refusals, method):
    found = []
    for name in set(PERSONAS) - set(ADMINISTRATORS):
        reader = reader_of(personas[name], name == "switched_off")
        wanted = 403 if reader.is_signed_in else 302
        for route in ROUTES if method == "get" or name in {"manager", "nobody", "switched_off"} else ():
            answer = reader.ask(method, some_path(route))
            if answer.status_code != wanted or (wanted == 302 and not answer.url.startswith("/accounts/login/")):
                found.append((name, route.name, answer.status_code))
    assert "\n".join(map(str, found)) == ""


def keys_of(world, user, model):
    """The keys of a model's rows by state, as one administrator sees them."""
    noun = OF_RECORDS.get(model._meta.label_lower)
    if noun is None:
        first = model._default_manager.order_by("pk").first()
        return {OPEN: first.pk} if first else {}
    inside, outside = home_of(user)
    found = {state: world.corners[inside].keys.get((noun, state)) for state in (OPEN, TRASHED, CONFINED)}
    if outside and noun not in EVERYBODYS:
        found[OUTSIDE] = world.corners[outside].keys[noun, OPEN]
    return {state: keys["pk"] for state, keys in found.items() if keys}


def addresses(world, user):
    """Route, state and path of every address of the admin."""
    for route in ROUTES:
        model = model_of(route)
        if not route.parameters or model is None:
            yield route, OPEN, some_path(route)
            continue
        for state, pk in keys_of(world, user, model).items():
            yield route, state, route.path({**dict.fromkeys(route.parameters, "1"), "object_id": pk})


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_administrators_find_in_the_admin_what_they_see_elsewhere(world, personas, name):
    user, found = personas[name], []
    reader = reader_of(user)
    for route, state, path in addresses(world, user):
        answer = reader.ask("get", path)
        if answer.status_code not in {200, 301, 302, 403, 404, 405}:
            found.append(f"{path}: {answer.status_code}")
        if state != OPEN and answer.status_code not in {302, 403, 404}:
            found.append(f"{path} ({state}): {answer.status_code}")
        if not reader.wrote <= {"records_access", "django_session", "midla_cache"}:
            found.append(f"{path} writes to {reader.wrote}")
        if not answer.streaming:
            told = sorted(words_in(answer))
            found += [f"{path} ({state}): {word}" for word in told if not may_read(user, route, state, *word)]
    assert "\n".join(map(str, found)) == ""


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_writing_what_is_not_seen_is_refused_in_the_admin(world, personas, undrawn, name):
    undrawn()
    reader, found = reader_of(personas[name]), []
    for _route, state, path in addresses(world, personas[name]):
        answer = reader.ask("post", path, {"post": "yes", "_save": "1"})
        if answer.status_code >= 500 or (state != OPEN and answer.status_code not in {302, 403, 404}):
            found.append(f"{path} ({state}): {answer.status_code}")
        if state != OPEN and reader.wrote & {"records_change"}:
            found.append(f"{path} ({state}) writes to {reader.wrote}")
    assert "\n".join(map(str, found)) == ""


def lookups():
    """Every typeahead of the admin: app, model and field."""
    for model, page in admin.site._registry.items():
        for field in page.autocomplete_fields:
            meta = model._meta
            yield {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": field}


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_typeaheads_of_the_admin_offer_what_is_seen(world, personas, name):
    user, found = personas[name], []
    reader = reader_of(user)
    for asked, term in product(lookups(), ("", "a", "Uvilla", "PEcontact")):
        answer = reader.ask("get", "/admin/autocomplete/", {**asked, "term": term})
        assert answer.status_code == 200, asked
        told = sorted(words_in(answer))
        found += [f"{asked}: {word}" for word in told if not may_read(user, ROUTES[0], OPEN, *word)]
    assert "\n".join(map(str, found)) == ""


def test_a_date_that_is_none_is_refused_in_every_list_of_the_admin(administrator):
    reader, found = reader_of(administrator), {}
    for (model, page), value in product(admin.site._registry.items(), ("9" * 18, "9" * 30, "-1", "0", "²")):
        if page.date_hierarchy:
            path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            asked = {f"{page.date_hierarchy}__{part}": value for part in ("year", "month", "day")}
            found[path, value] = reader.ask("get", path, asked).status_code
    assert set(found.values()) <= {302, 400}
    assert len(found) > 50


def test_every_model_of_the_admin_is_walked():
    walked = {model_of(route) for route in ROUTES} - {None}
    assert walked == set(admin.site._registry)
    assert apps.get_model("accounts", "User") in walked
