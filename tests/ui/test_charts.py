"""Charts: every number has its place, whatever the language and however big or few the numbers are."""

import re
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from midla.ui import charts

VALUES = st.lists(st.integers(0, 10**7), max_size=30)


@dataclass
class Counted:
    value: int
    url: str = "?"


@given(VALUES)
def test_bars_stay_in_their_room_and_what_is_not_none_is_seen(values):
    lengths = charts.widths(values)
    assert all(0 <= length <= 100 for length in lengths)
    assert [value > 0 for value in values] == [length > 0 for length in lengths]
    assert sorted(lengths) == [length for _, length in sorted(zip(values, lengths, strict=True))]


@given(st.integers(0, 10**9))
def test_lines_across_are_few_and_reach_the_biggest(most):
    lines = charts.round_lines(most)
    assert lines[0] == 0
    assert lines[-1] >= most
    assert 2 <= len(lines) <= charts.MOST_LINES + 2


@given(VALUES)
def test_columns_stand_on_the_ground_and_below_the_top(values):
    chart = charts.columns([(str(place), Counted(value)) for place, value in enumerate(values)])
    for column in chart.columns:
        assert (
            float(column.y) + float(column.height) == charts.HEIGHT
            or abs(float(column.y) + float(column.height) - charts.HEIGHT) <= 0.11
        )
        assert float(column.y) >= charts.TOP - 0.1
        assert float(column.x) + float(column.width) <= float(chart.width)


def test_numbers_are_written_as_svg_reads_them():
    assert [charts.number(value) for value in (1234.56, 10, 0.0, 0.04)] == ["1234.6", "10", "0", "0"]


def test_a_funnel_tells_how_many_of_a_hundred_went_on():
    steps = charts.funnel([("a", Counted(40), Counted(10)), ("b", Counted(0), Counted(0)), ("c", Counted(4), None)])
    assert [step.percent for step in steps] == [25, None, None]
    assert steps[0].outline == "0,0 100,0 25,10 0,10"


def test_divided_bars_show_the_part_within_the_whole():
    one, none = charts.divided_bars([("pledged", 200.0, 50.0, "200 EUR"), ("paid", 0.0, 0.0, "0 EUR")])
    assert ((one.width, one.part), (none.width, none.part)) == (("100", "25"), ("0", "0"))


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def ends_of(count, numbers, side):
    """The things of one side, each with the sum of what begins or ends there."""
    return [
        charts.FlowEnd(str(place), Counted(1), sum(n for pair, n in numbers.items() if pair[side] == place))
        for place in range(count)
    ]


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(1, 10**6), min_size=1, max_size=40))
def test_ribbons_stay_within_the_bars_of_both_their_ends(numbers):
    left, right = ends_of(10, numbers, 0), ends_of(10, numbers, 1)
    chart = charts.flows(left, right, [(*pair, "", Counted(number)) for pair, number in numbers.items()])
    tall = float(chart.units)
    assert len(chart.ribbons) == len(numbers)
    for ribbon in chart.ribbons:
        assert all(-0.1 <= float(y) <= tall + 0.1 for y in NUMBER.findall(ribbon.d) if y not in {"0", "50", "100"})
    for side in (chart.left, chart.right):
        assert sum(float(end.units) for end in side) + charts.BETWEEN * 9 <= tall + 0.6
        assert all(float(end.y) + float(end.bar) <= float(end.units) + 1 for end in side)


def test_a_flow_is_as_broad_at_its_end_as_at_its_beginning():
    left, right = [charts.FlowEnd("a", Counted(3), 3)], [charts.FlowEnd("b", Counted(3), 3)]
    (ribbon,) = charts.flows(left, right, [(0, 0, "", Counted(3))]).ribbons
    assert ribbon.d == "M0 0C50 0 50 0 100 0V48C50 48 50 48 0 48Z"
