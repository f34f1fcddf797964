"""What every test may lean on: databases and a browser."""
