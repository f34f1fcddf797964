"""Pairs of records that may be one: found, shown to who sees both, decided once, merged from their page."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from zeal import zeal_ignore

from contacts.models import Person
from midla.accounts.roles import Role
from midla.records.actions import edit
from midla.records.models import DoublePair, Job, Merge
from midla.records.tasks import find_doubles
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import ConsentFactory, MeetingFactory, PersonFactory
from tests.factories.territories import CountryFactory


def text(answer):
    return answer.content.decode()


@pytest.fixture
def twins(db):
    """Two records of one person."""
    return [PersonFactory(given_names="Rosa", family_names=name) for name in ("Quispe Mamani", "Quispe Mamaní")]


@pytest.fixture
def pair(twins):
    call_command("find_duplicates")
    return DoublePair.objects.get()


def test_a_second_search_changes_nothing(pair, capsys):
    call_command("find_duplicates")
    assert "0 new pairs, 0 that are none" in capsys.readouterr().out
    assert DoublePair.objects.get() == pair


def test_a_pair_that_is_none_any_more_goes(pair, twins, manager):
    edit(twins[1], by=manager, values={"family_names": "Vargas Condori"})
    call_command("find_duplicates")
    assert DoublePair.objects.count() == 0


def test_the_work_of_a_day_looks_for_pairs_once_a_day(twins):
    cache.delete("doubles looked for")
    call_command("daily")
    assert DoublePair.objects.count() == 1
    DoublePair.objects.all().delete()
    call_command("daily")
    assert DoublePair.objects.count() == 0
    cache.delete("doubles looked for")


def test_not_the_same_is_remembered(client, rome_officer, pair):
    client.force_login(rome_officer)
    client.post(f"/duplicates/{pair.pk}/not-same/")
    call_command("find_duplicates")
    assert DoublePair.objects.get().state == "not_same"
    assert DoublePair.objects.get().decided_by == rome_officer
    assert 'data-total="0"' in text(client.get("/duplicates/"))
    assert 'data-total="1"' in text(client.get("/duplicates/?state=not_same"))
    client.post(f"/duplicates/{pair.pk}/reopen/")
    assert DoublePair.objects.get().state == "open"


def test_a_pair_is_shown_to_who_sees_both_records(client, pair, twins, quito_officer, rome_officer):
    client.force_login(quito_officer)
    twins[0].citizenships.set([CountryFactory(code="EC")])
    assert 'data-total="0"' in text(client.get("/duplicates/"))
    assert client.get(f"/duplicates/{pair.pk}/").status_code == 404
    assert client.post(f"/duplicates/{pair.pk}/not-same/").status_code == 404
    client.force_login(rome_officer)
    assert 'data-total="1"' in text(client.get("/duplicates/"))
    assert "The same name" in text(client.get(f"/duplicates/{pair.pk}/"))


def test_reasons_tell_nothing_of_contact_data_to_who_may_not_read_it(client, quito_officer, rome_officer):
    both = [
        PersonFactory(given_names="Rosa", family_names=name, phone="+390105550101", email="r@x.it", citizen_of=["EC"])
        for name in ("Quispe", "Vargas")
    ]
    call_command("find_duplicates")
    pair = DoublePair.objects.get()
    client.force_login(quito_officer)
    assert 'data-total="0"' in text(client.get("/duplicates/"))
    assert client.get(f"/duplicates/{pair.pk}/").status_code == 404
    Person.objects.filter(pk__in=[person.pk for person in both]).update(birth_date="1980-04-02", family_names="Quispe")
    call_command("find_duplicates")
    page = text(client.get(f"/duplicates/{pair.pk}/"))
    assert "The same birthday" in page
    assert "The same phone" not in page
    assert "r@x.it" not in page
    client.force_login(rome_officer)
    assert "The same phone" in text(client.get(f"/duplicates/{pair.pk}/"))


def test_organisations_are_found_whatever_they_call_their_kind(db):
    AssociationFactory(name="Associazione Mama Quilla A.P.S.", serves=["PE"])
    AssociationFactory(name="Ass. Mamaquilla ODV", serves=["PE"])
    AssociationFactory(name="Asociación Sol de Oro", serves=["PE"])
    PartnerActorFactory(name="Mama Quilla")
    call_command("find_duplicates")
    pair = DoublePair.objects.get()
    assert {pair.first_id, pair.second_id} == {1, 2} or DoublePair.objects.count() == 1


def merging(client, twins, **posted):
    one, other = twins
    page = client.get(f"/people/{one.pk}/merge/?with={other.pk}")
    hidden = {"one_time_key": page.context["one_time_key"], "with": other.pk, "version": 1, "other_version": 1}
    # Each row that comes along is written by itself, with its history.
    with zeal_ignore():
        return client.post(f"/people/{one.pk}/merge/", {**hidden, **posted}), hidden


def test_an_officer_does_not_merge(client, rome_officer, twins):
    client.force_login(rome_officer)
    assert client.get(f"/people/{twins[0].pk}/merge/?with={twins[1].pk}").status_code == 403
    assert client.post(f"/people/{twins[0].pk}/merge/", {"with": twins[1].pk}).status_code == 403


def test_a_manager_merges_and_the_old_address_leads_on(client, manager, twins, pair):
    client.force_login(manager)
    one, other = twins
    answer, hidden = merging(client, twins, **{"choose-family_names": "take"})
    assert answer.url == f"/people/{one.pk}/"
    one.refresh_from_db()
    assert one.family_names == "Quispe Mamaní"
    assert client.get(f"/people/{other.pk}/").url == f"/people/{one.pk}/"
    assert client.post(f"/people/{one.pk}/merge/", hidden).url == f"/people/{one.pk}/"
    assert Merge.objects.count() == 1
    assert DoublePair.objects.get().state == "merged"
    done = Merge.objects.get()
    page = text(client.get(f"/people/{one.pk}/"))
    assert f"/people/{one.pk}/merge/{done.pk}/undo/" in page
    with zeal_ignore():
        undone = client.post(f"/people/{one.pk}/merge/{done.pk}/undo/")
    assert undone.url == f"/people/{one.pk}/"
    assert client.get(f"/people/{other.pk}/").status_code == 200
    assert DoublePair.objects.get().state == "open"


def test_two_versions_are_not_merged(client, manager, twins):
    client.force_login(manager)
    edit(twins[1], by=manager, values={"profession": "baker"})
    answer, _hidden = merging(client, twins)
    assert answer.status_code == 409
    assert Merge.objects.count() == 0


@pytest.mark.parametrize("key", ["", "x", "99999999999999999999", "-1", "²", "12345"])
def test_nonsense_is_nobody(client, manager, twins, key):
    client.force_login(manager)
    assert client.post(f"/people/{twins[0].pk}/merge/", {"with": key}).status_code == 404


def test_a_record_does_not_go_into_itself(client, manager, twins):
    client.force_login(manager)
    assert client.get(f"/people/{twins[0].pk}/merge/?with={twins[0].pk}").status_code == 404


def test_without_a_second_record_likely_ones_are_offered(client, manager, twins, pair):
    client.force_login(manager)
    path = f"/people/{twins[0].pk}/merge/"
    assert f"?with={twins[1].pk}" in text(client.get(path))
    assert f"?with={twins[1].pk}" in text(client.get(path, {"q": "mamani"}))
    assert f"?with={twins[1].pk}" not in text(client.get(path, {"q": "nobody"}))


def test_the_merge_page_hides_what_its_reader_may_not_read(client, manager, twins):
    client.force_login(manager)
    for person, email in zip(twins, ("a@x.it", "b@x.it"), strict=True):
        edit(person, by=manager, values={"email": email})
        ConsentFactory(person=person)
    assert "a@x.it" in text(client.get(f"/people/{twins[0].pk}/merge/?with={twins[1].pk}"))
    MeetingFactory()
    manager.office = None
    assert "Merge into" in text(client.get(f"/people/{twins[0].pk}/merge/?with={twins[1].pk}"))


@pytest.mark.parametrize(
    "names", [("Rosa", "Quispe"), ("rosa", "quispe mamani"), ("Quispe", "Rosa"), ("Rosa", "Quizpe")]
)
def test_while_a_person_is_typed_likely_ones_show(client, rome_officer, twins, names):
    client.force_login(rome_officer)
    typed = {"kind": "person", "given_names": names[0], "family_names": names[1]}
    assert f"/people/{twins[0].pk}/" in text(client.get("/duplicates/like/", typed))


def test_while_an_organisation_is_typed_likely_ones_show(client, rome_officer):
    association = AssociationFactory(name="Associazione Mama Quilla A.P.S.", serves=["PE"])
    client.force_login(rome_officer)
    for name in ("mama quilla", "Asociación Mama Quilla", "Ass. Mamaquilla ODV"):
        typed = {"kind": "organisation", "name": name}
        assert f"/associations/{association.pk}/" in text(client.get("/duplicates/like/", typed))


def test_initials_stand_for_a_name(client, rome_officer):
    association = AssociationFactory(name="Asociación de Mujeres Ecuatorianas de Génova", serves=["EC"])
    call_command("find_duplicates")
    client.force_login(rome_officer)
    for name in ("A.M.E.G.", "ameg", "MEG"):
        typed = {"kind": "organisation", "name": name}
        assert f"/associations/{association.pk}/" in text(client.get("/duplicates/like/", typed))
    twin = AssociationFactory(name="AMEG", serves=["EC"], province=association.province)
    call_command("find_duplicates")
    assert DoublePair.objects.values_list("first_id", "second_id").get() == (association.pk, twin.pk)


def test_whoever_types_is_told_only_of_records_they_see(client, quito_officer, twins):
    client.force_login(quito_officer)
    typed = {"kind": "person", "given_names": "Rosa", "family_names": "Quispe Mamani"}
    assert text(client.get("/duplicates/like/", typed)).strip() == ""


def test_a_number_tells_who_it_is_only_to_who_may_read_it(client, quito_officer, rome_officer):
    person = PersonFactory(given_names="Rosa", email="r@x.it", phone="+390105550101", citizen_of=["EC"])
    typed = {"kind": "person", "given_names": "R", "family_names": "", "email": "r@x.it", "phone": "+39 010 555 0101"}
    client.force_login(quito_officer)
    assert text(client.get("/duplicates/like/", typed)).strip() == ""
    client.force_login(rome_officer)
    assert f"/people/{person.pk}/" in text(client.get("/duplicates/like/", typed))


@pytest.mark.parametrize("typed", [{}, {"kind": "x"}, {"kind": "person"}, {"kind": "organisation", "name": "%"}])
def test_of_nothing_typed_nothing_is_told(client, rome_officer, twins, typed):
    client.force_login(rome_officer)
    assert text(client.get("/duplicates/like/", typed)).strip() == ""


def test_a_manager_has_everything_compared_by_the_worker(client, manager, twins, django_capture_on_commit_callbacks):
    client.force_login(manager)
    assert "Look for doubles now" in text(client.get("/duplicates/"))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/duplicates/find/").url == "/jobs/"
        assert client.post("/duplicates/find/").url == "/jobs/"
    job = Job.objects.get(kind="find_duplicates")
    assert DoublePair.objects.count() == 0
    find_doubles.func(job.pk)
    assert DoublePair.objects.count() == 1
    job.refresh_from_db()
    assert (job.state, job.message, job.done, job.total) == ("done", "1", 2, 2)
    assert "Pairs that are new: 1" in text(client.get("/jobs/"))


def test_an_officer_does_not_have_everything_compared(client, rome_officer, twins):
    client.force_login(rome_officer)
    assert "Look for doubles now" not in text(client.get("/duplicates/"))
    assert client.post("/duplicates/find/").status_code == 403
    assert Job.objects.count() == 0


def test_pairs_stand_in_the_order_of_what_their_reader_may_know(client, rome_officer, quito_officer):
    by_mail = [PersonFactory(given_names="Rosa", family_names="Lima", email="r@x.it", citizen_of=["EC"]) for _ in "12"]
    by_day = [
        PersonFactory(given_names="Elena", family_names="Soto", birth_date="1980-04-02", citizen_of=["EC"])
        for _ in "12"
    ]
    call_command("find_duplicates")
    DoublePair.objects.filter(first_id=by_mail[0].pk).update(score=40, open_score=15)
    DoublePair.objects.filter(first_id=by_day[0].pk).update(score=30, open_score=30)
    for user, first in ((rome_officer, "Rosa Lima ↔"), (quito_officer, "Elena Soto ↔")):
        client.force_login(user)
        page = text(client.get("/duplicates/"))
        assert 'data-total="2"' in page
        assert page.index(first) == min(page.index("Rosa Lima ↔"), page.index("Elena Soto ↔"))


def test_a_manager_with_a_limit_merges_only_whom_they_see(client, manager, twins):
    manager.countries.set([CountryFactory(code="PE")])
    twins[1].citizenships.set([CountryFactory(code="BO")])
    client.force_login(manager)
    assert client.get(f"/people/{twins[0].pk}/merge/?with={twins[1].pk}").status_code == 404
    assert client.post(f"/people/{twins[0].pk}/merge/", {"with": twins[1].pk}).status_code == 404
    assert client.get(f"/people/{twins[1].pk}/merge/?with={twins[0].pk}").status_code == 404
    assert Merge.objects.count() == 0


@pytest.fixture
def manager_abroad(db):
    """A manager outside the EU, who reads the contact data of those alone who agreed to the transfer."""
    return UserFactory(role=Role.MANAGER, office=OfficeFactory(code="lima", outside_eu=True))


def test_whoever_is_like_by_contact_data_alone_is_not_offered_to_who_may_not_read_them(client, manager_abroad, manager):
    one, other = (PersonFactory(given_names=name, phone="+390555000101") for name in ("Rosa", "Berta"))
    DoublePair.objects.create(
        model_label=Person.label(), first_id=one.pk, second_id=other.pk, score=60, reasons=[["phone", 60]], open_score=0
    )
    client.force_login(manager_abroad)
    assert "Berta" not in text(client.get(f"/people/{one.pk}/merge/"))
    client.force_login(manager)
    assert "Berta" in text(client.get(f"/people/{one.pk}/merge/"))


def test_contact_data_that_one_does_not_read_are_not_chosen_by_hand(client, manager_abroad):
    twins = [PersonFactory(given_names="Rosa", email=f"{word}@example.org") for word in ("read", "unread")]
    ConsentFactory(person=twins[0], purpose="transfer")
    client.force_login(manager_abroad)
    assert "@example.org" not in text(client.get(f"/people/{twins[0].pk}/merge/?with={twins[1].pk}"))
    merging(client, twins, **{"choose-email": "take"})
    assert Person.objects.get(pk=twins[0].pk).email == "read@example.org"
