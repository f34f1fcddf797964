"""The rules of matching: what each gives, and what holds for every pair."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midla.partnerships import matching
from midla.partnerships.matching import DEFAULTS, RULES, Facts, Pair, in_use, is_proposed, kilometres, points, reasons

GENOVA, MILANO, BARI = (44.41, 8.93), (45.46, 9.19), (41.12, 16.87)
PLACES = {1: GENOVA, 2: MILANO, 3: BARI}
DAYS = st.none() | st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31))
FACTS = st.builds(
    Facts,
    pk=st.integers(1, 99),
    theme=st.integers(1, 3),
    kind=st.sampled_from(["money", "training", "premises"]),
    countries=st.frozensets(st.sampled_from(["BO", "CO", "EC", "PE"]), min_size=1),
    subdivisions=st.frozensets(st.integers(1, 4)),
    provinces=st.frozensets(st.integers(1, 4)),
    starts_on=DAYS,
    ends_on=DAYS,
    amount=st.none() | st.integers(0, 50).map(Decimal),
    language=st.sampled_from(["", "es", "it"]),
    owner=st.none() | st.integers(1, 3),
)
PAIRS = st.builds(Pair, need=FACTS, offer=FACTS, places=st.just(PLACES), met_on=DAYS)
USUAL = in_use(DEFAULTS)
WEIGHTS = st.fixed_dictionaries({code: st.integers(0, 9) for code in DEFAULTS})


def pair(need=None, offer=None, **values):
    """A pair that fits in nothing but what is said."""
    plain = {"theme": 1, "kind": "money", "countries": frozenset(["PE"])}
    first = Facts(1, **{**plain, **(need or {})})
    second = Facts(2, **{**plain, "theme": 2, "kind": "training", **(offer or {})})
    return Pair(first, second, PLACES, **values)


def given_by(code, **sides):
    """The points of one rule."""
    return next((reason.points for reason in reasons(pair(**sides), USUAL) if reason.code == code), None)


@pytest.mark.parametrize(
    ("code", "sides", "expected"),
    [
        ("theme", {"offer": {"theme": 1}}, 4),
        ("theme", {}, 0),
        ("kind", {"offer": {"kind": "money"}}, 4),
        ("country", {}, 2),
        ("country", {"offer": {"countries": frozenset(["EC"])}}, None),
        ("subdivision", {"need": {"subdivisions": frozenset([5])}, "offer": {"subdivisions": frozenset([5, 6])}}, 3),
        ("subdivision", {"need": {"subdivisions": frozenset([5])}}, None),
        ("distance", {"need": {"provinces": frozenset([1])}, "offer": {"provinces": frozenset([1, 3])}}, 3),
        ("distance", {"need": {"provinces": frozenset([1])}, "offer": {"provinces": frozenset([2])}}, 1),
        ("distance", {"need": {"provinces": frozenset([1])}, "offer": {"provinces": frozenset([3])}}, 0),
        ("distance", {"need": {"provinces": frozenset([1])}, "offer": {"provinces": frozenset([9])}}, None),
        ("amount", {"need": {"amount": Decimal(5)}, "offer": {"amount": Decimal(5)}}, 2),
        ("amount", {"need": {"amount": Decimal(6)}, "offer": {"amount": Decimal(5)}}, 0),
        ("amount", {"need": {"amount": Decimal(6)}}, None),
        ("dates", {"offer": {"ends_on": datetime.date(2027, 1, 1)}}, 1),
        ("dates", {}, None),
        (
            "dates",
            {"need": {"starts_on": datetime.date(2027, 1, 2)}, "offer": {"ends_on": datetime.date(2027, 1, 1)}},
            0,
        ),
        ("language", {"need": {"language": "es"}, "offer": {"language": "es"}}, 1),
        ("language", {}, None),
        ("met", {"met_on": datetime.date(2026, 8, 17)}, 2),
        ("met", {}, 0),
        ("owner", {"need": {"owner": 3}, "offer": {"owner": 3}}, 1),
        ("owner", {}, None),
    ],
)
def test_each_rule_gives(code, sides, expected):
    assert given_by(code, **sides) == expected


def test_provinces_are_as_far_apart_as_on_a_map():
    assert kilometres(GENOVA, MILANO) == pytest.approx(119, abs=3)
    assert kilometres(MILANO, BARI) == pytest.approx(788, abs=10)
    assert kilometres(GENOVA, None) is None


def test_nearness_alone_proposes_nothing():
    near = pair(need={"provinces": frozenset([1])}, offer={"provinces": frozenset([1])})
    assert points(near, USUAL) > 0
    assert is_proposed(near, DEFAULTS) is False
    assert is_proposed(pair(offer={"theme": 1}), {**DEFAULTS, "theme": 0}) is False
    assert is_proposed(pair(offer={"theme": 1}), DEFAULTS) is True


@given(PAIRS, WEIGHTS)
def test_points_are_the_sum_of_reasons_within_the_scale(some, weights):
    told = reasons(some, in_use(weights))
    assert points(some, in_use(weights)) == sum(reason.points for reason in told)
    assert 0 <= points(some, in_use(weights)) <= matching.most_points(weights)
    assert all(0 <= reason.points <= weights[reason.code] for reason in told)
    assert not any(weights[reason.code] == 0 for reason in told)


@given(PAIRS)
def test_no_points_without_a_reason(some):
    assert (points(some, USUAL) > 0) == any(reason.points for reason in reasons(some, USUAL))


@given(PAIRS)
def test_all_rules_but_that_of_the_amount_see_no_difference_between_the_two(some):
    turned = replace(some, need=some.offer, offer=some.need)
    both = ({reason.code: reason.points for reason in reasons(one, USUAL)} for one in (some, turned))
    first, second = ({code: given for code, given in told.items() if code != "amount"} for told in both)
    assert first == second


@given(PAIRS, WEIGHTS, st.sampled_from([code for code, _rule, _points in RULES]), st.integers(1, 5))
def test_a_rule_that_is_worth_more_takes_no_points_away(some, weights, code, more):
    assert points(some, in_use({**weights, code: weights[code] + more})) >= points(some, in_use(weights))


@given(PAIRS)
def test_what_fits_better_has_as_many_points_at_least(some):
    nearer = replace(some, offer=replace(some.offer, theme=some.need.theme, kind=some.need.kind))
    assert points(nearer, USUAL) >= points(some, USUAL)
    known = replace(some, met_on=datetime.date(2026, 1, 1))
    assert points(known, USUAL) >= points(some, USUAL)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 99)), unique_by=lambda one: one[1]))
def test_the_order_does_not_depend_on_how_rows_come(rows):
    assert matching.in_order(rows) == matching.in_order(reversed(rows))
