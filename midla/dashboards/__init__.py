"""Read-only: figures, home, programme, reports; and the demo data."""
