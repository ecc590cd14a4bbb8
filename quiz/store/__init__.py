"""What has to last: results with their rules files, and accounts, in SQLite or PostgreSQL.

The only place that knows SQL; nobody outside sees a connection, a row or an error of
the database.
"""

from quiz.store.account_records import (
    Account,
    Action,
    AuditEntry,
    NewRecruiter,
    Recruiter,
    Role,
    Session,
    State,
    Team,
)
from quiz.store.board import BoardPage, BoardRow
from quiz.store.errors import StoreError
from quiz.store.filter import BoardFilter, Sort, Status
from quiz.store.invitations import Invitation, NewInvitation, Stage, Terms
from quiz.store.notes import Note
from quiz.store.result_records import KeptResult, Link, NewResult, Reveal, StoredResult
from quiz.store.store import Store
from quiz.store.summary import Missing, Told, Visited
from quiz.store.tokens import hash_token

__all__ = [
    "Account",
    "Action",
    "AuditEntry",
    "BoardFilter",
    "BoardPage",
    "BoardRow",
    "Invitation",
    "KeptResult",
    "Link",
    "Missing",
    "NewInvitation",
    "NewRecruiter",
    "NewResult",
    "Note",
    "Recruiter",
    "Reveal",
    "Role",
    "Session",
    "Sort",
    "Stage",
    "State",
    "Status",
    "Store",
    "StoreError",
    "StoredResult",
    "Team",
    "Terms",
    "Told",
    "Visited",
    "hash_token",
]
