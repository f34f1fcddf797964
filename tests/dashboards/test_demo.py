"""The demo fills an empty database whole, and leaves nothing behind when it is removed."""

import pytest
from django.core.management import CommandError, call_command

from associations.models import Association, Organisation, PartnerActor
from contacts.activity import recount
from contacts.models import FollowUp, Meeting, Person
from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.records.models import Change
from midla.records.registry import record_types
from tests.factories.associations import AssociationFactory


@pytest.fixture
def demo(db):
    call_command("demo", verbosity=0)


def test_demo_fills_every_corner_and_removes_itself(demo):
    assert (Association.objects.count(), PartnerActor.objects.count()) == (60, 40)
    assert (Person.objects.count(), Meeting.objects.count()) == (150, 200)
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.filter(countries="PE").exists()
    assert {done is None for done in FollowUp.objects.values_list("done_at", flat=True)} == {True, False}
    assert recount() == 0
    with pytest.raises(CommandError, match="only fills an empty database"):
        call_command("demo")
    call_command("demo", remove=True)
    left = {declared.model.__name__: declared.model._base_manager.count() for declared in record_types()}
    assert not any(left.values())
    assert not User.objects.exists()
    assert not Change.objects.exists()


def test_demo_refuses_a_database_with_an_organisation(db):
    AssociationFactory()
    with pytest.raises(CommandError, match="only fills an empty database"):
        call_command("demo", verbosity=0)
    assert Organisation.objects.count() == 1
