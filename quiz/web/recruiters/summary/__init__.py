"""Counts over the results of a team. Must not reveal a group of fewer than five people."""
