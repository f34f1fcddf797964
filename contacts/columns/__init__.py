"""The columns of the lists of people, meetings and follow-ups, and the next step in those of organisations.

Ties to religious communities and trade unions stand on a person's own page and nowhere else, so not here.
"""

from contacts.columns.follow_up import FOLLOW_UP_COLUMNS
from contacts.columns.meeting import MEETING_COLUMNS
from contacts.columns.organisation import NEXT_STEP
from contacts.columns.person import PERSON_COLUMNS

__all__ = ["FOLLOW_UP_COLUMNS", "MEETING_COLUMNS", "NEXT_STEP", "PERSON_COLUMNS"]
