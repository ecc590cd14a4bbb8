"""Turns the bytes of a rules file into compiled rules, or into every problem it has.

Reads no files itself.
"""
