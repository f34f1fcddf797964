"""Importing people and meetings."""

from contacts.importing.meetings import MeetingImport
from contacts.importing.people import PersonImport

__all__ = ["MeetingImport", "PersonImport"]
