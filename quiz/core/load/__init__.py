"""Loads the bytes of a rules file into an engine or its problems; must not open files itself."""
