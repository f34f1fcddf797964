"""What an organisation's page tells of people: their roles, present and past, as far as its reader may know."""

import datetime

import pytest

from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import AffiliationFactory, AffiliationRoleFactory, PersonFactory


def people_on(client, url):
    """Name and line of each person in the panel, or None where there is none."""
    panels = client.get(url).context["panels_aside"]
    people = next((panel for panel in panels if panel["title"] == "People"), None)
    return people and [(row.title, row.sub) for row in people["rows"]]


@pytest.fixture
def kuntur(db):
    """An association with its president of today, the one before, and its founder."""
    association = AssociationFactory(name="Kuntur Wasi", serves=["PE"])
    president = AffiliationRoleFactory(code="president", one_holder=True)
    founder = AffiliationRoleFactory(code="founder")
    day = datetime.date
    roles = [
        ("Ana", president, {"started_on": day(2015, 3, 1), "ended_on": day(2019, 6, 30)}),
        ("Rosa", president, {"started_on": day(2019, 7, 1), "main_contact": True}),
        ("Luz", founder, {}),
    ]
    for name, role, values in roles:
        person = PersonFactory(given_names=name, family_names="Quispe")
        AffiliationFactory(person=person, organisation=association, role=role, **values)
    return association


def test_people_and_roles_stand_on_the_page_past_ones_last(client, kuntur, rome_officer):
    client.force_login(rome_officer)
    assert people_on(client, f"/associations/{kuntur.pk}/") == [
        ("Rosa Quispe", "President · main contact · since 1 Jul 2019"),
        ("Luz Quispe", "Founder"),
        ("Ana Quispe", "President · 1 Mar 2015 – 30 Jun 2019"),
    ]


@pytest.mark.parametrize(
    ("day", "names"),
    [("2018-01-01", {"Ana Quispe", "Luz Quispe"}), ("2019-07-01", {"Rosa Quispe", "Luz Quispe"})],
)
def test_people_are_told_as_of_a_day(client, kuntur, rome_officer, day, names):
    client.force_login(rome_officer)
    assert {name for name, _line in people_on(client, f"/associations/{kuntur.pk}/?as_of={day}")} == names


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", "2019-02-30"])
def test_a_day_that_is_none_is_left_aside(client, kuntur, rome_officer, day):
    client.force_login(rome_officer)
    assert len(people_on(client, f"/associations/{kuntur.pk}/?as_of={day}")) == 3


def test_ties_of_special_categories_are_not_told_on_the_organisations_page(client, administrator):
    special = [AssociationFactory(form="religious"), PartnerActorFactory(type="union")]
    client.force_login(administrator)
    for organisation in special:
        AffiliationFactory(organisation=organisation)
        assert people_on(client, organisation.get_absolute_url()) is None


def test_people_outside_the_readers_sight_are_not_told(client, quito_officer):
    association = AssociationFactory(serves=["EC"])
    partner = PartnerActorFactory()
    AffiliationFactory(organisation=association, person=PersonFactory(given_names="Luz", family_names="Mera"))
    AffiliationFactory(organisation=partner, person=PersonFactory(citizen_of=["PE"]))
    client.force_login(quito_officer)
    assert people_on(client, f"/associations/{association.pk}/") == [("Luz Mera", "Member")]
    assert people_on(client, f"/partners/{partner.pk}/") == []


def test_a_viewer_is_not_offered_to_add_a_role(client, kuntur, lima_viewer, rome_officer):
    for user, expected in ((lima_viewer, False), (rome_officer, True)):
        client.force_login(user)
        page = client.get(f"/associations/{kuntur.pk}/").content.decode()
        assert (f"/roles/add/?organisation={kuntur.pk}" in page) == expected


def test_more_people_than_fit_lead_to_the_list(client, kuntur, rome_officer):
    AffiliationFactory.create_batch(9, organisation=kuntur)
    client.force_login(rome_officer)
    url = f"/associations/{kuntur.pk}/"
    assert len(people_on(client, url)) == 10
    assert f"/people/?organisation={kuntur.pk}" in client.get(url).content.decode()
    assert 'data-total="12"' in client.get(f"/people/?organisation={kuntur.pk}").content.decode()
