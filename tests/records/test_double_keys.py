"""Keys of doubles are kept in the database: made anew for what was written, and pairs of that alone are looked for."""

import random

import pytest
from django.core.management import call_command

from contacts.models import Person
from midla.records import double_pools
from midla.records.actions import edit, restore, trash
from midla.records.double_keys import made_the_same_way
from midla.records.double_pairs import refresh_pairs
from midla.records.double_pools import pool_of
from midla.records.doubles import LARGEST_BLOCK, NEIGHBOURS, Key, digests, pairs_in
from midla.records.models import ComparedRecord, DoubleKey, DoublePair
from midla.records.purging import purge
from midla.records.tasks import compare_written
from tests.factories.contacts import PersonFactory


def pairs():
    return {(pair.first_id, pair.second_id, pair.score) for pair in DoublePair.objects.open()}


def named(*names):
    return [PersonFactory(given_names=given, family_names=family) for given, family in names]


@pytest.fixture
def crowd(db):
    """People of few names, some of them twice."""
    chance = random.Random(7)
    given, family = "Rosa Juan Elena Hugo".split(), "Quispe Mamani Flores Vargas Rojas Apaza".split()
    return named(*((chance.choice(given), " ".join(chance.sample(family, 2))) for _number in range(40)))


def test_keys_tell_nothing_of_what_they_stand_for(db):
    PersonFactory(given_names="Rosa", family_names="Quispe", phone="+390105550101")
    call_command("find_duplicates")
    keys = digests([Key("phone 05550101", "quispe rosa")], pool_of("contacts.person").secret)
    assert {digest for digest, _place in keys} < set(DoubleKey.objects.values_list("digest", flat=True))
    assert {digest for digest, _place in digests([Key("phone 05550101")], b"")}.isdisjoint(
        DoubleKey.objects.values_list("digest", flat=True)
    )


def test_only_what_was_written_is_keyed_anew(crowd, manager):
    call_command("find_duplicates")
    before = set(DoubleKey.objects.values_list("pk", flat=True))
    edit(crowd[0], by=manager, values={"family_names": "Zambrano Ospina"})
    call_command("find_duplicates")
    gone = before - set(DoubleKey.objects.values_list("pk", flat=True))
    assert 0 < len(gone) <= 20


def test_looking_for_what_changed_finds_what_looking_for_all_finds(crowd, manager):
    call_command("find_duplicates")
    edit(crowd[0], by=manager, values={"given_names": "Rosa", "family_names": "Quispe Mamani"})
    edit(crowd[1], by=manager, values={"given_names": "Rosa", "family_names": "Quispe Mamani"})
    trash(crowd[2], by=manager)
    refresh_pairs(changed_only=True)
    found = pairs()
    assert (crowd[0].pk, crowd[1].pk) in {pair[:2] for pair in found}
    assert crowd[2].pk not in {key for pair in found for key in pair[:2]}
    call_command("find_duplicates")
    assert {pair[:2] for pair in pairs()} == {pair[:2] for pair in found}


def test_what_was_written_is_compared_at_once(manager, django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(type(compare_written), "enqueue", lambda task, *arguments: asked.append(arguments))
    one, other = named(("Rosa", "Quispe Mamani"), ("Elena", "Vargas Rojas"))
    call_command("find_duplicates")
    with django_capture_on_commit_callbacks(execute=True):
        edit(other, by=manager, values={"given_names": "Rosa", "family_names": "Quispe Mamani"})
    assert asked == [("contacts.person", [other.pk])]
    compare_written.func(*asked[0])
    assert {pair[:2] for pair in pairs()} == {(one.pk, other.pk)}
    with django_capture_on_commit_callbacks(execute=True):
        trash(other, by=manager)
    compare_written.func(*asked[1])
    assert pairs() == set()
    restore(other, by=manager)
    compare_written.func(*asked[1])
    assert {pair[:2] for pair in pairs()} == {(one.pk, other.pk)}


def test_what_is_known_already_is_not_compared_again(crowd, django_assert_max_num_queries):
    call_command("find_duplicates")
    with django_assert_max_num_queries(4):
        compare_written.func("contacts.person", [crowd[0].pk])


def test_a_decided_pair_never_comes_again(manager, db):
    named(("Rosa", "Quispe Mamani"), ("Rosa", "Quispe Mamani"))
    call_command("find_duplicates")
    DoublePair.objects.update(state="not_same")
    edit(Person.objects.first(), by=manager, values={"profession": "baker"})
    refresh_pairs(changed_only=True)
    call_command("find_duplicates")
    assert list(DoublePair.objects.values_list("state", flat=True)) == ["not_same"]


def test_what_broke_off_is_compared_the_next_time(crowd):
    call_command("find_duplicates")
    found = pairs()
    assert found
    DoublePair.objects.all().delete()
    ComparedRecord.objects.update(is_due=True)
    refresh_pairs(changed_only=True)
    assert pairs() == found
    assert not ComparedRecord.objects.filter(is_due=True).exists()


def test_other_rules_or_another_secret_make_all_keys_anew(crowd, monkeypatch):
    call_command("find_duplicates")
    before = set(DoubleKey.objects.values_list("digest", flat=True))
    found = pairs()
    pool = pool_of("contacts.person")
    assert made_the_same_way(pool)
    monkeypatch.setitem(pool.__dict__, "secret", b"another")
    assert not made_the_same_way(pool)
    call_command("find_duplicates")
    people = ComparedRecord.objects.filter(model_label="contacts.person")
    assert before.isdisjoint(DoubleKey.objects.filter(compared__in=people).values_list("digest", flat=True))
    assert pairs() == found


def test_keys_go_with_their_record(crowd, manager):
    call_command("find_duplicates")
    trash(crowd[0], by=manager)
    gone = Person._base_manager.get(pk=crowd[0].pk)
    assert purge(gone)
    assert not ComparedRecord.objects.filter(record_id=crowd[0].pk).exists()
    assert DoubleKey.objects.count() == sum(row.keys.count() for row in ComparedRecord.objects.all())


def test_every_label_has_one_pool():
    labels = [pool.label for pool in double_pools.POOLS]
    assert sorted(labels) == ["associations.organisation", "contacts.person"]


def test_a_pair_comes_once_whatever_blocks_it_is_in():
    assert list(pairs_in([[3, 1, 2], [2, 3], [1, 1]])) == [(1, 2), (1, 3), (2, 3)]


def test_in_a_large_block_neighbours_are_compared():
    size = LARGEST_BLOCK + 10
    found = set(pairs_in([list(range(size))]))
    assert found == {(one, other) for one in range(size) for other in range(one + 1, min(one + 1 + NEIGHBOURS, size))}
