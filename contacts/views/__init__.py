"""Pages of people, roles, consent, meetings and follow-ups."""
