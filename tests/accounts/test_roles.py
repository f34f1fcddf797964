"""A cell for each role and permission, as the programme decided them: the table below is the decision."""

import pytest

from midla.accounts.models import User
from midla.accounts.permissions import Permission as P
from midla.accounts.roles import PERMISSIONS, Role, roles_with

# Columns: viewer, officer, adviser, manager, data protection focal point, administrator.
ROLES = (Role.VIEWER, Role.OFFICER, Role.ADVISER, Role.MANAGER, Role.FOCAL_POINT, Role.ADMINISTRATOR)
MATRIX = {
    P.VIEW: "yes yes yes yes yes yes",
    P.VIEW_CONTACTS: "no yes yes yes yes yes",
    P.VIEW_SPECIAL: "no yes yes yes yes yes",
    P.EDIT: "no yes yes yes no yes",
    P.EDIT_ANY: "no no no yes no yes",
    P.EXPORT: "no yes yes yes no yes",
    P.IMPORT: "no yes yes yes no yes",
    P.BULK: "no no no yes no yes",
    P.SHARE_VIEWS: "no no no yes no yes",
    P.BE_ADVISER: "no no yes no no no",
    # An administrator reads cases only where they are assigned.
    P.ALL_CASES: "no no no yes no no",
    P.STEER: "no no no yes no yes",
    P.CONSENT: "no yes yes yes yes yes",
    P.PROTECT_DATA: "no no no no yes no",
    P.WORDS: "no no no no no yes",
    P.USERS: "no no no no no yes",
}
CELLS = [
    (role, permission, word == "yes")
    for permission, row in MATRIX.items()
    for role, word in zip(ROLES, row.split(), strict=True)
]


def test_the_table_has_every_role_and_every_permission():
    assert set(MATRIX) == set(P)
    assert set(ROLES) == set(Role) == set(PERMISSIONS)


@pytest.mark.parametrize(("role", "permission", "may"), CELLS, ids=[f"{role}-{verb}" for role, verb, _may in CELLS])
def test_cell(role, permission, may):
    assert User(role=role, is_active=True).can(permission) == may


@pytest.mark.parametrize("role", ROLES)
def test_somebody_switched_off_may_do_nothing(role):
    assert User(role=role, is_active=False).permissions == frozenset()


def test_an_unknown_role_may_do_nothing():
    assert User(role="king").permissions == frozenset()


@pytest.mark.parametrize("permission", P)
def test_sentences_name_the_roles_that_have_a_permission(permission):
    assert set(roles_with(permission)) == {role for role, verb, may in CELLS if verb == permission and may}


@pytest.mark.parametrize("role", ROLES)
def test_only_administrators_come_into_the_admin(role):
    user = User(role=role)
    assert (user.is_staff, user.is_superuser) == (role == Role.ADMINISTRATOR, False)


def test_the_page_shows_the_same_table(client, lima_viewer):
    client.force_login(lima_viewer)
    shown = client.get("/accounts/roles/").context["matrix"]
    assert {str(label): [may for _role, may in cells] for label, cells in shown} == {
        str(permission.label): [permission in PERMISSIONS[role] for role in Role] for permission in P
    }
