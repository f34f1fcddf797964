"""Small marks: the words beside the shapes, the order of codes, dates against today."""

from datetime import date

import pytest
import time_machine
from django.utils.translation import override

from midla.ui import dates, lists, marks


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_communities_come_in_one_order_with_their_names():
    assert marks.codes(["PE", "AR", "BO"]) == (
        '<abbr class="com com-bo" title="Bolivia">BO</abbr> <abbr class="com com-pe" title="Peru">PE</abbr>'
        ' <abbr class="tag" title="AR">AR</abbr>'
    )


def test_an_unknown_icon_is_refused():
    with pytest.raises(ValueError, match="no icon 'nothing'"):
        marks.icon("nothing")


def test_an_unknown_number_is_a_dash_and_never_zero():
    assert marks.grouped(None) == "–"
    assert marks.grouped(0) == "0"
    assert marks.grouped(12350) == "12,350"


def test_a_figure_carries_its_number_for_the_list_it_opens():
    assert marks.figure(1234, "/people/?a=1&b=2") == '<a href="/people/?a=1&amp;b=2" data-figure="1234">1,234</a>'


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (None, "never"),
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 11, 4), "20 days ago"),
        (date(2026, 6, 24), "5 months ago"),
        (date(2019, 6, 24), "7 years ago"),
        (date(1, 1, 1), "2025 years ago"),
        (date(9999, 12, 31), "31 Dec 9999"),
    ],
)
@time_machine.travel("2026-11-24 12:00 +0000")
def test_how_long_ago(at, words):
    assert dates.ago(at) == words


@time_machine.travel("2026-11-24 12:00 +0000")
def test_what_is_late_is_counted_in_days():
    assert dates.due(date(2026, 11, 18)) == '<span class="late">6 days late</span>'
    assert dates.due(date(2026, 11, 24)) == '<span class="soon">today</span>'
    assert dates.due(date(2026, 12, 24)) == "<span>24 Dec</span>"


def test_a_row_escapes_what_people_typed():
    columns = [lists.Column("Name"), lists.Column("Town"), lists.Column("Next", away=True)]
    drawn = lists.row(columns, [lists.title("<b>", "/1/"), "<i>", None])
    assert drawn == (
        '<tr role="row"><th role="rowheader" scope="row"><a class="title" href="/1/">&lt;b&gt;</a></th>'
        '<td role="cell">&lt;i&gt;</td><td role="cell" class="fold-away">–</td></tr>'
    )
