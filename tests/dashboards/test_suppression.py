"""Small numbers of people do not leave the house, and do not come out of what does."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from midla.dashboards.suppression import LEAST, Hidden, alone, line, table, words

SMALL, WITHHELD = Hidden.SMALL, Hidden.WITHHELD
COUNTS = st.integers(0, 9)
ROWS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=2))


def could_be(shown, is_total=False):
    """The numbers that what is shown can stand for, as far as a small example needs them."""
    if shown is SMALL:
        return range(1, LEAST)
    if shown is WITHHELD:
        return range(0 if is_total else LEAST, 60)
    return [shown]


def readings(shown):
    """Every row of numbers that somebody who reads a line can take it for."""
    total = set(could_be(shown.total, is_total=True))
    return [parts for parts in itertools.product(*map(could_be, shown.parts)) if sum(parts) in total]


def lines_of(shown):
    """The lines of a table, across and down."""
    rows = [*shown.rows, shown.totals]
    return [(row.parts, row.total) for row in rows] + [
        (tuple(row.parts[place] for row in shown.rows), total) for place, total in enumerate(shown.totals.parts)
    ]


def test_a_number_of_one_to_four_is_hidden_and_nobody_is_nobody():
    assert [alone(count) for count in (0, 1, 4, 5)] == [0, SMALL, SMALL, 5]
    assert [words(shown) for shown in (SMALL, WITHHELD, 0, None)] == ["<5", "…", "0", "–"]


def test_the_next_smallest_part_is_withheld_where_the_total_would_tell():
    shown = line([3, 9, 20])
    assert (shown.parts, shown.total) == ((SMALL, WITHHELD, 20), 32)


def test_a_total_that_tells_is_withheld_where_no_part_is_left():
    shown = line([1, 1, 0])
    assert (shown.parts, shown.total) == ((SMALL, SMALL, 0), WITHHELD)


def test_several_small_parts_hide_each_other():
    shown = line([2, 3, 2, 40])
    assert (shown.parts, shown.total) == ((SMALL, SMALL, SMALL, 40), 47)


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_who_knows_the_total_cannot_tell_small_numbers_apart(counts):
    shown = line(counts)
    for place, part in enumerate(shown.parts):
        if part is SMALL:
            assert {reading[place] for reading in readings(shown)} == {1, 2, 3, 4}


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_what_is_shown_is_true_and_what_is_small_never_shown(counts):
    shown = line(counts)
    for value, part in zip([*counts, sum(counts)], [*shown.parts, shown.total], strict=True):
        assert part is WITHHELD or part == (SMALL if 0 < value < LEAST else value)


@given(st.lists(st.integers(LEAST, 100), min_size=1))
def test_nothing_is_hidden_where_nothing_is_small(counts):
    assert line(counts).parts == tuple(counts)


@given(ROWS)
def test_no_row_or_column_of_a_table_has_one_hidden_number_alone(rows):
    for parts, total in lines_of(table(rows)):
        hidden = sum(isinstance(part, Hidden) for part in parts)
        assert not (hidden == 1 and SMALL in parts and isinstance(total, int))


@given(ROWS)
def test_a_table_shows_no_small_number(rows):
    for parts, total in lines_of(table(rows)):
        assert all(isinstance(one, Hidden) or one == 0 or one >= LEAST for one in (*parts, total))
