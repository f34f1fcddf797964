"""The search page, and the header's box that asks it: each kind with its count, pages and actions, only one's own."""

import re

import pytest

from midla.records.actions import trash
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import FollowUpFactory, MeetingFactory, PersonFactory

FIGURE = re.compile(r'href="([^"]+)" data-figure="(\d+)"')
TOTAL = re.compile(r'data-total="(\d+)"')
IN_BOX = {"HX-Request": "true"}


def names_found(client, query):
    """The names of every record the page shows."""
    return sorted(str(row) for kind in client.get("/search/", {"q": query}).context["found"] for row in kind.rows)


def labels_found(client, query):
    """The pages and actions that the page shows."""
    return [str(link.entry.label) for link in client.get("/search/", {"q": query}).context["commands"]]


@pytest.fixture
def cacao(db):
    """One word in every kind of record, and more associations than a page of results shows."""
    associations = AssociationFactory.create_batch(12, notes="cacao", serves=["EC"])
    AssociationFactory(name="Cacao Perú", serves=["PE"])
    PartnerActorFactory(name="Cacao")
    PersonFactory(family_names="Cacao", citizen_of=["EC"])
    MeetingFactory(said="cacao", with_organisations=associations[:1])
    FollowUpFactory(what="cacao", organisation=associations[0])


def test_each_count_equals_the_list_it_opens(client, cacao, manager, quito_officer, outsider):
    for user, expected in ((manager, [13, 1, 1, 1, 1]), (quito_officer, [12, 1, 1, 1, 1]), (outsider, [1])):
        client.force_login(user)
        page = client.get("/search/?q=CACAO").content.decode()
        figures = [(url, int(count)) for url, count in FIGURE.findall(page)]
        assert [count for _url, count in figures] == expected
        opened = [int(TOTAL.search(client.get(url).content.decode()).group(1)) for url, _count in figures]
        assert opened == expected


def test_nobody_finds_a_person_by_what_they_may_not_read(client, lima_viewer, focal_point):
    PersonFactory(
        family_names="Quispe",
        citizen_of=["PE"],
        email="rosa.secreta@example.org",
        phone="+393470001234",
        street="Via Segreta 7",
    )
    for user in (lima_viewer, focal_point):
        client.force_login(user)
        for query in ("secreta", "rosa.secreta@example.org", "3470001234", "segreta"):
            assert names_found(client, query) == []
            assert 'data-total="0"' in client.get("/people/", {"q": query}).content.decode()


def test_nobody_finds_what_is_confined_trashed_or_of_other_countries(client, quito_officer, rome_officer, adviser):
    elsewhere = AssociationFactory(name="Secreto Perú", serves=["PE"])
    seen = AssociationFactory(name="Kuntur", serves=["EC"])
    MeetingFactory(title="Secreto en Lima", with_organisations=[elsewhere])
    MeetingFactory(title="Secreto confinado", with_organisations=[seen]).confined_to.add(adviser)
    FollowUpFactory(what="Secreto del caso", organisation=seen).confined_to.add(adviser)
    PersonFactory(family_names="Secreto", citizen_of=["PE"])
    trash(AssociationFactory(name="Secreto cestinado", serves=["EC"]), by=rome_officer)
    client.force_login(quito_officer)
    assert names_found(client, "secreto") == []
    # With a slip too: what comes near is asked through the same door.
    assert names_found(client, "secretto") == []
    client.force_login(adviser)
    assert "Secreto confinado" in names_found(client, "secreto")


def test_pages_and_actions_are_found_by_name_as_the_role_has_them(client, lima_viewer, rome_officer):
    client.force_login(rome_officer)
    assert labels_found(client, "add person") == ["Add a person"]
    assert labels_found(client, "calendar") == ["Calendar", "Your calendar's address"]
    assert "Administration" not in labels_found(client, "")
    client.force_login(lima_viewer)
    assert labels_found(client, "add person") == []
    assert "Calendar" in labels_found(client, "")


def test_every_page_and_action_that_is_offered_opens(client, administrator, lima_viewer):
    for user in (administrator, lima_viewer):
        client.force_login(user)
        links = client.get("/search/").context["commands"]
        assert len({link.url for link in links}) == len(links)
        # A page may ask for the password again, and none is refused or missing.
        answers = {link.url: client.get(link.url).status_code for link in links}
        assert set(answers.values()) <= {200, 302}, answers


def test_the_box_gets_the_results_without_the_page(client, cacao, rome_officer):
    client.force_login(rome_officer)
    part = client.get("/search/?q=cacao", headers=IN_BOX)
    assert "<html" not in part.content.decode()
    assert next((len(kind.rows), kind.total) for kind in part.context["found"]) == (5, 13)


@pytest.mark.parametrize(
    "query", ["\x00", "%00", "a" * 100_000, "\u202equispe", "'); DROP", '"', "* NEAR(", "%' OR 1=1"]
)
def test_nonsense_is_answered(client, cacao, rome_officer, query):
    client.force_login(rome_officer)
    assert client.get("/search/", {"q": query}).status_code in {200, 400}
