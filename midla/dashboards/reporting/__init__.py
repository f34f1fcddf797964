"""The donor report: what is counted and frozen, how it is told in a language, the files that are made of it."""
