"""Who: migrant associations, Italian and other partner actors, and what they already do."""
