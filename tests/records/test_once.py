"""A form that is sent twice writes once."""

import datetime
import threading

import pytest
import time_machine
from django.db import connection
from django.test import Client

from associations.models import Association
from associations.views.organisations import AssociationCreate
from midla.records.models import OneTimeKey
from midla.records.once import answer_of, forget_keys, new_key, once
from tests.factories.territories import CountryFactory, ProvinceFactory


def typed(key):
    return {
        "name": "Kuntur",
        "communities": [CountryFactory(code="PE").code],
        "province": ProvinceFactory().pk,
        "one_time_key": key,
    }


@pytest.mark.django_db
def test_key_of_another_user_is_not_known(rome_officer, manager):
    key = new_key()
    once(rome_officer, key, lambda: "/somewhere/")
    assert answer_of(manager, key) == ""


@pytest.mark.django_db
def test_double_click_makes_one_record_and_answers_alike(client, rome_officer):
    client.force_login(rome_officer)
    values = typed(new_key())
    first, second = client.post("/associations/add/", values), client.post("/associations/add/", values)
    assert first.url == second.url == f"/associations/{Association.objects.get().pk}/"


@pytest.mark.django_db
def test_act_that_fails_leaves_the_key_free(rome_officer):
    key = new_key()

    def fail():
        raise ValueError

    with pytest.raises(ValueError):
        once(rome_officer, key, fail)
    assert once(rome_officer, key, lambda: "/second/") == "/second/"


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_the_same_time_make_one_record(rome_officer):
    values, answers = typed(new_key()), []

    def post():
        browser = Client()
        browser.force_login(rome_officer)
        answers.append(browser.post("/associations/add/", values).url)
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [f"/associations/{Association.objects.get().pk}/"] * 2


@pytest.mark.django_db
def test_old_keys_are_forgotten(rome_officer):
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=3)):
        once(rome_officer, new_key(), lambda: "/old/")
    once(rome_officer, new_key(), lambda: "/new/")
    assert forget_keys() == 1
    assert OneTimeKey.objects.get().location == "/new/"


@pytest.mark.django_db
def test_second_click_that_meets_the_first_ones_record_is_answered_as_the_first(client, rome_officer, monkeypatch):
    """The first is stored between the second's look at its key and its look for likely doubles."""
    values, first = typed(new_key()), Client()
    client.force_login(rome_officer)
    first.force_login(rome_officer)
    look_for_doubles, answers = AssociationCreate.holds_back, []

    def after_the_first(view, form):
        monkeypatch.setattr(AssociationCreate, "holds_back", look_for_doubles)
        answers.append(first.post("/associations/add/", values).url)
        return look_for_doubles(view, form)

    monkeypatch.setattr(AssociationCreate, "holds_back", after_the_first)
    answers.append(client.post("/associations/add/", values).url)
    assert answers == [f"/associations/{Association.objects.get().pk}/"] * 2
