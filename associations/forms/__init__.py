"""What is asked of organisations and of existing efforts."""
