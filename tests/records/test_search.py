"""The key that search compares, and the index that keeps up with what is written."""

from hypothesis import given
from hypothesis import strategies as st

from contacts.models import Meeting
from midla.records.search import fold, search_key, words_of
from tests.factories.contacts import MeetingFactory


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
