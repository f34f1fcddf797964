"""What every record can do: history, trash, search, lists, forms, exports. Knows no record by name."""
