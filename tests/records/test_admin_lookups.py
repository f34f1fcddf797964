"""What the address of an admin list may ask: its filters and its days; what makes no sense is refused."""

import pytest

MEETINGS = "/admin/contacts/meeting/"


@pytest.fixture
def statuses(client, furnished):
    """How the list of meetings answers to each of some queries."""
    client.force_login(furnished)
    return lambda *queries: {query: client.get(f"{MEETINGS}?{query}").status_code for query in queries}


def test_days_that_are_days_narrow_the_list(statuses):
    asked = statuses(
        "starts_at__year=2026",
        "starts_at__year=2026&starts_at__month=2",
        "starts_at__year=2024&starts_at__month=2&starts_at__day=29",
    )
    assert asked == dict.fromkeys(asked, 200)


@pytest.mark.parametrize("year", ["0", "-1", "1899", "2101", "10000", "2147483648", "x", "", "٢٠٢٤", "2026.0"])
def test_a_year_that_is_none_is_refused(statuses, year):
    [status] = statuses(f"starts_at__year={year}").values()
    assert status == 400


def test_a_day_that_its_month_does_not_have_is_refused(statuses):
    asked = statuses(
        "starts_at__year=2026&starts_at__month=2&starts_at__day=29",
        "starts_at__year=2026&starts_at__month=4&starts_at__day=31",
        "starts_at__year=2026&starts_at__month=13",
        "starts_at__year=2026&starts_at__month=0",
        "starts_at__year=2026&starts_at__month=1&starts_at__day=0",
    )
    assert asked == dict.fromkeys(asked, 400)


@pytest.mark.parametrize("bound", ["x", "", "0001-01-01", "9999-12-31", "2026-02-30", "2026-01-01T10:00", "1e400"])
def test_a_bound_that_is_no_date_is_refused(statuses, bound):
    asked = statuses(f"starts_at__gte={bound}", f"starts_at__lt={bound}")
    assert asked == dict.fromkeys(asked, 400)


def test_lookups_that_the_list_does_not_offer_are_refused(statuses):
    asked = statuses(
        *("said__regex=x", "title__contains=x", "created_by__password__startswith=a", "kind__code__regex=("),
        *("starts_at__regex=(", "starts_at__week=1", "starts_at__hour=99999999999", "starts_at__year__gte=1"),
    )
    assert asked == dict.fromkeys(asked, 400)


def test_a_value_that_its_field_cannot_take_leads_back_to_the_whole_list(client, statuses):
    assert statuses("kind__exact=x") == {"kind__exact=x": 302}
    assert client.get(f"{MEETINGS}?kind__exact=x").url == f"{MEETINGS}?e=1"
