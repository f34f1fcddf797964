"""Measurements: how much a page costs beside the bare SQL of the same rows."""
