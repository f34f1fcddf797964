"""Changing users, switching them off, handing their records over."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session

from associations.models import Organisation
from midla.accounts.actions import change_user, deactivate, hand_over, reactivate
from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.records.errors import Refused
from midla.records.models import Change
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory
from tests.factories.territories import CountryFactory


def test_nobody_changes_their_own_role_or_country_limit(administrator):
    UserFactory(role=Role.ADMINISTRATOR)
    for change in ({"values": {"role": Role.MANAGER}}, {"values": {}, "countries": [CountryFactory(code="PE")]}):
        with pytest.raises(Refused, match="their own role"):
            change_user(administrator, by=administrator, **change)
    assert User.objects.get(pk=administrator.pk).role == Role.ADMINISTRATOR
    assert administrator.countries.count() == 0


def test_the_last_active_administrator_stays(administrator):
    other = UserFactory(role=Role.ADMINISTRATOR, is_active=False)
    for values in ({"role": Role.VIEWER}, {"is_active": False}):
        with pytest.raises(Refused, match="last active administrator"):
            change_user(administrator, by=other, values=values)
    reactivate(other, by=administrator)
    change_user(administrator, by=other, values={"role": Role.VIEWER})
    assert list(User.objects.administrators()) == [other]


def test_a_role_that_changes_stands_in_history(administrator, rome_officer):
    change_user(rome_officer, by=administrator, values={"role": Role.MANAGER})
    change = Change.objects.get(model_label="accounts.user")
    assert (change.by, change.before, change.after) == (administrator, {"role": "officer"}, {"role": "manager"})


def test_an_address_that_changes_no_longer_signs_in(client, administrator, rome_officer):
    EmailAddress.objects.create(user=rome_officer, email=rome_officer.email, verified=True, primary=True)
    change_user(rome_officer, by=administrator, values={"email": "New@Example.org"})
    assert EmailAddress.objects.count() == 0
    assert User.objects.get(pk=rome_officer.pk).email == "new@example.org"


def test_who_looks_after_records_is_not_switched_off_without_a_successor(administrator, rome_officer):
    AssociationFactory(owner=rome_officer)
    with pytest.raises(Refused, match="Choose who takes over"):
        deactivate(rome_officer, by=administrator)
    assert User.objects.get(pk=rome_officer.pk).is_active


def test_switching_off_hands_over_with_history_and_ends_sessions(client, administrator, rome_officer, adviser):
    client.force_login(rome_officer)
    association = AssociationFactory(owner=rome_officer)
    promise = FollowUpFactory(owner=rome_officer, organisation=association)
    assert deactivate(rome_officer, by=administrator, to=adviser) == 2
    association.refresh_from_db()
    promise.refresh_from_db()
    assert (association.owner, association.version, promise.owner) == (adviser, 2, adviser)
    change = Change.objects.of(association).get()
    assert (change.by, change.before, change.after) == (
        administrator,
        {"owner": rome_officer.pk},
        {"owner": adviser.pk},
    )
    assert (User.objects.get(pk=rome_officer.pk).is_active, Session.objects.count()) == (False, 0)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FOCAL_POINT])
def test_records_are_not_handed_to_who_cannot_edit(administrator, rome_officer, role):
    with pytest.raises(Refused, match="cannot look after"):
        hand_over(user=rome_officer, to=UserFactory(role=role), by=administrator)


def test_records_are_not_handed_to_who_does_not_see_them(administrator, rome_officer, quito_officer):
    AssociationFactory(owner=rome_officer, serves=["PE"])
    with pytest.raises(Refused, match="does not see 1"):
        hand_over(user=rome_officer, to=quito_officer, by=administrator)
    assert Organisation.objects.get().owner == rome_officer
