"""What the lists of this app show, sort by and export: one file for each."""
