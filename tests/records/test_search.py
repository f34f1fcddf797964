"""The key that search compares, and the index that keeps up with what is written."""

from hypothesis import given
from hypothesis import strategies as st

from contacts.models import Meeting, Person
from midla.records.finding import find
from midla.records.querysets import MOST_TRACED
from midla.records.search import distance_to_key, fold, search_key, slips_allowed, traces, words_of
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory, PersonFactory


def test_slips_are_forgiven_in_minutes_too(db):
    meeting = MeetingFactory(said="Se habló de la cosecha de cacao en Manabí")
    assert Meeting.objects.similar_to("cosehca", newest=100) == [meeting]
    assert Meeting.objects.similar_to("cosecha", newest=100) == []


def test_an_edited_or_deleted_text_leaves_the_index(db):
    meeting = MeetingFactory(said="palabra antigua")
    meeting.said = "palabra nueva"
    meeting.refresh_search_key()
    meeting.save()
    assert not Meeting.objects.matching("antigua").exists()
    assert Meeting.objects.matching("nueva").exists()
    meeting.delete()
    assert not Meeting.objects.matching("nueva").exists()


@given(st.text(max_size=80))
def test_a_key_holds_every_word_of_its_own_text(text):
    assert all(word in search_key(text) for word in words_of(text))


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@st.composite
def slipped(draw):
    """A word, and a word with as many slips as are forgiven."""
    letters = st.characters(codec="ascii", categories=["Ll", "Nd"])
    word = draw(st.text(letters, min_size=1, max_size=14))
    wrong = list(word)
    for _slip in range(slips_allowed(word)):
        place = draw(st.integers(0, max(len(wrong) - 2, 0)))
        kind = draw(st.sampled_from(["wrong", "missing", "added", "swapped"]))
        added = [] if kind == "missing" else [draw(letters)]
        if kind == "swapped":
            wrong[place : place + 2] = wrong[place : place + 2][::-1]
        else:
            wrong[place : place + (kind != "added")] = added
    return word, "".join(wrong)


@given(slipped(), st.sampled_from(["{}", "rosa {}", "{} quispe", "rosa {} quispe"]))
def test_a_key_that_holds_a_word_with_slips_holds_a_trace_of_it(words, key):
    word, wrong = words
    key = key.format(wrong)
    if distance_to_key([word], key) is not None:
        assert any(trace in f" {key} " for trace in traces(word))


def test_names_that_come_near_stand_beside_what_another_kind_holds_exactly(db, rome_officer):
    MeetingFactory(title="Roza Quizpe")
    near = [
        PersonFactory(given_names="Rosa", family_names="Quispe"),
        PersonFactory(given_names="Roza de", family_names="Quispe"),
    ]
    AssociationFactory(name="Rosa dei venti")
    found = {kind.type.model.__name__: (kind.rows, kind.similar) for kind in find("roza quizpe", rome_officer)}
    assert set(found) == {"Meeting", "Person"}
    assert (set(found["Person"][0]), found["Person"][1]) == (set(near), True)


def test_names_that_come_near_are_found_among_very_many_with_a_trace(db, rome_officer):
    MeetingFactory(title="Roza Quizpe")
    keys = [f"ruiz {number} quevedo" for number in range(MOST_TRACED + 1)]
    Person.objects.bulk_create(Person(given_names="Ruiz", sort_key=key, search_key=key) for key in keys)
    near = PersonFactory(given_names="Rosa", family_names="Quispe")
    (people,) = (kind for kind in find("roza quizpe", rome_officer) if kind.type.model is Person)
    assert people.rows == [near]
