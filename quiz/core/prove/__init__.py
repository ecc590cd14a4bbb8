"""Proves claims over all answer sheets: census, promises, advice, comparison.

Nothing else in the core imports it.
"""
