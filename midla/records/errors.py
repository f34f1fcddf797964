"""The few errors of the record mechanics; each carries the sentence for the user."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something cannot be done; the message is a sentence that says why and what to do."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Conflict(Refused):
    """Somebody else saved the record since the page was opened; `current` is what they left."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this record while you were writing. Compare the two versions."))
        self.current = current


class UndoRefused(Refused):
    """A change cannot be undone because of later ones."""
