"""How the store fails."""

from __future__ import annotations


class StoreError(Exception):
    """The database cannot be reached, read or written; nothing was saved.

    The text is for the log: what was tried, on which database, and why it failed. It
    contains no answers, no token and no password.

    One case cannot be told apart: a server that stops answering while it commits may have
    saved all the same. Sending the same submission again gives the one result either way.
    """


class StorageFull(StoreError):  # noqa: N818 - named for what has happened
    """As many results are stored as there may be, and none of them may be deleted early."""


class WipeError(StoreError):
    """Rows were deleted, but traces of them are left in the files until they are wiped again."""
