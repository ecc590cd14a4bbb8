"""The HTTP server of `quiz serve`: waitress with bounded connections and a stop that loses nothing.

It serves any WSGI application; it must not know the quiz, its settings or its database.
"""
