"""The rules language as values: rules, conditions, answer sheets.

Knows nothing of how they are decided, loaded or proved.
"""
