"""With whom: people, their consent and roles, meetings, follow-ups, calendar feeds."""
