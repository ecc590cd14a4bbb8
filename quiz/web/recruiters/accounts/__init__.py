"""Signing in, passwords and the accounts of a team. Does not know about results."""
