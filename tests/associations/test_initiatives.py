"""Existing efforts: recorded, found, compared, counted by theme and place."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from associations.models import Initiative
from midla.records.actions import create, edit, restore, trash
from midla.records.errors import Refused
from midla.records.models import Change
from tests.factories.associations import AssociationFactory, InitiativeFactory, PartnerActorFactory, ThemeFactory
from tests.factories.territories import CountryFactory, SubdivisionFactory
from tests.reading import csv_rows, read

FIGURE = re.compile(r'<a href="([^"]*)" data-figure="(\d+)"')


@pytest.fixture
def places(db):
    """Two countries with a part each, and a theme."""
    cusco = SubdivisionFactory(country=CountryFactory(code="PE"), code="PE-CUS", name="Cusco")
    azuay = SubdivisionFactory(country=CountryFactory(code="EC"), code="EC-A", name="Azuay")
    ThemeFactory(code="health")
    return cusco, azuay


def typed(**values):
    """What a browser sends for a new effort."""
    return {"title": "Casa Andina", "countries": ["PE"], **values}


# --- who --------------------------------------------------------------------------------------------------------------
def test_viewer_may_not_add_an_effort_and_is_told_who_can(client, lima_viewer):
    client.force_login(lima_viewer)
    answer = client.get("/initiatives/add/")
    assert (answer.status_code, "Officer" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("persona", ["outsider", "lima_viewer", "quito_officer", "focal_point", "administrator"])
def test_efforts_of_every_country_are_open_to_every_role(client, request, places, persona):
    effort = InitiativeFactory(places=["EC"])
    client.force_login(request.getfixturevalue(persona))
    assert client.get(f"/initiatives/{effort.pk}/").status_code == 200
    assert read(client, "/initiatives/").names == [effort.title]


def test_organisation_that_its_reader_does_not_see_is_not_named(client, outsider, places):
    hidden = AssociationFactory(name="Kuntur", serves=["PE"])
    effort = InitiativeFactory(organisation=hidden)
    client.force_login(outsider)
    for path in (f"/initiatives/{effort.pk}/", "/initiatives/?columns=organisation"):
        assert "Kuntur" not in client.get(path).content.decode()
    assert read(client, f"/initiatives/?organisation={hidden.pk}").total == 0


def test_editing_keeps_an_organisation_that_the_editor_does_not_see(client, quito_officer, places):
    hidden = AssociationFactory(name="Kuntur", serves=["PE"])
    effort = InitiativeFactory(organisation=hidden, places=["EC"])
    client.force_login(quito_officer)
    sent = typed(countries=["EC"], version=1, title="New title")
    assert client.post(f"/initiatives/{effort.pk}/edit/", sent).status_code == 302
    effort.refresh_from_db()
    assert (effort.title, effort.organisation_id) == ("New title", hidden.pk)


def test_limited_officer_adds_only_within_their_countries(client, quito_officer, places):
    client.force_login(quito_officer)
    answer = client.post("/initiatives/add/", typed())
    assert list(answer.context["form"].errors) == ["countries"]
    assert client.post("/initiatives/add/", typed(countries=["PE", "EC"])).status_code == 302


# --- writing ----------------------------------------------------------------------------------------------------------
def test_title_alone_makes_an_effort(client, rome_officer):
    client.force_login(rome_officer)
    answer = client.post("/initiatives/add/", {"title": "Casa Andina"})
    effort = Initiative.objects.get()
    assert answer.url == f"/initiatives/{effort.pk}/"
    assert (effort.created_by, Change.objects.of(effort).count()) == (rome_officer, 1)


def test_page_tells_what_is_known(client, rome_officer, places):
    cusco, _azuay = places
    partner = PartnerActorFactory(name="Comune di prova")
    client.force_login(rome_officer)
    values = {
        "run_by": "Fundación Uno",
        "subdivisions": [cusco.pk],
        "themes": [ThemeFactory(code="health").pk],
        "starts_in": "2019",
        "ends_in": "2022",
        "budget": "1200000.00",
        "currency": "EUR",
        "organisation": partner.pk,
        "source_url": "example.org/report",
        "description": "Clinics in the valley.",
    }
    page = client.get(client.post("/initiatives/add/", typed(**values)).url).content.decode()
    wanted = [
        "Fundación Uno",
        "Cusco",
        "2019–2022",
        "1,200,000 EUR",
        "https://example.org/report",
        "Clinics in the valley.",
    ]
    assert [words for words in wanted if words not in page] == []
    assert f'<a href="/partners/{partner.pk}/">Comune di prova</a>' in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"starts_in": "1899"}, "starts_in"),
        ({"ends_in": "2101"}, "ends_in"),
        ({"starts_in": "2020", "ends_in": "2019"}, "ends_in"),
        ({"budget": "-1", "currency": "EUR"}, "budget"),
        ({"budget": "1000000000000", "currency": "EUR"}, "budget"),
        ({"budget": "NaN", "currency": "EUR"}, "budget"),
        ({"budget": "1.005", "currency": "EUR"}, "budget"),
        ({"budget": "5"}, "currency"),
        ({"currency": "EUR"}, "budget"),
        ({"budget": "5", "currency": "JPY"}, "currency"),
        ({"source_url": "ftp://example.org"}, "source_url"),
        ({"subdivisions": ["azuay"]}, "subdivisions"),
        ({"iati_identifier": "XM-1"}, "iati_identifier"),
        ({"countries": ["IT"]}, "countries"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(client, rome_officer, places, values, field):
    CountryFactory(code="IT")
    InitiativeFactory(title="First", iati_identifier="XM-1")
    client.force_login(rome_officer)
    values = {name: [places[1].pk] if value == ["azuay"] else value for name, value in values.items()}
    answer = client.post("/initiatives/add/", typed(**values))
    assert list(answer.context["form"].errors) == [field]
    assert Initiative.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"starts_in": 2020, "ends_in": 2019},
        {"starts_in": 1899},
        {"budget": 5},
        {"currency": "EUR"},
        {"budget": -1, "currency": "EUR"},
        {"budget": 10**12, "currency": "EUR"},
        {"budget": 5, "currency": "JPY"},
        {"iati_identifier": "XM-1"},
    ],
)
def test_database_holds_what_must_hold(db, values):
    InitiativeFactory(iati_identifier="XM-1")
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Initiative.objects.create(title="x", **values)


def test_largest_budget_is_kept_to_the_hundredth(db):
    effort = InitiativeFactory(budget="999999999999.99", currency="COP")
    assert str(Initiative.objects.get(pk=effort.pk).budget) == "999999999999.99"


def test_effort_does_not_come_back_from_the_trash_beside_another_of_its_identifier(client, rome_officer, places):
    first = InitiativeFactory(title="First", iati_identifier="XM-1")
    trash(first, by=rome_officer)
    second = create(Initiative(title="Second", iati_identifier="XM-1"), by=rome_officer)
    with pytest.raises(Refused, match="“Second” has this IATI identifier"):
        restore(first, by=rome_officer)
    client.force_login(rome_officer)
    assert client.post(f"/initiatives/{first.pk}/restore/").status_code == 409
    assert list(Initiative.objects.kept()) == [second]


def test_changed_title_is_found_and_sorted_by(client, rome_officer, places):
    effort = create(Initiative(title="Zorro", run_by="Ñandú"), by=rome_officer)
    InitiativeFactory(title="Berta")
    edit(effort, by=rome_officer, values={"title": "Àlba"})
    client.force_login(rome_officer)
    assert read(client, "/initiatives/").names == ["Àlba", "Berta"]
    assert read(client, "/initiatives/?q=nandu+alba").names == ["Àlba"]
    page = client.get("/search/", {"q": "alba nandu"}).content.decode()
    assert f'href="/initiatives/{effort.pk}/"' in page


# --- the list ---------------------------------------------------------------------------------------------------------
def test_efforts_narrow_by_theme_place_year_and_organisation(client, rome_officer, places):
    cusco, _azuay = places
    partner = PartnerActorFactory()
    wanted = InitiativeFactory(
        title="Wanted",
        places=["PE", "EC"],
        parts=[cusco],
        about=["health"],
        starts_in=2019,
        ends_in=2021,
        organisation=partner,
    )
    InitiativeFactory(title="Other", places=["BO"], about=["culture"], starts_in=2022)
    client.force_login(rome_officer)
    for query in (
        *("q=wanted", "theme=health", "country=PE", "country=EC", "subdivision=PE-CUS", "subdivision=EC-none"),
        *("year=2019", "year=2021", f"organisation={partner.pk}", "theme=health&country=PE&year=2020"),
    ):
        assert read(client, f"/initiatives/?{query}").names == [wanted.title], query
    for query in ("year=2018", "subdivision=EC-A", "theme=health&country=BO", "theme=none", "country=none"):
        assert read(client, f"/initiatives/?{query}").total == 0, query


def test_chips_say_the_filters_in_words(client, rome_officer, places):
    partner = PartnerActorFactory(name="Comune di prova")
    client.force_login(rome_officer)
    page = read(client, f"/initiatives/?subdivision=EC-none&organisation={partner.pk}&theme=none")
    assert page.chips == ["Theme: not said", "Subdivision: EC: not said", "Organisation: Comune di prova"]


def test_export_tells_everything_in_words(client, rome_officer, places):
    InitiativeFactory(
        title="=Casa", run_by="Uno", parts=[places[0]], about=["health"], budget="5.50", currency="USD", starts_in=2020
    )
    client.force_login(rome_officer)
    heads, row = csv_rows(client.get("/initiatives/export.csv"))
    told = dict(zip(heads, row, strict=True))
    assert {
        name: told[name] for name in ("Title", "Run by", "Countries", "Subdivisions", "Themes", "Starts in", "Currency")
    } == {
        "Title": "'=Casa",
        "Run by": "Uno",
        "Countries": "PE",
        "Subdivisions": "Cusco",
        "Themes": "health",
        "Starts in": "2020",
        "Currency": "USD",
    }


# --- alike ------------------------------------------------------------------------------------------------------------
def alike(user, **asked):
    return [effort.title for effort in Initiative.objects.visible_to(user).like(**asked).order_by("title")]


def test_efforts_are_alike_by_theme_and_the_same_part_or_else_country(rome_officer, places):
    cusco, azuay = places
    health, culture = ThemeFactory(code="health"), ThemeFactory(code="culture")
    InitiativeFactory(title="in Cusco", places=["PE"], parts=[cusco], about=["health"])
    InitiativeFactory(title="in Peru", places=["PE"], about=["health", "culture"])
    InitiativeFactory(title="in Azuay", places=["EC"], parts=[azuay], about=["health"])
    peru = {"countries": [cusco.country], "themes": [health]}
    assert alike(rome_officer, **peru) == ["in Cusco", "in Peru"]
    assert alike(rome_officer, **peru, subdivisions=[cusco]) == ["in Cusco", "in Peru"]
    lima = SubdivisionFactory(country=cusco.country, code="PE-LMA")
    assert alike(rome_officer, **peru, subdivisions=[lima]) == ["in Peru"]
    assert alike(rome_officer, countries=["PE"], themes=[culture.pk]) == ["in Peru"]
    assert alike(rome_officer, countries=["PE"]) == []
    assert alike(rome_officer, themes=[health]) == []
    trash(Initiative.objects.get(title="in Peru"), by=rome_officer)
    assert alike(rome_officer, **peru, subdivisions=[lima]) == []


# --- theme and place --------------------------------------------------------------------------------------------------
def spread():
    """Efforts of every kind: with several themes and places, with none, in the trash."""
    cusco = SubdivisionFactory(country=CountryFactory(code="PE"), code="PE-CUS", name="Cusco")
    lima = SubdivisionFactory(country=CountryFactory(code="PE"), code="PE-LMA", name="Lima")
    azuay = SubdivisionFactory(country=CountryFactory(code="EC"), code="EC-A", name="Azuay")
    for code in ("BO", "CO"):
        SubdivisionFactory(country=CountryFactory(code=code), code=f"{code}-X")
    InitiativeFactory(places=["PE", "EC"], parts=[cusco, lima, azuay], about=["health", "culture"])
    InitiativeFactory(places=["PE", "EC"], parts=[azuay], about=["health"])
    InitiativeFactory(places=["PE"], about=["health"])
    InitiativeFactory(places=["PE"], parts=[cusco])
    InitiativeFactory(places=[], about=["culture"])
    InitiativeFactory(places=[])
    return InitiativeFactory(places=["PE"], parts=[cusco], about=["health"])


@pytest.mark.parametrize("persona", ["rome_officer", "quito_officer", "outsider"])
@pytest.mark.parametrize("asked", ["", "?country=PE", "?country=EC&theme=health", "?theme=culture", "?country=BO"])
def test_every_figure_leads_to_as_many_records(client, request, db, persona, asked):
    user = request.getfixturevalue(persona)
    trash(spread(), by=user)
    client.force_login(user)
    page = client.get(f"/initiatives/map/{asked}").content.decode()
    figures = [(unescape(address), int(number)) for address, number in FIGURE.findall(page)]
    assert {address: read(client, address).total for address, _number in figures} == dict(figures)
    assert len(figures) >= (0 if "BO" in asked else 5)


def test_efforts_count_once_in_sums_and_in_each_part(client, rome_officer):
    trash(spread(), by=rome_officer)
    client.force_login(rome_officer)
    table = client.get("/initiatives/map/").context["table"]
    assert [name for _code, name in table.places] == ["BO", "CO", "EC", "PE", "not said"]
    told = {theme: [cell.number for cell in cells] for theme, cells in table.rows}
    assert told == {
        "culture": [0, 0, 1, 1, 1, 2],
        "health": [0, 0, 2, 3, 0, 3],
        "not said": [0, 0, 0, 1, 1, 2],
    }
    assert [cell.number for cell in table.sums] == [0, 0, 2, 4, 2, 6]
    table = client.get("/initiatives/map/?country=PE").context["table"]
    assert [name for _code, name in table.places] == ["Cusco", "Lima", "not said"]
    told = {theme: [cell.number for cell in cells] for theme, cells in table.rows}
    assert told == {"culture": [1, 1, 0, 1], "health": [1, 1, 2, 3], "not said": [1, 0, 0, 1]}
    assert [cell.number for cell in table.sums] == [2, 1, 2, 4]


@pytest.mark.parametrize("asked", ["?country=XX", "?theme=%3Cscript%3E", "?country=PE-CUS&theme=9999"])
def test_map_of_what_is_not_there_shows_all(client, rome_officer, asked):
    spread()
    client.force_login(rome_officer)
    answer = client.get(f"/initiatives/map/{asked}")
    assert (answer.status_code, len(answer.context["pictures"])) == (200, 4)


# --- elsewhere --------------------------------------------------------------------------------------------------------
def test_page_of_an_organisation_lists_the_efforts_that_name_it(client, lima_viewer, places):
    association = AssociationFactory(serves=["PE"])
    client.force_login(lima_viewer)
    assert "Existing efforts</h2>" not in client.get(f"/associations/{association.pk}/").content.decode()
    shown = InitiativeFactory(title="Shown", organisation=association)
    trash(InitiativeFactory(title="Gone", organisation=association), by=lima_viewer)
    page = client.get(f"/associations/{association.pk}/").content.decode()
    assert ("Existing efforts</h2>" in page, f'href="/initiatives/{shown.pk}/"' in page, "Gone" in page) == (
        True,
        True,
        False,
    )
    assert read(client, f"/initiatives/?organisation={association.pk}").names == ["Shown"]


def test_menu_leads_to_existing_efforts(client, lima_viewer):
    client.force_login(lima_viewer)
    page = client.get("/menu/").content.decode()
    assert page.index("What we know") < page.index('href="/initiatives/"')


@pytest.mark.django_db(transaction=True)
def test_migration_goes_back_and_forth():
    before, after = [("associations", "0004_find_sections")], [("associations", "0005_initiatives")]
    MigrationExecutor(connection).migrate(before)
    assert "associations_initiative" not in connection.introspection.table_names()
    MigrationExecutor(connection).migrate(after)
    call_command("migrate", verbosity=0)
    InitiativeFactory(title="Àlba", places=[])
    assert [effort.title for effort in Initiative.objects.all().matching("alba")] == ["Àlba"]
