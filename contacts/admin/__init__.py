"""People, roles, consent, meetings, follow-ups and their words in the admin."""

from contacts.admin import follow_up, meeting, person, words

__all__ = ["follow_up", "meeting", "person", "words"]
