"""Personas: who uses MIDLA, as fixtures. Each is signed out; `client.force_login(persona)` signs them in."""

import pytest

from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.records.options import forget_options
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.territories import CountryFactory

pytest_plugins = [f"tests.plugins.{name}" for name in ("answers", "collector", "databases", "browser", "properties")]


@pytest.fixture(autouse=True)
def choices_of_this_test() -> None:
    """Choices of filters are kept for a minute: none of an earlier test's."""
    forget_options()


@pytest.fixture
def rome_officer(db) -> User:
    """An officer in Rome who sees every country."""
    return UserFactory(email="officer@example.org", name="Giulia Rossi", role=Role.OFFICER)


@pytest.fixture
def lima_viewer(db) -> User:
    """A viewer in Lima, outside the EU, limited to Peru."""
    lima = OfficeFactory(code="lima", country=CountryFactory(code="PE"), outside_eu=True, time_zone="America/Lima")
    return UserFactory(email="viewer@example.org", role=Role.VIEWER, office=lima, limited_to=["PE"])


@pytest.fixture
def quito_officer(db) -> User:
    """An officer in Quito, outside the EU, limited to Ecuador."""
    quito = OfficeFactory(code="quito", country=CountryFactory(code="EC"), outside_eu=True)
    return UserFactory(email="quito@example.org", role=Role.OFFICER, office=quito, limited_to=["EC"])


@pytest.fixture
def adviser(db) -> User:
    """An adviser in Rome."""
    return UserFactory(email="adviser@example.org", role=Role.ADVISER)


@pytest.fixture
def manager(db) -> User:
    """The programme manager."""
    return UserFactory(email="manager@example.org", role=Role.MANAGER)


@pytest.fixture
def focal_point(db) -> User:
    """The data protection focal point."""
    return UserFactory(email="focal@example.org", role=Role.FOCAL_POINT)


@pytest.fixture
def administrator(db) -> User:
    """An administrator."""
    return UserFactory(email="admin@example.org", role=Role.ADMINISTRATOR)


@pytest.fixture
def outsider(db) -> User:
    """A viewer limited to Bolivia, of which no test has records unless it says so: sees nothing of the others."""
    return UserFactory(email="outsider@example.org", role=Role.VIEWER, limited_to=["BO"])
