"""A file whose columns are called as our pages call them needs no hand to say what they hold."""

import pytest
from django.utils import translation

from midla.records.importing.columns import known_words
from midla.records.importing.types import IMPORT_TYPES
from midla.records.search import fold

# Italian, Spanish and French have one word for what an organisation is and of which type a partner actor is.
SHARED = {"face"}


@pytest.mark.parametrize("language", ["it", "es", "en", "fr"])
@pytest.mark.parametrize("kind", sorted(IMPORT_TYPES))
def test_every_column_is_known_by_what_pages_call_it(kind, language):
    columns = IMPORT_TYPES[kind].columns
    words = known_words(columns)
    with translation.override(language):
        assert [
            (column.name, column.called, words[fold(column.called)])
            for column in columns
            if column.name not in SHARED and words[fold(column.called)] != column.name
        ] == []


@pytest.mark.parametrize(
    ("language", "heading", "name"),
    [
        ("it", "Che cosa è successo", "said"),
        ("fr", "Moins de 30 ans", "under_30"),
        ("es", "De los cuales ciudadanos de PE", "count_pe"),
    ],
)
def test_headings_are_known_in_any_language_whatever_the_readers(language, heading, name):
    with translation.override(language):
        assert known_words(IMPORT_TYPES["meetings"].columns)[fold(heading)] == name
