"""What happens to people, their roles, their consent, meetings and follow-ups."""

from contacts.actions import affiliation

__all__ = ["affiliation"]
