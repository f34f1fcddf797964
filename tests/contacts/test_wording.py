"""Meetings in words."""

import pytest
from django.utils import translation

from contacts.wording import meeting_title


@pytest.mark.parametrize(
    ("language", "called"),
    [
        ("it", "Visita con Ayni e 1 altro"),
        ("es", "Visita con Ayni y 1 más"),
        ("fr", "Visita avec Ayni et 1 autre"),
        ("en", "Visita with Ayni and 1 other"),
    ],
)
def test_a_meeting_without_title_is_called_by_whom_it_was_with(language, called):
    with translation.override(language):
        assert meeting_title("", "visita", ["Ayni", "Kuntur"]) == called
