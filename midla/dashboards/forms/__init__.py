"""What the pages of the results framework ask."""
