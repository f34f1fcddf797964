"""Template tags: the library is `ui`."""
