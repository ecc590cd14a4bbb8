"""Proves claims over all answer sheets; nothing else in the core may know it."""
