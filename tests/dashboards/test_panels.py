"""The official count on an association's page: its communities in its province, the vintage named, unknown not zero."""

import re
from html import unescape

import pytest

from tests.factories.associations import AssociationFactory
from tests.factories.territories import CountryFactory, PopulationFigureFactory, ProvinceFactory, VintageFactory
from tests.reading import TOTAL

FIGURE = re.compile(r'href="([^"]+)" data-figure="(\d+)"')


@pytest.fixture
def association(db):
    """Of two communities, in Genova."""
    return AssociationFactory(serves=["EC", "PE"], province=ProvinceFactory())


def residents(code, number, year=2017, **more):
    PopulationFigureFactory(citizenship=CountryFactory(code=code), residents=number, year=year, **more)


def panel(client, association):
    text = client.get(f"/associations/{association.pk}/").content.decode()
    found = re.search(r"<h2>Its people in the province</h2>.*?</section>", text, re.DOTALL)
    return re.sub(r"\s+", " ", found[0]) if found else ""


def test_residents_stand_with_their_vintage_and_what_is_unknown_is_said(client, association, rome_officer):
    residents("EC", 14000)
    residents("EC", 13000, year=2016)
    residents("EC", 9000, vintage=VintageFactory(code="older"), year=2015)
    client.force_login(rome_officer)
    text = panel(client, association)
    assert "14,000 residents" in text
    assert "residents: not known" in text
    assert "first-published, 1 January 2017." in text
    assert 'href="/diaspora/010/"' in text


def test_associations_known_there_are_those_of_the_list(client, association, rome_officer, lima_viewer, quito_officer):
    AssociationFactory(serves=["EC"], province=association.province)
    AssociationFactory(serves=["PE"], province=ProvinceFactory(code="015", name="Milano"))
    AssociationFactory(serves=["BO"], province=association.province)
    for reader, expected in ((rome_officer, ["2"]), (quito_officer, ["2"]), (lima_viewer, ["1"])):
        client.force_login(reader)
        found = FIGURE.findall(panel(client, association))
        assert [number for _url, number in found] == expected
        for url, number in found:
            assert TOTAL.search(client.get(unescape(url)).content.decode())[1] == number


def test_one_community_is_shown_on_the_page_of_the_province(client, rome_officer):
    client.force_login(rome_officer)
    assert 'href="/diaspora/010/?community=BO"' in panel(client, AssociationFactory(serves=["BO"]))


def test_without_figures_the_page_says_so(client, association, rome_officer):
    client.force_login(rome_officer)
    text = panel(client, association)
    assert "There are no official figures yet." in text
    assert "residents: not known" in text


def test_an_association_abroad_has_no_such_panel(client, rome_officer):
    client.force_login(rome_officer)
    abroad = AssociationFactory(serves=["EC"], province=None, country=CountryFactory(code="EC"))
    assert panel(client, abroad) == ""
