"""What has to last: results and their rules files, in SQLite or PostgreSQL.

The only place that knows SQL; nobody outside sees a connection, a row or an error of
the database.
"""

from quiz.store.errors import StoreError
from quiz.store.records import KeptResult, Link, NewResult, Reveal, StoredResult
from quiz.store.store import Store
from quiz.store.tokens import hash_token

__all__ = [
    "KeptResult",
    "Link",
    "NewResult",
    "Reveal",
    "Store",
    "StoreError",
    "StoredResult",
    "hash_token",
]
