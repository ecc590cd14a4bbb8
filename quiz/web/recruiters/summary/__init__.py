"""Counts over the results of a team. Must not let a small group be found."""
