"""Compiles rules and decides one answer sheet.

Does not read files and does not know what is proved.
"""
