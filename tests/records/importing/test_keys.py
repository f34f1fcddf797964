"""What words stand for, kept outside memory: as a dictionary of sets would keep it, and without the words."""

import threading
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from midla.records.importing.keys import Keys

PART = st.text(max_size=3) | st.integers(-3, 3) | st.none() | st.dates()
WORD = st.text(max_size=3) | st.tuples(PART, PART)
KEY = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)
PAIRS = st.lists(st.tuples(WORD, KEY), max_size=30)


@given(begun=PAIRS, added=PAIRS, claimed=PAIRS, others=st.lists(WORD))
def test_keys_are_those_that_a_dictionary_would_hold(begun, added, claimed, others):
    keys, model = Keys(iter(begun)), defaultdict(set)
    for word, key in begun:
        model[word].add(key)
    for word, key in added:
        keys.add(word, key)
        model[word].add(key)
    for word, key in claimed:
        assert keys.claim(word, key) == (not model[word])
        model[word] = model[word] or {key}
    for word in [*model, *others]:
        assert keys.of(word) == model.get(word, set())
        assert list(keys.in_order(word)) == sorted(model.get(word, set()))


def test_a_text_is_not_the_number_it_looks_like():
    keys = Keys([(("12", 1), 5)])
    assert (keys.of((12, 1)), keys.of(("12", "1")), keys.of(("12", 1))) == (set(), set(), {5})


def test_what_was_noted_often_is_kept_once():
    keys = Keys()
    for _time in range(3):
        keys.add("quispe", 7)
    assert list(keys.rows.execute("SELECT count(*) FROM keys")) == [(1,)]


def test_nobody_can_tell_the_words_from_what_is_kept():
    """Numbers alone, and others each time: nobody can look up whether a name is among them."""
    both = [Keys([("quispe", 7)]), Keys([("quispe", 7)])]
    kept = [keys.rows.execute("SELECT word, key FROM keys").fetchall() for keys in both]
    assert [(type(word), key) for [(word, key)] in kept] == [(int, 7), (int, 7)]
    assert kept[0] != kept[1]


def test_keys_go_in_whatever_thread_they_are_let_go_of(monkeypatch):
    told = []
    monkeypatch.setattr("sys.unraisablehook", told.append)
    monkeypatch.setattr("sys.excepthook", lambda *error: told.append(error))
    held = [Keys([("ana", 1)])]
    thread = threading.Thread(target=held.clear)
    thread.start()
    thread.join()
    assert (held, told) == ([], [])
