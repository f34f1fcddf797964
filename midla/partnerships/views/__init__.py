"""Pages of needs, offers, matches and partnerships."""
