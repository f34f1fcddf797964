"""Charts: every number has its place, whatever the language and however big or few the numbers are."""

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
