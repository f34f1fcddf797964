"""What is known beside what is official: unknown is never zero, an association is counted once, gaps are found."""

import csv
import datetime
import io
import re

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from associations.models import OrganisationActivity
from midla.dashboards.coverage import Asked, Coverage, newest_figures
from midla.records.models import Access
from midla.territories.models import PROGRAMME_COUNTRIES, Vintage
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, InitiativeFactory, PartnerActorFactory
from tests.factories.contacts import MeetingFactory, PersonFactory
from tests.factories.territories import (
    CountryFactory,
    PopulationFigureFactory,
    ProvinceFactory,
    RegionFactory,
    VintageFactory,
)

TODAY = timezone.localdate()


@pytest.fixture
def genova(db):
    for code in PROGRAMME_COUNTRIES:
        CountryFactory(code=code)
    return ProvinceFactory(latitude=44.4, longitude=9.1)


@pytest.fixture
def milano(db):
    lombardia = RegionFactory(code="03", name="Lombardia")
    return ProvinceFactory(code="015", plate="MI", name="Milano", region=lombardia, latitude=45.4, longitude=9.1)


def residents(province, code, number, year=2008, **more):
    return PopulationFigureFactory(
        province=province, citizenship=CountryFactory(code=code), residents=number, year=year, **more
    )


def coverage(user, community="", year=2008, **more):
    return Coverage(Asked(VintageFactory(), year, community, **more), user)


def row_of(found, province):
    return next(row for row in found.rows if row.province == province)


def meet(association, days_ago=10):
    day = TODAY - datetime.timedelta(days=days_ago)
    OrganisationActivity.objects.update_or_create(
        organisation=association, defaults={"met_on": day, "last_met_on": day, "contacted_on": day, "last_held_on": day}
    )


def test_a_province_without_a_row_is_unknown_and_a_sum_needs_every_part(genova, milano, rome_officer):
    residents(genova, "EC", 14000)
    assert row_of(coverage(rome_officer, "EC"), genova).residents == 14000
    assert row_of(coverage(rome_officer, "EC"), milano).residents is None
    assert row_of(coverage(rome_officer), genova).residents is None
    for code in ("BO", "CO", "PE"):
        residents(genova, code, 0)
    assert row_of(coverage(rome_officer), genova).residents == 14000


def test_vintages_are_never_added(genova, rome_officer):
    residents(genova, "EC", 14000)
    residents(genova, "EC", 9000, vintage=VintageFactory(code="reconstructed"))
    assert row_of(coverage(rome_officer, "EC"), genova).residents == 14000


def test_a_mixed_association_counts_for_each_community_and_once_in_all(genova, rome_officer):
    meet(AssociationFactory(province=genova, serves=["EC", "PE"]))
    AssociationFactory(province=genova, serves=["PE"])
    assert [row_of(coverage(rome_officer, code), genova).found.known for code in ("EC", "PE", "BO", "")] == [1, 2, 0, 2]
    assert [row_of(coverage(rome_officer, code), genova).found.met for code in ("EC", "PE", "BO", "")] == [1, 1, 0, 1]


def test_gaps_are_communities_of_a_thousand_where_nobody_was_met_for_a_year(genova, milano, rome_officer):
    residents(genova, "EC", 14000)
    residents(genova, "PE", 999)
    residents(milano, "EC", 30000)
    meet(AssociationFactory(province=milano, serves=["EC"]), days_ago=500)
    found = coverage(rome_officer).gaps
    assert [(gap.province, gap.community, gap.found.known) for gap in found] == [(milano, "EC", 1), (genova, "EC", 0)]
    meet(AssociationFactory(province=milano, serves=["EC"]))
    assert [gap.province for gap in coverage(rome_officer).gaps] == [genova]


def test_a_gap_says_what_could_come_next(genova, milano, rome_officer):
    residents(genova, "EC", 14000)
    AssociationFactory(province=milano, serves=["PE"], owner=UserFactory(name="Alba Consoli"))
    PartnerActorFactory(province=genova)
    (gap,) = coverage(rome_officer).gaps
    assert gap.next_step == "No association known. 1 partner actor in the province. Nearest officer: Alba Consoli."


def test_growth_needs_a_figure_of_the_same_vintage_five_years_older(genova, rome_officer):
    residents(genova, "EC", 12000)
    assert row_of(coverage(rome_officer, "EC"), genova).growth is None
    residents(genova, "EC", 10000, year=2003, vintage=VintageFactory(code="reconstructed"))
    assert row_of(coverage(rome_officer, "EC"), genova).growth is None
    residents(genova, "EC", 10000, year=2003)
    assert row_of(coverage(rome_officer, "EC"), genova).growth == 20


def test_a_province_that_was_cut_in_between_has_no_growth(milano, genova, rome_officer):
    monza = ProvinceFactory(code="108", plate="MB", name="Monza e della Brianza", region=milano.region)
    residents(milano, "PE", 29000, year=2010)
    residents(milano, "PE", 30000, year=2015)
    assert row_of(coverage(rome_officer, "PE", 2015), milano).growth is not None
    residents(monza, "PE", 4000, year=2015)
    assert row_of(coverage(rome_officer, "PE", 2015), milano).growth is None


def test_people_and_meetings_stand_beside_the_residents(genova, rome_officer):
    residents(genova, "EC", 20000)
    association = AssociationFactory(province=genova, serves=["EC"])
    for citizen_of in (["EC"], ["EC", "IT"], ["PE"]):
        PersonFactory(province=genova, citizen_of=citizen_of)
    held(genova, association)
    held(genova, association, days_ago=700)
    row = row_of(coverage(rome_officer, "EC", with_people=True), genova)
    assert (row.people, row.meetings) == (2, 1)
    assert (row.per_10_000(row.people), row.per_10_000(row.meetings)) == (1.0, 0.5)
    unknown = row_of(coverage(rome_officer, with_people=True), genova)
    assert (unknown.people, unknown.per_10_000(unknown.people)) == (3, None)


def test_residents_reached_are_those_where_an_association_of_theirs_was_met(
    genova, milano, rome_officer, quito_officer
):
    assert coverage(rome_officer).reached is None
    residents(genova, "EC", 10000)
    residents(genova, "PE", 5000)
    residents(milano, "EC", 30000)
    meet(AssociationFactory(province=genova, serves=["EC"]))
    meet(AssociationFactory(province=milano, serves=["EC"]), days_ago=500)
    assert coverage(rome_officer).reached == (10000, 45000)
    assert coverage(quito_officer).reached == (10000, 40000)


def test_the_newest_figures_are_those_of_a_vintage_in_use_up_to_a_year(genova, db):
    residents(genova, "EC", 1, year=2017)
    newer = VintageFactory(code="reconstructed")
    residents(genova, "EC", 1, year=2023, vintage=newer)
    assert newest_figures() == (newer, 2023)
    assert newest_figures(2020) == (VintageFactory(), 2017)
    assert newest_figures(2016) is None
    Vintage.objects.filter(code="reconstructed").update(active=False)
    assert newest_figures() == (VintageFactory(), 2017)


def test_a_vintage_whose_name_holds_a_sign_of_percent_is_shown(client, genova, rome_officer):
    residents(genova, "EC", 1)
    Vintage.objects.update(name_en="A 50 %s sample")
    client.force_login(rome_officer)
    assert "A 50 %s sample" in client.get("/diaspora/").content.decode()


def test_the_table_is_a_file_too(client, genova, milano, rome_officer):
    residents(genova, "EC", 20000)
    Vintage.objects.update(name_en="=1+1")
    meet(AssociationFactory(province=genova, serves=["EC"]))
    for _number in range(5):
        PersonFactory(province=genova, citizen_of=["EC"])
    PersonFactory(province=milano, citizen_of=["EC"])
    client.force_login(rome_officer)
    answer = client.get("/diaspora/export.csv?community=EC")
    heads, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    of_genova, of_milano = (dict(zip(heads, row, strict=True)) for row in rows)
    assert (of_genova["Figures"], of_genova["Year of the figures"], of_genova["Community"]) == ("'=1+1", "2008", "EC")
    assert (of_genova["Residents"], of_genova["People"]) == ("20000", "5")
    assert of_genova["Associations known per 10,000 residents"] == "0.5"
    assert (of_milano["Residents"], of_milano["People"]) == ("", "<5")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/diaspora/export.xlsx").content))
    assert len(sheet.get_sheet_by_index(0).to_python()) == 3
    assert Access.objects.filter(by=rome_officer, act="export", rows=2).count() == 2


def test_who_may_not_export_gets_no_file(client, genova, lima_viewer):
    client.force_login(lima_viewer)
    assert client.get("/diaspora/export.csv").status_code == 403
    assert "export.xlsx" not in client.get("/diaspora/").content.decode()


def test_the_page_names_its_vintage_and_the_italian_total(client, genova, milano, rome_officer):
    residents(genova, "EC", 40)
    residents(milano, "EC", 60)
    client.force_login(rome_officer)
    text = client.get("/diaspora/?community=EC&year=2008").content.decode()
    assert "first-published, 1 January 2008: 2 of 2 provinces are known" in text
    assert "Italy: 100 residents." in text
    assert re.findall(r"(\d+)\xa0%</td>", text)[:1] == ["60"]


def held(place, association, days_ago=10, **values):
    starts_at = timezone.now() - datetime.timedelta(days=days_ago)
    return MeetingFactory(province=place, with_organisations=[association], starts_at=starts_at, state="held", **values)


@pytest.mark.parametrize("asked", ["", "?community=PE", "?community=EC&measure=met", "?measure=people", "?gaps=all"])
def test_every_figure_opens_exactly_its_records(client, genova, milano, manager, quito_officer, lima_viewer, asked):
    residents(genova, "EC", 14000)
    for place, serves in ((genova, ["EC", "PE"]), (genova, ["PE"]), (milano, ["EC"]), (milano, ["BO"])):
        association = AssociationFactory(province=place, serves=serves)
        meet(association)
        held(place, association)
        held(place, association, days_ago=700)
        PersonFactory(province=place, citizen_of=serves)
        InitiativeFactory(organisation=association, places=serves)
    PersonFactory(province=genova, citizen_of=["IT"])
    AssociationFactory(province=genova, serves=["EC"])
    for reader in (manager, quito_officer, lima_viewer):
        client.force_login(reader)
        for page in ("/diaspora/", "/diaspora/010/"):
            text = client.get(page + asked).content.decode()
            links = re.findall(r'href="([^"]*)" data-figure="(\d+)"', text)
            assert links
            for url, figure in links:
                assert f'data-total="{figure}"' in client.get(url.replace("&amp;", "&")).content.decode(), (reader, url)


@pytest.mark.parametrize(
    "query", ["year=0001", "year=x", "vintage=%F0%9F%8E%89", "community=XX&measure=9", "year=99999999999999", "gaps=x"]
)
def test_nonsense_in_the_address_shows_what_is_usual(client, genova, rome_officer, query):
    residents(genova, "EC", 14000)
    client.force_login(rome_officer)
    assert client.get(f"/diaspora/?{query}").status_code == 200
    assert client.get(f"/diaspora/010/?{query}").status_code == 200
    assert client.get("/diaspora/999/").status_code == 404


def test_without_figures_the_page_says_what_to_do(client, rome_officer):
    client.force_login(rome_officer)
    assert "There are no official figures yet" in client.get("/diaspora/").content.decode()


def test_the_number_of_questions_does_not_grow(client, genova, milano, rome_officer, django_assert_max_num_queries):
    for place in (genova, milano):
        for code in PROGRAMME_COUNTRIES:
            residents(place, code, 5000)
            AssociationFactory(province=place, serves=[code], owner=rome_officer)
    client.force_login(rome_officer)
    client.get("/diaspora/")
    with django_assert_max_num_queries(14):
        client.get("/diaspora/")
