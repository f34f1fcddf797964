"""Where people come from: every figure is the count of its list, mixed associations once in totals, nothing is lost."""

import re
from html import unescape

import pytest

from associations.models import Association
from midla.accounts.models import User
from midla.dashboards.figures.origins import Asked, Origins
from midla.records.actions import trash
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import PersonFactory
from tests.factories.territories import CountryFactory, ProvinceFactory, RegionFactory, SubdivisionFactory
from tests.reading import TOTAL, counted

PAGE = "/diaspora/origins/"
FIGURE = re.compile(r'href="([^"]+)" data-figure="(\d+)"')


def part(code, name):
    return SubdivisionFactory(code=code, name=name, country=CountryFactory(code=code[:2]))


@pytest.fixture
def places(db):
    milano = ProvinceFactory(code="015", plate="MI", name="Milano", region=RegionFactory(code="03", name="Lombardia"))
    return {"genova": ProvinceFactory(), "milano": milano}


@pytest.fixture
def diaspora(places, manager):
    """Associations and people of several places of origin, some of none, some in no province, some in the trash."""
    guayas, manabi, lima = part("EC-G", "Guayas"), part("EC-M", "Manabí"), part("PE-LIM", "Lima")
    for number, (place, serves, origins) in enumerate(
        (
            ("genova", ["EC"], [guayas]),
            ("genova", ["EC"], [guayas, manabi]),
            ("genova", ["EC", "PE"], [guayas, lima]),
            ("milano", ["PE"], [lima]),
            ("milano", ["EC"], []),
            ("milano", ["BO"], []),
        )
    ):
        association = AssociationFactory(name=f"Ñandú {number}", province=places[place], serves=serves)
        association.origin_subdivisions.set(origins)
        gone = AssociationFactory(province=places[place], serves=serves)
        gone.origin_subdivisions.set(origins)
        trash(Association.objects.get(pk=gone.pk), by=manager)
    abroad = AssociationFactory(province=None, country=CountryFactory(code="EC"), serves=["EC"])
    abroad.origin_subdivisions.set([guayas])
    for place, origin, codes in (
        ("genova", guayas, ["EC"]),
        ("genova", guayas, ["EC", "PE"]),
        ("milano", lima, ["PE"]),
    ):
        PersonFactory(province=places[place], origin_subdivision=origin, citizen_of=codes)
    PersonFactory(province=places["genova"], origin_subdivision=None, citizen_of=["EC"])
    PersonFactory(province=None, origin_subdivision=lima, citizen_of=["PE"])


def flows_of(user, **asked):
    found = Origins(Asked(**asked), user)
    return {(flow.origin.code, flow.place.name): flow.number for flow in found.flows}


def test_flows_lead_from_each_place_named_to_the_province(diaspora, manager):
    assert flows_of(manager) == {
        ("EC-G", "Genova"): 3,
        ("EC-M", "Genova"): 1,
        ("PE-LIM", "Genova"): 1,
        ("PE-LIM", "Milano"): 1,
    }
    assert flows_of(manager, measure="people") == {("EC-G", "Genova"): 2, ("PE-LIM", "Milano"): 1}


def test_an_association_of_several_places_counts_once_in_every_total(diaspora, manager):
    found = Origins(Asked(), manager)
    assert {place.name: number for place, number in found.places.items()} == {"Genova": 3, "Milano": 1}
    assert {origin.name: number for origin, number in found.origins.items()} == {
        "Guayas": 3,
        "Lima": 2,
        "Manabí": 1,
    }
    assert (found.whole.value, found.silent.value) == (4, 2)


def test_the_choice_narrows_to_the_places_asked_for_alone(diaspora, manager):
    assert flows_of(manager, community="PE") == {("PE-LIM", "Genova"): 1, ("PE-LIM", "Milano"): 1}
    assert flows_of(manager, origin="EC-M") == {("EC-M", "Genova"): 1}
    assert flows_of(manager, province="015") == {("PE-LIM", "Milano"): 1}
    found = Origins(Asked(community="EC"), manager)
    assert (found.whole.value, found.silent.value) == (3, 1)
    assert Origins(Asked(origin="EC-G"), manager).silent is None


ASKED = ("", "?measure=people", "?community=EC", "?community=PE&measure=people", "?province=010", "?origin=EC-G",
         "?origin=PE-LIM&province=015&flows=all")  # fmt: skip
LIMITS = ([], ["PE"], ["EC", "BO"])


@pytest.mark.parametrize(
    "persona", ["rome_officer", "lima_viewer", "adviser", "manager", "focal_point", "administrator"]
)
def test_every_figure_opens_exactly_its_records(client, diaspora, request, persona):
    user = request.getfixturevalue(persona)
    for codes in LIMITS:
        user.countries.set([CountryFactory(code=code) for code in codes])
        reader = User.objects.get(pk=user.pk)
        client.force_login(reader)
        for asked in ASKED:
            links = {(unescape(url), int(figure)) for url, figure in page_figures(client, asked)}
            assert links or codes
            assert {(url, counted(reader, url)) for url, _figure in links} == links, asked


def page_figures(client, asked):
    """The addresses that figures of the page lead to, and what they say."""
    return FIGURE.findall(client.get(PAGE + asked).content.decode())


def test_the_list_that_a_figure_opens_says_the_same(client, diaspora, manager):
    client.force_login(manager)
    figures = page_figures(client, "")
    assert {url: TOTAL.search(client.get(unescape(url)).content.decode())[1] for url, _ in figures} == dict(figures)


def test_what_a_limited_reader_does_not_see_is_not_counted(diaspora, lima_viewer):
    assert flows_of(lima_viewer) == {("EC-G", "Genova"): 1, ("PE-LIM", "Genova"): 1, ("PE-LIM", "Milano"): 1}
    assert flows_of(lima_viewer, measure="people") == {("EC-G", "Genova"): 1, ("PE-LIM", "Milano"): 1}


def test_the_page_draws_the_flows_and_says_the_broadest(client, diaspora, manager):
    client.force_login(manager)
    text = client.get(f"{PAGE}?community=EC").content.decode()
    assert "Most come from Guayas (EC) to Genova: 3 associations." in text
    assert text.count('<path class="flow-') == 2
    assert "<title>Guayas – Genova: 3</title>" in text


def test_where_from_stays_open_where_nobody_said_it(client, places, manager):
    AssociationFactory(province=places["genova"])
    client.force_login(manager)
    text = client.get(PAGE).content.decode()
    assert "No place of origin is known here" in text
    assert re.search(r"Where from is not said:\s+<a [^>]*data-figure=\"1\"", text)


def test_what_is_not_drawn_is_said_and_stands_in_the_table(client, places, manager):
    for number in range(12):
        association = AssociationFactory(province=places["genova"], serves=["EC"])
        association.origin_subdivisions.set([part(f"EC-{number}", f"Part {number:02d}")])
    client.force_login(manager)
    text = client.get(f"{PAGE}?community=EC").content.decode()
    assert "Drawn are the broadest flows, 10 of 12; 2 narrower flows stand in the table only." in text
    assert text.count('<th scope="row"><abbr') == 12


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("measure=votes", "Choose associations or people."),
        ("community=XX", "There is no such choice"),
        ("community=PE&origin=EC-G", "This is no part of the country chosen"),
        (f"province={'9' * 80}", "at most 60 characters"),
    ],
)
def test_nonsense_gets_a_sentence_and_no_figures(client, diaspora, manager, query, sentence):
    client.force_login(manager)
    text = client.get(f"{PAGE}?{query}").content.decode()
    assert sentence in text
    assert FIGURE.findall(text) == []


@pytest.mark.parametrize(
    "query", ["province=a/b", "province=%F0%9F%8E%89", "origin=EC-none", "origin=%00x", "origin=-"]
)
def test_a_code_nobody_has_finds_nothing(client, diaspora, manager, query):
    client.force_login(manager)
    assert client.get(f"{PAGE}?{query}").status_code in {200, 400}


def test_the_number_of_questions_does_not_grow(client, diaspora, manager, django_assert_max_num_queries):
    client.force_login(manager)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)


def test_the_province_page_leads_to_where_its_people_come_from(client, diaspora, manager):
    client.force_login(manager)
    assert (
        '/diaspora/origins/?community=EC&amp;province=010"'
        in client.get("/diaspora/010/?community=EC").content.decode()
    )
    assert '"/diaspora/origins/"' in client.get("/diaspora/").content.decode()
