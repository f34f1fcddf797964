"""How the lists of needs and offers, and of partnerships, narrow."""
