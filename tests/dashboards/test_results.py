"""The results page: the framework, targets and their limits, bad addresses, files."""

import datetime

import pytest

from midla.dashboards.figures import Scope
from midla.dashboards.models import Indicator, Target
from midla.dashboards.results import percent_passed, results
from midla.records.actions import edit
from midla.records.models import Access
from tests.factories.associations import AssociationFactory
from tests.factories.dashboards import AimFactory, IndicatorFactory, TargetFactory, load_framework
from tests.factories.territories import CountryFactory

YEAR = {"since": datetime.date(2026, 1, 1), "until": datetime.date(2026, 12, 31)}
ASKED = "since=2026-01-01&until=2026-12-31"


@pytest.fixture
def identified(db):
    """One indicator: associations identified."""
    return IndicatorFactory(code="associations_identified", aim=AimFactory(code="1-1-1"), name_en="Identified")


def page(client, user, address="/reports/"):
    client.force_login(user)
    return client.get(address).content.decode()


def test_the_framework_is_loaded_again_without_overwriting_edits(db):
    load_framework()
    Indicator.objects.filter(code="meetings_held").update(name_it="Riunioni")
    load_framework()
    assert Indicator.objects.get(code="meetings_held").name_it == "Riunioni"
    assert Indicator.objects.get(code="associations_met").name_it == "Associazioni incontrate"


def test_aims_stand_in_the_order_of_their_numbers(db, manager):
    for code in ("1-10", "1-9", "1", "1-2"):
        AimFactory(code=code)
    assert [step.aim.code for step in results(manager, Scope())] == ["1", "1-2", "1-9", "1-10"]


def test_results_stand_against_the_target_of_exactly_this_period_and_country(identified, manager):
    AssociationFactory.create_batch(3)
    TargetFactory(indicator=identified, **dict(zip(("starts_on", "ends_on"), YEAR.values(), strict=True)), value=12)
    TargetFactory(indicator=identified, ends_on=datetime.date(2026, 6, 30), value=99)
    TargetFactory(indicator=identified, country=CountryFactory(code="PE"), value=7)
    (line,) = results(manager, Scope(**YEAR))[0].lines
    assert (line.target.value, line.value) == (12, 3)
    assert line.percent == 25
    (line,) = results(manager, Scope(**YEAR, country="PE"))[0].lines
    assert line.target.value == 7


def test_the_mark_on_the_bar_is_the_time_that_has_passed():
    scope = Scope(datetime.date(2026, 1, 1), datetime.date(2026, 1, 10))
    days = [datetime.date(2025, 12, 1), datetime.date(2026, 1, 5), datetime.date(2026, 3, 1)]
    assert [percent_passed(scope, day) for day in days] == [0, 50, 100]


def test_a_limited_reader_sees_no_target_of_the_whole_programme(identified, client, lima_viewer, manager):
    TargetFactory(indicator=identified, value=432)
    TargetFactory(indicator=identified, value=876, country=CountryFactory(code="EC"))
    TargetFactory(indicator=identified, value=123, country=CountryFactory(code="PE"))
    assert "of 432" in page(client, manager, f"/reports/?{ASKED}")
    seen = page(client, lima_viewer, f"/reports/?{ASKED}")
    assert "of 123" in seen
    for country in ("", "EC"):
        text = page(client, lima_viewer, f"/reports/?{ASKED}&country={country}")
        assert "of 432" not in text
        assert "of 876" not in text


@pytest.mark.parametrize(
    "query",
    [
        "since=1800-01-01",
        "since=x",
        "until=2026-13-01",
        "since=2026-02-01&until=2026-01-01",
        "country=XX",
        "office=%25",
    ],
)
def test_a_bad_address_gets_a_sentence_and_no_figure(identified, client, manager, query):
    text = page(client, manager, f"/reports/?{query}")
    assert "data-figure" not in text
    assert 'class="errors' in text


def test_only_who_steers_sets_targets(identified, client, rome_officer, manager):
    sent = {"indicator": identified.pk, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "value": "40"}
    client.force_login(rome_officer)
    assert client.post("/reports/targets/add/", sent).status_code == 403
    assert "targets/add" not in page(client, rome_officer)
    client.force_login(manager)
    answer = client.post("/reports/targets/add/", sent)
    assert answer.url == f"/reports/?{ASKED}&country="
    assert Target.objects.get().value == 40
    assert "targets/add/" in page(client, manager)


def test_a_second_target_for_a_period_is_refused_in_words(identified, client, manager):
    TargetFactory(indicator=identified)
    client.force_login(manager)
    sent = {"indicator": identified.pk, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "value": "40"}
    answer = client.post("/reports/targets/add/", sent)
    assert answer.status_code == 200
    assert 'value="40"' in answer.content.decode()
    assert "There is a target for this indicator and period" in answer.content.decode()
    assert Target.objects.count() == 1


def test_a_manager_of_one_country_sets_no_target_for_others(identified, client, manager):
    manager.countries.set([CountryFactory(code="PE"), CountryFactory(code="EC")])
    client.force_login(manager)
    sent = {"indicator": identified.pk, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "value": "40"}
    assert client.post("/reports/targets/add/", sent).status_code == 200
    assert client.post("/reports/targets/add/", {**sent, "country": CountryFactory(code="BO").pk}).status_code == 200
    assert client.post("/reports/targets/add/", {**sent, "country": "PE"}).status_code == 302
    assert list(Target.objects.values_list("country_id", flat=True)) == ["PE"]


def test_two_people_editing_a_target_meet_both_versions(identified, client, manager):
    target = TargetFactory(indicator=identified)
    edit(target, by=manager, values={"value": 20})
    client.force_login(manager)
    sent = {"indicator": identified.pk, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "value": "40", "version": 1}
    assert client.post(f"/reports/targets/{target.pk}/edit/", sent).status_code == 409
    assert Target.objects.get().value == 20


def test_the_matrix_goes_out_as_files_and_is_written_down(identified, client, manager, focal_point):
    AssociationFactory.create_batch(2)
    client.force_login(manager)
    answer = client.get(f"/reports/results.csv?{ASKED}")
    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert row.split(";")[2] == "Identified"
    assert row.split(";")[6] == "2"
    assert len(head.split(";")) == len(row.split(";")) == 11
    assert client.get(f"/reports/results.xlsx?{ASKED}").content.startswith(b"PK")
    assert Access.objects.filter(act="export", model_label="dashboards.indicator").count() == 2
    client.force_login(focal_point)
    assert client.get("/reports/results.csv").status_code == 403
