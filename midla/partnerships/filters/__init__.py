"""How the lists of this app narrow: one file for each."""
