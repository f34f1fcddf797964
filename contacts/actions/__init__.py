"""What happens to people, their roles, their consent, meetings and follow-ups."""
