"""Lists: the count is the rows, whoever looks; all of a list is in its address; bad addresses get an answer."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from associations.records import AssociationType, PartnerActorType
from contacts.records import FollowUpType, MeetingType, PersonType
from midla.accounts.permissions import Permission
from midla.records.actions import trash
from midla.records.lists import Address, Listing
from midla.records.registry import record_types, type_of
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import (
    AffiliationFactory,
    FollowUpFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.territories import ProvinceFactory, RegionFactory
from tests.reading import csv_rows, read, read_all

TYPES = (AssociationType, PartnerActorType, PersonType, MeetingType, FollowUpType)
LISTS = ("/associations/", "/partners/", "/people/", "/meetings/", "/follow-ups/")
PERSONAS = (
    *("rome_officer", "lima_viewer", "quito_officer", "adviser", "manager"),
    *("focal_point", "administrator", "outsider"),
)
QUERIES = ("", "q=nandu")


@pytest.fixture
def registry(db, rome_officer):
    """Something of each kind for each community, one for two of them, one confined."""
    for codes in (["BO"], ["CO"], ["EC"], ["PE"], ["EC", "PE"]):
        association = AssociationFactory(name=f"Ñandú {'-'.join(codes)}", serves=codes, owner=rome_officer)
        person = PersonFactory(citizen_of=codes, to_complete=codes == ["PE"])
        AffiliationFactory(person=person, organisation=association)
        meeting = MeetingFactory(with_organisations=[association], title="Ñandú")
        ParticipationFactory(meeting=meeting, person=person)
        FollowUpFactory(organisation=association, owner=rome_officer, what="Ñandú")
        FollowUpFactory(organisation=None, person=person, owner=rome_officer)
    PartnerActorFactory()
    # Seen by those who see Peru only through the role; a meeting of two communities.
    AffiliationFactory(person=PersonFactory(citizen_of=["BO"]), organisation=association)
    MeetingFactory(with_organisations=[AssociationFactory(serves=["BO"]), association])
    confined = MeetingFactory(with_organisations=[association], title="Ñandú confined")
    confined.confined_to.add(rome_officer)


# --- the count is the rows --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("persona", PERSONAS)
def test_count_equals_the_rows_of_all_pages_for_every_role(client, request, registry, persona):
    user = request.getfixturevalue(persona)
    client.force_login(user)
    for declared in TYPES:
        known = type_of(declared.model)
        for query in {*QUERIES, *(query for _label, query in known.views(user))}:
            page = read(client, f"{known.list_url()}?{query}")
            assert page.total == len(page.names) == Listing(known, user, QueryDict(query)).total, query


def test_count_equals_the_rows_of_all_pages(client, rome_officer):
    for number in range(52):
        AssociationFactory(name=f"Ñandú {number:02}")
    client.force_login(rome_officer)
    for rows in (25, 50):
        names = read_all(client, f"/associations/?q=nandu&rows={rows}")
        assert names == [f"Ñandú {number:02}" for number in range(52)]
        assert read(client, f"/associations/?q=nandu&rows={rows}").total == 52


@pytest.mark.parametrize("persona", ["rome_officer", "quito_officer", "manager"])
def test_file_holds_as_many_rows_as_the_list_counts(client, request, registry, persona):
    user = request.getfixturevalue(persona)
    assert user.can(Permission.EXPORT)
    client.force_login(user)
    for address in LISTS:
        for query in ("", "?q=nandu"):
            rows = csv_rows(client.get(f"{address}export.csv{query}"))[1:]
            assert [row[0] for row in rows] == read(client, f"{address}{query}").names, address


@pytest.mark.parametrize("address", LISTS)
def test_outsiders_list_is_empty(client, outsider, address):
    AssociationFactory(serves=["PE"])
    PersonFactory(citizen_of=["PE"])
    MeetingFactory(with_organisations=[AssociationFactory(serves=["PE"])])
    FollowUpFactory()
    client.force_login(outsider)
    page = read(client, address)
    assert (page.total, page.names) == (0, [])


def test_an_association_of_two_communities_counts_in_both_and_once_in_all(client, rome_officer, lima_viewer):
    AssociationFactory(name="Both", serves=["PE", "EC"])
    AssociationFactory(name="Peru", serves=["PE"])
    AssociationFactory(name="Bolivia", serves=["BO"])
    client.force_login(rome_officer)
    counted = {query: read(client, f"/associations/{query}").total for query in ("", "?community=PE", "?community=EC")}
    assert counted == {"": 3, "?community=PE": 2, "?community=EC": 1}
    assert read(client, "/associations/?community=PE&community=EC").names == ["Both", "Peru"]
    client.force_login(lima_viewer)
    assert read(client, "/associations/").names == ["Both", "Peru"]


def test_what_was_trashed_is_in_no_list(client, rome_officer, registry):
    association = type_of(AssociationType.model).visible_to(rome_officer).first()
    client.force_login(rome_officer)
    before = read(client, "/associations/").total
    trash(association, by=rome_officer)
    assert read(client, "/associations/").total == before - 1


# --- order ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("declared", TYPES)
def test_every_column_sorts_and_backwards_is_the_exact_opposite(registry, manager, declared):
    known = type_of(declared.model)
    listing = Listing(known, manager, QueryDict())
    # A column that is never exported holds a button, and nothing to sort by.
    assert [column.name for column in listing.offered if not column.sort and not column.never_exported] == []
    for name in listing.sortable:
        up = list(Listing(known, manager, QueryDict(f"sort={name}")).ordered.values_list("pk", flat=True))
        down = list(Listing(known, manager, QueryDict(f"sort=-{name}")).ordered.values_list("pk", flat=True))
        assert up == down[::-1], name
        assert len(set(up)) == listing.total


def test_pages_read_from_the_far_end_are_those_read_from_the_near_one(rome_officer):
    for number in range(60):
        AssociationFactory(name=f"Ñandú {number:02}")
    known = type_of(AssociationType.model)
    names = []
    for page in (1, 2, 3):
        names += [row["name"] for row in Listing(known, rome_officer, QueryDict(f"rows=25&page={page}")).rows]
    assert names == [f"Ñandú {number:02}" for number in range(60)]


def test_order_is_chosen_below_the_list_too(client, rome_officer):
    for number in (2, 3, 1):
        AssociationFactory(name=f"Ñandú {number}", members=number)
    client.force_login(rome_officer)
    page = read(client, "/associations/?q=nandu&sort=-members")
    assert page.names == ["Ñandú 3", "Ñandú 2", "Ñandú 1"]
    assert '<option value="-members" selected>Members, backwards</option>' in page.text
    assert (
        '<input type="hidden" name="q" value="nandu">' in page.text.partition('id="columns"')[0].rpartition("<form")[2]
    )


def test_what_is_so_anyway_is_not_in_the_address(client, rome_officer):
    at_first = [column.name for column in AssociationType.columns if column.at_first and not column.only_exported]
    query = "&".join(["sort=name", "rows=50", *(f"columns={name}" for name in at_first)])
    client.force_login(rome_officer)
    assert '<a href="." aria-current="page">All</a>' in read(client, f"/associations/?{query}").text


def test_names_are_in_order_whatever_their_accents_and_case(client, rome_officer):
    for name in ("zorro", "Ñandú", "álamo", "Árbol", "nido"):
        AssociationFactory(name=name)
    client.force_login(rome_officer)
    assert read(client, "/associations/").names == ["álamo", "Árbol", "Ñandú", "nido", "zorro"]


# --- columns ----------------------------------------------------------------------------------------------------------
def test_columns_are_chosen_in_the_address_and_kept_by_its_links(client, rome_officer):
    AssociationFactory()
    client.force_login(rome_officer)
    page = read(client, "/associations/?columns=members&columns=founded_in&q=organisation")
    assert page.heads == ["Association", "Members", "Founded in"]
    assert 'href="?columns=members&amp;columns=founded_in"' in page.text
    assert '<input type="hidden" name="columns" value="founded_in">' in page.text
    assert read(client, "/associations/?columns=members,founded_in").heads == page.heads


def test_columns_of_contact_data_are_for_who_may_read_them(client, lima_viewer, rome_officer):
    PersonFactory(citizen_of=["PE"], phone="+393470000001")
    for user, heads in ((lima_viewer, ["Person"]), (rome_officer, ["Person", "Phone"])):
        client.force_login(user)
        page = read(client, "/people/?columns=contact_phone,no_such&sort=contact_phone")
        assert page.heads[: len(heads)] == heads
        assert ("+393470000001" in page.text) == (user == rome_officer)
    assert [column.name for column in Listing(type_of(PersonType.model), lima_viewer, QueryDict()).exported] == [
        column.name for column in PersonType.columns if column.permission is None
    ]


def test_order_by_contact_data_tells_nothing_of_those_who_did_not_agree(quito_officer):
    for phone in ("+393470000002", "+393470000001"):
        PersonFactory(citizen_of=["EC"], phone=phone)
    listing = Listing(type_of(PersonType.model), quito_officer, QueryDict("sort=contact_phone"))
    assert [row["pk"] for row in listing.rows] == sorted(row["pk"] for row in listing.rows)


# --- filters in words -------------------------------------------------------------------------------------------------
def test_each_active_filter_is_a_chip_that_takes_it_away(client, rome_officer):
    AssociationFactory(name="Ñandú")
    client.force_login(rome_officer)
    page = read(client, "/associations/?q=nandu&dormant=&form=informal&sort=-members")
    assert page.chips == ["Name: nandu", "Form: informal group"]
    assert 'href="?form=informal&amp;sort=-members" aria-label="Remove the filter Name: nandu"' in page.text
    assert 'href="?sort=-members">Remove all</a>' in page.text


def test_an_empty_list_names_each_filter_with_the_count_without_it(client, rome_officer):
    AssociationFactory(name="Ñandú", form="informal")
    AssociationFactory(name="Ñandú dos", form="informal")
    AssociationFactory(name="Other", form="media")
    client.force_login(rome_officer)
    page = read(client, "/associations/?q=nandu&form=media")
    assert (page.total, page.names) == (0, [])
    ways = page.text.partition("Take one of them away:")[2]
    assert 'Without “Name: nandu”</a><span class="sub">1 found' in ways
    assert 'Without “Form: media”</a><span class="sub">2 found' in ways


def test_a_list_without_records_says_what_comes_next(client, rome_officer, lima_viewer):
    client.force_login(rome_officer)
    assert (
        'href="/associations/add/">New association</a>'
        in read(client, "/associations/").text.partition("Nothing here yet")[2]
    )
    client.force_login(lima_viewer)
    assert "/associations/add/" not in read(client, "/associations/").text


def test_a_record_in_a_chip_is_named_only_to_who_sees_it(client, rome_officer, quito_officer):
    association = AssociationFactory(name="Ñandú", serves=["PE"])
    for user, words in ((rome_officer, "Organisation: Ñandú"), (quito_officer, "Organisation: no such record")):
        client.force_login(user)
        assert read(client, f"/meetings/?organisation={association.pk}").chips == [words]


# --- the address ------------------------------------------------------------------------------------------------------
def test_links_of_a_list_keep_everything_but_the_page(client, rome_officer):
    for number in range(60):
        AssociationFactory(name=f"Ñandú {number:02}")
    client.force_login(rome_officer)
    page = read(client, "/associations/?q=nandu&sort=-members&rows=25&page=2&unknown=1")
    assert len(page.names) == 25
    assert page.next_url == "?q=nandu&sort=-members&rows=25&page=3"
    assert "unknown" not in page.text.partition("<main")[2]


@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999999999", "-9" * 30, "zz", "", "1.5", "\u0661"])
def test_a_page_that_is_none_is_the_nearest_there_is(client, rome_officer, page):
    AssociationFactory(name="Ñandú")
    client.force_login(rome_officer)
    assert read(client, f"/associations/?page={page}").names == ["Ñandú"]


BAD = [
    *("q=%00", "q=" + "x" * 3000, "q=%E2%80%AE", "q=%F0%9F%98%80", "q=n%CC%83andu", "q='%22<script>", "q=%25", "q=%5C"),
    *(
        "updated_since=0001-01-01",
        "updated_since=9999-12-31",
        "updated_since=zz",
        "since=2026-02-30",
        "until=10000-1-1",
    ),
    *("owner=0", "owner=-1", "owner=9" + "9" * 30, "owner=zz", "organisation=" + "9" * 25, "person=" + str(2**63)),
    *("province=zz", "region=" + "9" * 300, "theme=x", "tag=%00", "form=zz", "engagement=zz", "dormant=2", "state=zz"),
    *("community=ZZ&community=" + "Z" * 300, "citizenship=" + "&citizenship=".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    *("last_contact=0", "last_contact=-5", "last_contact=999999999", "last_contact=%D9%A1", "consent=zz", "stands=zz"),
    *("sort=zz", "sort=--name", "sort=-", "columns=,,,,", "columns=" + "x," * 900, "rows=-1", "rows=" + "9" * 40),
    *("q=a&q=b&q=c", "page=1&page=2&page=zz", "sort=name&sort=zz", "&&&===", "q", "%00=1", "pk=1", "q[]=1"),
]


def test_bad_addresses_get_a_list_or_a_sentence(client, manager):
    association = AssociationFactory()
    PersonFactory()
    FollowUpFactory(organisation=association, meeting=MeetingFactory(with_organisations=[association]))
    client.force_login(manager)
    for query in BAD:
        for address in LISTS:
            answer = client.get(f"{address}?{query}")
            assert answer.status_code in (200, 400), (address, query)
            if answer.status_code == 200:
                page = answer.content.decode()
                assert (page.count("data-total="), page.count("<h1")) == (1, 1), (address, query)
        assert client.get(f"/meetings/export.csv?{query}").status_code in (200, 400), query


def test_a_filter_beyond_its_bounds_shows_no_rows_and_says_why(client, rome_officer):
    AssociationFactory()
    client.force_login(rome_officer)
    page = read(client, "/associations/?updated_since=0001-01-01")
    assert (page.total, page.names) == (0, [])
    # Nor is it said that there were none.
    assert ("0 in all" in page.text, "0 found" in page.text) == (False, False)
    assert "The year must be between 1900 and 2100." in page.text
    assert "A filter cannot be read" in page.text


def test_rows_with_strange_names_stay_readable(client, rome_officer):
    names = ["<b>Ñandú</b>", 'x" onmouseover="y', "Nand\u00fa\u0301\u0301", "مرحبا", "x" * 200]
    for name in names:
        AssociationFactory(name=name)
    client.force_login(rome_officer)
    page = read(client, "/associations/")
    assert sorted(page.names) == sorted(names)
    assert "<b>Ñandú" not in page.text


def test_an_address_says_the_same_in_any_order():
    address = Address.of(QueryDict("b=2&a=1&c=&d=4"), {"a", "b", "c"})
    assert str(address) == "b=2&a=1"
    assert address.same_as("a=1&b=2")
    assert not address.same_as("a=1")
    assert str(address.but("a", b=3)) == "b=3"


# --- cost -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("declared", TYPES)
def test_a_list_asks_no_more_for_more_rows(client, manager, registry, declared):
    client.force_login(manager)
    known = type_of(declared.model)
    every = "&".join(f"columns={column.name}" for column in known.columns)
    counts = []
    for _round in range(2):
        client.get(f"{known.list_url()}?{every}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{known.list_url()}?{every}")
        counts.append(len(asked))
        for codes in (["EC"], ["PE"]):
            association = AssociationFactory(serves=codes)
            person = PersonFactory(citizen_of=codes)
            PartnerActorFactory()
            AffiliationFactory(person=person, organisation=association)
            FollowUpFactory(
                organisation=association, person=person, meeting=MeetingFactory(with_organisations=[association])
            )
    assert counts[0] == counts[1]


def test_places_are_read_with_their_region(client, rome_officer):
    savona = ProvinceFactory(code="009", name="Savona", plate="SV")
    AssociationFactory(name="Ponente", province=savona)
    AssociationFactory(
        name="Milano",
        province=ProvinceFactory(code="015", name="Milano", region=RegionFactory(code="03", name="Lombardia")),
    )
    client.force_login(rome_officer)
    assert read(client, "/associations/?region=07").names == ["Ponente"]
    assert read(client, "/associations/?province=015").names == ["Milano"]


CALLED = {
    "associations:association": ("Tutte", "Todas", "Toutes"),
    "associations:partner": ("Tutti", "Todos", "Tous"),
    "contacts:meeting": ("Tutti", "Todas", "Toutes"),
    "contacts:follow-up": ("Tutti", "Todos", "Tous"),
    "partnerships:need": ("Tutti", "Todas", "Tous"),
    "partnerships:offer": ("Tutte", "Todas", "Toutes"),
    "partnerships:partnership": ("Tutti", "Todas", "Tous"),
}


@pytest.mark.parametrize(("place", "language"), [(0, "it"), (1, "es"), (2, "fr")])
def test_the_whole_of_a_list_is_called_in_the_gender_of_what_it_lists(rome_officer, place, language):
    with translation.override(language):
        lists = {known.url: known.views(rome_officer) for known in record_types() if known.url in CALLED}
        whole = {url: [str(label) for label, query in views if not query] for url, views in lists.items()}
    assert whole == {url: [words[place]] for url, words in CALLED.items()}
