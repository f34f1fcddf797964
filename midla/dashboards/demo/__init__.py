"""A fictional office, to try the program with. Nobody in it exists."""
