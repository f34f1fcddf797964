"""Moving to the trash, taking back, purging."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from associations.models import Association
from contacts.models import Person
from midla.records.actions import edit, trash
from midla.records.models import Change
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import FollowUpFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_viewer_may_not_move_to_the_trash(client, lima_viewer):
    association = AssociationFactory(serves=["PE"])
    client.force_login(lima_viewer)
    assert client.post(f"/associations/{association.pk}/trash/").status_code == 403
    assert Association.objects.kept().get() == association


def test_viewer_may_not_open_the_trash(client, lima_viewer):
    client.force_login(lima_viewer)
    assert client.get("/trash/").status_code == 403


def test_officer_finds_only_their_own_things_in_the_trash(client, rome_officer, manager):
    theirs, mine, owned = AssociationFactory(), AssociationFactory(), AssociationFactory(owner=rome_officer)
    trash(theirs, by=manager)
    trash(mine, by=rome_officer)
    trash(owned, by=manager)
    client.force_login(rome_officer)
    answer = client.get("/trash/")
    assert {row.record.pk for row in answer.context["rows"]} == {mine.pk, owned.pk}
    assert 'data-total="2"' in answer.content.decode()
    assert client.post(f"/associations/{theirs.pk}/restore/").status_code == 404


def test_manager_finds_everybodys(client, manager, rome_officer):
    partner = PartnerActorFactory()
    trash(partner, by=rome_officer)
    client.force_login(manager)
    assert [row.record for row in client.get("/trash/").context["rows"]] == [partner]


def test_limited_officer_restores_nothing_of_other_countries(client, quito_officer):
    association = AssociationFactory(serves=["PE"], created_by=quito_officer)
    trash(association, by=quito_officer)
    client.force_login(quito_officer)
    assert client.get("/trash/").context["total"] == 0
    assert client.post(f"/associations/{association.pk}/restore/").status_code == 404


def test_trashed_record_is_gone_for_others_and_can_be_taken_back(client, rome_officer, lima_viewer):
    association = AssociationFactory(serves=["PE"])
    client.force_login(rome_officer)
    assert client.get(f"/associations/{association.pk}/trash/").status_code == 200
    client.post(f"/associations/{association.pk}/trash/", {"reason": "twice"})
    page = client.get(f"/associations/{association.pk}/")
    assert page.status_code == 404
    assert f"/associations/{association.pk}/restore/" in page.content.decode()
    client.force_login(lima_viewer)
    assert "restore" not in client.get(f"/associations/{association.pk}/").content.decode()
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/restore/")
    assert answer.url == f"/associations/{association.pk}/"
    assert client.get(answer.url).status_code == 200


def test_second_click_answers_like_the_first(client, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    url = f"/associations/{association.pk}/trash/"
    assert client.post(url).url == client.post(url).url
    assert Change.objects.of(association).count() == 1


def test_purge_waits_thirty_days_then_takes_the_copies_along(rome_officer):
    association = AssociationFactory(name="Before")
    edit(association, by=rome_officer, values={"name": "Secret"})
    trash(association, by=rome_officer)
    call_command("purge_trash", verbosity=0)
    assert Association.objects.trashed().exists()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        call_command("purge_trash", verbosity=0)
    assert not Association.objects.exists()
    assert all(change.before == change.after == {} for change in Change.objects.of(association))


def test_purge_keeps_what_others_point_at(rome_officer):
    association = AssociationFactory()
    follow_up = FollowUpFactory(organisation=association)
    trash(association, by=rome_officer)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        call_command("purge_trash", verbosity=0)
        assert Association.objects.trashed().get() == association
        trash(follow_up, by=rome_officer)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=70)):
        call_command("purge_trash", verbosity=0)
    assert not Association.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's index holds what its rows hold")
def test_purge_leaves_no_word_in_the_search_index(rome_officer):
    def index():
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM contacts_person_words_data")
            return b"".join(block for [block] in cursor.fetchall())

    person = PersonFactory(family_names="Xylqzwv")
    assert b"lqz" in index()
    trash(person, by=rome_officer)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        call_command("purge_trash", verbosity=0)
    assert not Person.objects.exists()
    assert b"lqz" not in index()
