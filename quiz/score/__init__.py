"""Scores many answer sheets at once, with Arrow and NumPy; it knows neither the web nor a database."""
