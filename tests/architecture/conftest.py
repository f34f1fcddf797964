"""Who asks, in the tests that walk the whole site: every role, limited users, somebody switched off, nobody."""

from copy import deepcopy

import pytest
from django.template import Template, engines
from django.template.response import SimpleTemplateResponse

from midla.accounts.roles import Role
from tests.architecture.world import build_world
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.territories import CountryFactory

PERSONAS = [
    *("rome_officer", "adviser", "manager", "focal_point", "administrator", "rome_viewer"),
    *("lima_viewer", "quito_officer", "quito_manager", "quito_administrator", "outsider"),
    *("switched_off", "nobody"),
]


def of_quito(role):
    """Somebody in Quito, outside the EU, who sees Ecuador only."""
    quito = OfficeFactory(code="quito", country=CountryFactory(code="EC"), outside_eu=True)
    return UserFactory(role=role, office=quito, limited_to=["EC"])


@pytest.fixture
def rome_viewer(db):
    """A viewer in Rome who sees every country."""
    return UserFactory(role=Role.VIEWER)


@pytest.fixture
def quito_manager(db):
    """A manager in Quito, limited to Ecuador."""
    return of_quito(Role.MANAGER)


@pytest.fixture
def quito_administrator(db):
    """An administrator in Quito, limited to Ecuador."""
    return of_quito(Role.ADMINISTRATOR)


@pytest.fixture
def switched_off(db):
    """A former administrator, whose browser still holds a session."""
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def nobody(db):
    """Whoever is not signed in."""
    return


@pytest.fixture(scope="module")
def world_once(lasting):
    """The same records for every test of a file, made once."""
    return lasting(build_world)


@pytest.fixture
def world(world_once, db):
    """Records of two countries: open, in the trash, confined."""
    return deepcopy(world_once)


@pytest.fixture
def personas(request):
    """All of them, by name."""
    return {name: request.getfixturevalue(name) for name in PERSONAS}


@pytest.fixture
def short_refusals(monkeypatch):
    """Pages that refuse in one word: thousands are asked for by their status; what they say is read in test_leaks."""
    [loader] = engines["django"].engine.template_loaders
    for name in ("403.html", "404.html"):
        loader.get_template(name)
        monkeypatch.setitem(loader.get_template_cache, name, Template("refused"))


@pytest.fixture
def undrawn(monkeypatch):
    """Pages that are asked for by their status alone and not drawn; how forms come back is read in test_bad_input.

    `undrawn()` begins it.
    """
    return lambda: monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
