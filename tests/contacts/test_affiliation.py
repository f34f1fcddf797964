"""Roles over time; a role of one holder has one."""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from contacts.actions.affiliation import SecondHolder, end_role, give_role
from contacts.models import Affiliation
from contacts.roles import roles_on
from midla.records.actions import restore, trash
from midla.ui.dates import day
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import AffiliationFactory, AffiliationRoleFactory, PersonFactory

pytestmark = pytest.mark.django_db


def president():
    return AffiliationRoleFactory(code="president", one_holder=True)


def on(month, number=1, year=2026):
    return datetime.date(year, month, number)


def new(organisation, start=None, end=None, **more):
    return Affiliation(
        person=PersonFactory(), organisation=organisation, role=president(), started_on=start, ended_on=end, **more
    )


def test_a_second_president_is_refused_naming_the_first(rome_officer):
    association = AssociationFactory(name="Kantuta")
    first = give_role(affiliation=new(association, on(1)), by=rome_officer)
    with pytest.raises(SecondHolder) as refused:
        give_role(affiliation=new(association, on(6)), by=rome_officer)
    since = f"{first.person}, since {day(on(1))}"
    assert str(refused.value.sentence) == f"“president” in Kantuta has one holder: {since}. End that role first."
    assert Affiliation.objects.count() == 1


def test_a_holder_whom_the_officer_does_not_see_is_not_named(quito_officer):
    town = PartnerActorFactory(name="Comune")
    AffiliationFactory(person__family_names="Secret", organisation=town, role=president())
    with pytest.raises(SecondHolder) as refused:
        give_role(affiliation=new(town), by=quito_officer)
    assert str(refused.value.sentence) == "Somebody else has the role “president” in Comune on these days."


def test_the_current_holder_can_be_ended_the_day_before(rome_officer):
    association = AssociationFactory()
    first = give_role(affiliation=new(association, on(1)), by=rome_officer)
    give_role(affiliation=new(association, on(6)), by=rome_officer, end_current=True)
    first.refresh_from_db()
    assert (first.ended_on, Affiliation.objects.count()) == (on(5, 31), 2)


def test_a_holder_whom_the_officer_does_not_see_is_not_ended(quito_officer):
    town = PartnerActorFactory(name="Comune")
    first = AffiliationFactory(organisation=town, role=president(), started_on=on(1))
    with pytest.raises(SecondHolder):
        give_role(affiliation=new(town, on(6)), by=quito_officer, end_current=True)
    first.refresh_from_db()
    assert (first.ended_on, Affiliation.objects.count()) == (None, 1)


def test_a_holder_who_began_later_is_not_ended(rome_officer):
    association = AssociationFactory()
    first = give_role(affiliation=new(association, on(6)), by=rome_officer)
    with pytest.raises(SecondHolder):
        give_role(affiliation=new(association, on(1)), by=rome_officer, end_current=True)
    first.refresh_from_db()
    assert first.ended_on is None


def test_roles_that_follow_each_other_and_other_roles_stand_side_by_side(rome_officer):
    association = AssociationFactory()
    give_role(affiliation=new(association, None, on(5, 31)), by=rome_officer)
    give_role(affiliation=new(association, on(6)), by=rome_officer)
    give_role(affiliation=new(AssociationFactory(), on(6)), by=rome_officer)
    for _member in range(2):
        AffiliationFactory(organisation=association)
    assert Affiliation.objects.count() == 5


def test_a_president_in_the_trash_makes_room_and_cannot_come_back_beside_another(rome_officer):
    association = AssociationFactory()
    first = give_role(affiliation=new(association, on(1)), by=rome_officer)
    trash(first, by=rome_officer)
    give_role(affiliation=new(association, on(6)), by=rome_officer)
    with pytest.raises(SecondHolder):
        restore(first, by=rome_officer)


def test_a_role_ends_on_a_day_and_keeps_its_history(rome_officer):
    held = give_role(affiliation=new(AssociationFactory(), on(1)), by=rome_officer)
    ended = end_role(affiliation=held, on=on(3), by=rome_officer)
    assert (ended.ended_on, ended.version) == (on(3), 2)


def test_the_database_itself_refuses_a_second_president():
    association = AssociationFactory()
    new(association, on(1), one_holder=True).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        new(association, on(6), one_holder=True).save()
    later = new(association, on(6), one_holder=True, trashed_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    later.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.filter(pk=later.pk).update(trashed_at=None)


def test_what_holds_it_can_be_taken_away_and_put_back():
    migration = import_module("contacts.migrations.0003_one_holder_roles")
    association = AssociationFactory()
    new(association, on(1), one_holder=True).save()
    connection.check_constraints()  # PostgreSQL alters no table that has checks waiting
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        migration.let_go(None, editor)
        new(association, on(6), one_holder=True).save()
        Affiliation.objects.last().delete()
        connection.check_constraints()
        migration.hold(None, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        new(association, on(6), one_holder=True).save()


class Overlap(TestCase):
    """Whatever the days: the action, the database and plain arithmetic agree on what overlaps."""

    days = st.none() | st.integers(0, 40).map(lambda number: on(1) + datetime.timedelta(days=number))

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(days, days, days, days)
    def test_two_roles_overlap_or_do_not(self, start, end, other_start, other_end):
        spans = [(start or on(1, year=1950), end or on(1, year=2090))]
        spans += [(other_start or on(1, year=1950), other_end or on(1, year=2090))]
        if any(last < first for first, last in spans):
            return
        association, officer = AssociationFactory(), UserFactory()
        give_role(affiliation=new(association, start, end), by=officer)
        overlap = spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]
        second = new(association, other_start, other_end, one_holder=True)
        try:
            with transaction.atomic():
                second.save()
            stored = True
        except IntegrityError:
            stored = False
        if stored:
            Affiliation.objects.filter(pk=second.pk).delete()
        second.pk = None
        try:
            give_role(affiliation=second, by=officer)
            given_role = True
        except SecondHolder:
            given_role = False
        assert (stored, given_role) == (not overlap, not overlap)


def test_the_roles_of_a_day_leave_special_ties_to_the_persons_own_page(rome_officer):
    person = PersonFactory()
    held = AffiliationFactory(person=person, started_on=on(1), ended_on=on(3))
    AffiliationFactory(person=person, organisation=AssociationFactory(form="religious"))
    AffiliationFactory(person=person, organisation=PartnerActorFactory(type="union"))
    assert roles_on([person], on(2), user=rome_officer) == {person.pk: [held]}
    assert roles_on([person], on(4), user=rome_officer) == {}
