"""Parts that extend or replace parts of Flask.

Knows nothing of the texts of the rules, of pages or of the database.
"""
