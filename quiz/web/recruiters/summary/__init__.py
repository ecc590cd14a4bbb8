"""Counts over the results of a team. What is passed on shows no group of fewer than five."""
