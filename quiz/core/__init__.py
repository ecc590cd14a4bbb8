"""Asks, decides and proves by a rules file: values in, values out; no files, clocks, databases."""
