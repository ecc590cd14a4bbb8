"""Scores many answer sheets at once with Arrow and NumPy; it knows no web and no database."""
