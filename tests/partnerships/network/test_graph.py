"""Parts, brokers and surroundings, held against the simplest way to find them."""

from hypothesis import given
from hypothesis import strategies as st

from midla.partnerships.network.graph import (
    Tie,
    among,
    brokers,
    components,
    neighbours_of,
    reached,
    strongest,
)
from midla.partnerships.network.layout import positions

PAIRS = st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] < pair[1]))
TIES = PAIRS.map(lambda pairs: [Tie(one, other, meetings=1) for one, other in sorted(pairs)])


def pieces(neighbours, without=None):
    """Sets of those who reach each other, found by joining sets until nothing changes."""
    sets = [{key} for key in neighbours if key != without]
    for key, others in neighbours.items():
        for other in others:
            if without not in (key, other):
                joined = [some for some in sets if key in some or other in some]
                sets = [some for some in sets if some not in joined] + [set().union(*joined)]
    return sets


@given(TIES)
def test_parts_are_those_who_reach_each_other(ties):
    neighbours = neighbours_of(ties)
    found = components(neighbours)
    assert sorted(map(sorted, pieces(neighbours))) == sorted(found)
    assert [len(part) for part in found] == sorted((len(part) for part in found), reverse=True)


@given(TIES)
def test_a_broker_is_one_without_whom_others_are_cut_off(ties):
    neighbours = neighbours_of(ties)
    found = {broker.key: broker.cut_off for broker in brokers(neighbours)}
    expected = {}
    for part in components(neighbours):
        within = {key: neighbours[key] for key in part}
        for key in part:
            left = sorted(len(piece) for piece in pieces(within, without=key))
            if len(left) > 1:
                expected[key] = sum(left[:-1])
    assert found == expected


@given(TIES, st.integers(1, 12))
def test_surroundings_are_what_two_steps_reach(ties, start):
    neighbours = neighbours_of(ties)
    near = set(neighbours.get(start, ()))
    further = {other for key in near for other in neighbours[key]}
    assert reached(neighbours, start, 2).keys() == {start} | near | further


def test_a_chain_is_held_together_by_its_middle():
    chain = [Tie(number, number + 1, partnerships=1) for number in range(1, 5)]
    assert [(broker.key, broker.cut_off) for broker in brokers(neighbours_of(chain))] == [(3, 2), (2, 1), (4, 1)]


def test_a_long_chain_needs_no_deep_call():
    chain = [Tie(number, number + 1, people=1) for number in range(20_000)]
    assert brokers(neighbours_of(chain))[0].cut_off == 10_000


@given(TIES, st.integers(1, 5))
def test_the_strongest_are_so_many_at_most_and_ties_stay_among_them(ties, most):
    keys = strongest(ties, most)
    assert len(keys) <= most
    assert all({tie.one, tie.other} <= keys for tie in among(ties, keys))


@given(TIES)
def test_everybody_with_a_tie_has_a_place_of_their_own(ties):
    places = positions(ties)
    assert places.keys() == neighbours_of(ties).keys()
    assert len({(round(point.real, 3), round(point.imag, 3)) for point in places.values()}) == len(places)
    assert all(point.real >= -0.001 and point.imag >= -0.001 for point in places.values())
    assert positions(ties) == places
