"""The page of the network and its file: what each reader finds there."""

import re

import pytest

from midla.records.models import Access
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import AffiliationFactory, MeetingFactory, PersonFactory
from tests.factories.partnerships import ParticipantFactory, PartnershipFactory
from tests.reading import sheets

PAGE, FILE = "/partnerships/network/", "/partnerships/network/export.xlsx"


def page(client, user, query=""):
    client.force_login(user)
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def chain(db):
    """Ayni – Minka – Tinku, by a partnership and a meeting; Sumak stands alone."""
    ayni, minka = (AssociationFactory(name=name, serves=["PE"]) for name in ("Ayni", "Minka"))
    tinku, sumak = AssociationFactory(name="Tinku", serves=["EC"]), AssociationFactory(name="Sumak", serves=["PE"])
    partnership = PartnershipFactory()
    for organisation in (ayni, minka):
        ParticipantFactory(partnership=partnership, organisation=organisation)
    MeetingFactory(with_organisations=[minka, tinku])
    return ayni, minka, tinku, sumak


def test_the_page_says_who_is_linked_who_holds_together_and_who_stands_alone(client, manager, chain):
    ayni, minka, _tinku, sumak = chain
    text = " ".join(page(client, manager).split())
    assert "3 of 4 organisations are linked. They hang together in 1 part. 1 association stands alone." in text
    brokers = re.search(r"Brokers</h2>(.*?)</section>", text)[1]
    assert f'href="/associations/{minka.pk}/"' in brokers
    assert f'href="/associations/{ayni.pk}/"' not in brokers
    alone = re.search(r"Associations linked to nobody</h2>(.*?)</section>", text)[1]
    assert re.findall(r'href="/associations/(\d+)/"', alone) == [str(sumak.pk)]


def test_the_picture_has_a_point_for_each_that_is_linked_and_its_table_a_row_for_each_tie(client, manager, chain):
    text = page(client, manager)
    picture = re.search(r'<svg class="chart network".*?</svg>', text, re.DOTALL)[0]
    assert (picture.count('<circle class="node"'), picture.count('class="tie"')) == (3, 2)
    assert [link.tie.strength for link in client.get(PAGE).context["network"].listed] == [1, 1]


def test_who_is_limited_reads_no_name_of_whom_they_do_not_see(client, lima_viewer, chain):
    text = page(client, lima_viewer)
    assert "Ayni" in text
    assert "Tinku" not in text


def test_around_an_organisation_stand_those_within_two_steps(client, manager, chain):
    ayni, _minka, tinku, _sumak = chain
    far = AssociationFactory(name="Wayra")
    MeetingFactory(with_organisations=[tinku, far])
    text = page(client, manager, f"?around={ayni.pk}")
    assert "The network around Ayni" in text
    assert "Tinku" in text
    assert "Wayra" not in text
    assert f'<input type="hidden" name="around" value="{ayni.pk}">' in text


def test_around_somebody_one_does_not_see_there_is_nothing(client, lima_viewer, manager, chain):
    hidden = chain[2]
    client.force_login(lima_viewer)
    assert client.get(f"{PAGE}?around={hidden.pk}").status_code == 404
    client.force_login(manager)
    assert client.get(f"{PAGE}?around={10**9}").status_code == 404


@pytest.mark.parametrize("query", ["?around=abc", "?kind=nonsense", "?country=XX", f"?around={2**70}"])
def test_nonsense_gets_a_sentence(client, manager, chain, query):
    assert "There is no such choice" in page(client, manager, query)
    assert client.get(f"{FILE}{query}").status_code == 400


def test_the_kind_of_tie_stands_in_the_address(client, manager, chain):
    text = " ".join(page(client, manager, "?kind=meetings").split())
    assert "2 of 4 organisations are linked." in text


def test_the_organisations_page_leads_to_its_surroundings(client, rome_officer, chain):
    client.force_login(rome_officer)
    assert f"{PAGE}?around={chain[0].pk}" in client.get(f"/associations/{chain[0].pk}/").content.decode()


def book_of(client, user, query=""):
    """Elements and connections."""
    client.force_login(user)
    return sheets(client.get(f"{FILE}{query}"))


def test_the_file_holds_two_sheets_as_kumu_reads_them(client, manager, chain):
    PartnerActorFactory(name="=Aba")
    elements, connections = book_of(client, manager)
    assert [row[0] for row in elements] == ["Label", "=Aba", "Ayni", "Minka", "Sumak", "Tinku"]
    assert connections[0][:5] == ["From", "To", "Direction", "Type", "Strength"]
    assert {tuple(row[:4]) for row in connections[1:]} == {
        ("Ayni", "Minka", "undirected", "Partnership"),
        ("Minka", "Tinku", "undirected", "Meeting"),
    }
    assert (Access.objects.get().by, Access.objects.get().rows) == (manager, 5)


def test_namesakes_are_told_apart_in_the_file(client, manager, chain):
    other = AssociationFactory(name="Ayni")
    MeetingFactory(with_organisations=[chain[0], other])
    labels = [row[0] for row in book_of(client, manager)[0][1:]]
    assert {f"Ayni ({chain[0].pk})", f"Ayni ({other.pk})"} <= set(labels)
    assert len(labels) == len(set(labels))


def test_the_file_is_for_who_may_export_and_holds_what_they_see(client, lima_viewer, quito_officer, chain):
    client.force_login(lima_viewer)
    assert client.get(FILE).status_code == 403
    person = PersonFactory(family_names="Quispe")
    for organisation in chain[:2]:
        AffiliationFactory(person=person, organisation=organisation)
    book = book_of(client, quito_officer)
    assert [row[0] for row in book[0][1:]] == ["Tinku"]
    assert "Quispe" not in str(book)


def test_the_page_asks_as_much_for_many_as_for_few(client, manager, chain, django_assert_max_num_queries):
    for _ in range(20):
        MeetingFactory(with_organisations=[chain[0], AssociationFactory()])
    client.force_login(manager)
    client.get(PAGE)
    with django_assert_max_num_queries(10):
        client.get(PAGE)
