"""The columns of the lists of needs and offers, and of partnerships."""
