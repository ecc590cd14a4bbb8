"""What the people of a team did, for its administrators. Only reads the log."""
