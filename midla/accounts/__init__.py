"""Who works with MIDLA: users, offices, roles, what a user may see and do."""
