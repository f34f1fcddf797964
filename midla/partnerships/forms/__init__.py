"""What is asked of needs and offers, and of partnerships."""
