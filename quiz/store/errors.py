"""The one way in which the store fails."""

from __future__ import annotations


class StoreError(Exception):
    """The database cannot be reached, read or written; nothing was saved.

    Its text is for the log: what was tried, on which database, and why it failed. It
    holds no answers, no token and no password.

    One case nobody can tell: a server that falls silent while it commits may have saved
    all the same. Whoever sends the same submission again gets the one result either way.
    """
