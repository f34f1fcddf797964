"""A pasted list of names: who is known is found with a reason, who is not is recorded, nobody is lost or doubled."""

import re

import pytest

from contacts.models import Meeting, Person
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingKindFactory, PersonFactory
from tests.factories.territories import ProvinceFactory

LOG = "/meetings/log/"


@pytest.fixture
def officer(client, rome_officer):
    MeetingKindFactory(code="visit")
    client.force_login(rome_officer)
    return rome_officer


def answers(**given):
    return {"when": "now", "said": "Se habló", "with_whom": [f"o{AssociationFactory().pk}"], **given}


def choices(page):
    """Name and value of the answers that the page offers for pasted names, and those that are ticked."""
    found = re.findall(r'<input[^>]* type="radio" name="(line-\w+-who)" value="([^"]*)"[^>]*?( checked)?>', page)
    return [(name, value) for name, value, _ticked in found], [value for _name, value, ticked in found if ticked]


def test_names_that_were_not_matched_are_asked_about_before_anything_is_saved(client, officer):
    rosa = PersonFactory(given_names="Rosa", family_names="Núñez")
    page = client.post(LOG, answers(names="nuñez ROSA\nNadie Conocido\n")).content.decode()
    assert choices(page)[1] == [f"p{rosa.pk}", "new:Nadie Conocido"]
    assert "nobody has this name" in page
    assert not Meeting.objects.exists()


def test_who_is_known_takes_part_and_who_is_not_is_recorded_to_complete(client, officer):
    rosa = PersonFactory(given_names="Rosa", family_names="Núñez")
    page = client.post(LOG, answers(find="names", names="Rosa Nunez\nNadie Conocido")).content.decode()
    (known, _new, _none), (unknown, *_rest) = (choices(page)[0][:3], choices(page)[0][3:])
    client.post(LOG, answers(line=["Rosa Nunez", "Nadie Conocido"], **dict([known, unknown])))
    made = Person.objects.exclude(pk=rosa.pk).get()
    assert (made.given_names, made.family_names, made.to_complete) == ("Nadie", "Conocido", True)
    assert set(Meeting.objects.get().people.all()) == {rosa, made}


@pytest.mark.parametrize("pasted", ["Rosa Núñez", "Rosa Nuñes"])
def test_namesakes_and_similar_names_must_be_chosen(client, officer, pasted):
    for province in (ProvinceFactory(), None):
        PersonFactory(given_names="Rosa", family_names="Núñez", province=province)
    page = client.post(LOG, answers(find="names", names=pasted)).content.decode()
    assert choices(page)[1] == []
    answer = client.post(LOG, answers(line=[pasted])).content.decode()
    assert "Choose who this is, or leave the name out." in answer
    assert not Meeting.objects.exists()


def test_a_name_left_out_is_nowhere(client, officer):
    [_new, leave_out] = choices(client.post(LOG, answers(names="Nadie Conocido")).content.decode())[0]
    client.post(LOG, answers(line=["Nadie Conocido"], **dict([leave_out])))
    assert not Meeting.objects.get().people.exists()
    assert not Person.objects.exists()


def test_a_list_is_enough_to_say_with_whom(client, officer):
    given = {"line": ["Nadie Conocido"], "with_whom": []}
    [new, leave_out] = choices(client.post(LOG, answers(names="Nadie Conocido")).content.decode())[0]
    nobody = client.post(LOG, answers(**given, **dict([leave_out]))).content.decode()
    assert "Say with whom it was" in nobody
    client.post(LOG, answers(**given, **dict([new])))
    assert Meeting.objects.get().people.get().full_name == "Nadie Conocido"


def test_people_whom_one_does_not_see_are_not_found_by_name(client, quito_officer):
    PersonFactory(given_names="Rosa", family_names="Núñez", citizen_of=["PE"])
    client.force_login(quito_officer)
    page = client.post(LOG, answers(names="Rosa Núñez")).content.decode()
    assert choices(page)[1] == ["new:Rosa Núñez"]


def test_more_names_than_can_be_asked_about_stay_in_the_list(client, officer):
    page = client.post(LOG, answers(names="\n".join(f"Zoila Numero{n}" for n in range(50)))).content.decode()
    assert page.count('name="line"') == 40
    assert "Zoila Numero49</textarea>" in page
