"""What has to last: results with their rules files, and accounts, in SQLite or PostgreSQL.

The only place that knows SQL; nobody outside sees a connection, a row or an error of
the database.
"""

from quiz.store.errors import StoreError
from quiz.store.invitations import Invitation, NewInvitation, Stage, Terms
from quiz.store.people import (
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
from quiz.store.records import KeptResult, Link, NewResult, Reveal, StoredResult
from quiz.store.store import Store
from quiz.store.tokens import hash_token

__all__ = [
    "Account",
    "Action",
    "AuditEntry",
    "Invitation",
    "KeptResult",
    "Link",
    "NewInvitation",
    "NewRecruiter",
    "NewResult",
    "Recruiter",
    "Reveal",
    "Role",
    "Session",
    "Stage",
    "State",
    "Store",
    "StoreError",
    "StoredResult",
    "Team",
    "Terms",
    "hash_token",
]
