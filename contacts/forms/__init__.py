"""What is asked of people, their roles, consent, meetings and follow-ups."""
