"""Costs of the engine and of the pages, as ratios that are measured within one run."""
