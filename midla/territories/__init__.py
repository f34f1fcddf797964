"""Where: countries of origin, their subdivisions, Italian regions, provinces and municipalities."""
