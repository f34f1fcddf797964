"""What is asked of the records of this app: one file for each."""
