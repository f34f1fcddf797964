"""Pages that every kind of record has."""
