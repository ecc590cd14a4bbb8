"""Keeps results with their rules files, and accounts, in SQLite or PostgreSQL.

Nothing outside knows SQL, or sees a connection, a row or an exception of the database; the
store knows nothing of the web.
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
from quiz.store.deletion import DeletionCounts
from quiz.store.errors import StorageFull, StoreError, WipeError
from quiz.store.filter import BoardFilter, Sort
from quiz.store.invitations import Invitation, NewInvitation, Stage, Terms
from quiz.store.notes import Note
from quiz.store.rate_limits import Quota, QuotaExceeded
from quiz.store.result_records import (
    BoardPage,
    BoardRow,
    KeptResult,
    Link,
    NewResult,
    Reveal,
    Status,
    StoredResult,
)
from quiz.store.store import Store
from quiz.store.summary import Missing, MissingCounts, ResultGroup, VisitGroup
from quiz.store.tokens import hash_token

__all__ = [
    "Account",
    "Action",
    "AuditEntry",
    "BoardFilter",
    "BoardPage",
    "BoardRow",
    "DeletionCounts",
    "Invitation",
    "KeptResult",
    "Link",
    "Missing",
    "MissingCounts",
    "NewInvitation",
    "NewRecruiter",
    "NewResult",
    "Note",
    "Quota",
    "QuotaExceeded",
    "Recruiter",
    "ResultGroup",
    "Reveal",
    "Role",
    "Session",
    "Sort",
    "Stage",
    "State",
    "Status",
    "StorageFull",
    "Store",
    "StoreError",
    "StoredResult",
    "Team",
    "Terms",
    "VisitGroup",
    "WipeError",
    "hash_token",
]
