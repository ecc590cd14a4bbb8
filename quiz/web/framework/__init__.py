"""Parts that extend or replace a part of Flask.

Knows neither rules texts, pages nor the database.
"""
