"""One story an objective, in the browser."""
