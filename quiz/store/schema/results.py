"""The tables of results, and of what the quiz keeps for its own work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    column,
    false,
)

from quiz.store.encoding import AnswersJson, OutcomeJson
from quiz.store.moments import UtcDateTime
from quiz.store.result_records import StoredResult
from quiz.store.schema.metadata import id_column, metadata

editions = Table(
    "editions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("first_used_at", UtcDateTime, nullable=False),
)

_NOT_IN_USE = column("in_use", Boolean).is_(false())
_ON_BOARD = and_(column("invitation", Integer).is_not(None), column("removal", Integer).is_(None))


def _index_of_given(name: str, *columns: str, **options: Any) -> Index:
    """Return an index of the rows that have a value in the first of the columns.

    Most results came by no invitation. Adding one of these would otherwise write a page of each
    index of what only a team has.
    """
    given = column(columns[0]).is_not(None)
    return Index(name, *columns, sqlite_where=given, postgresql_where=given, **options)


# JSON and not JSONB on PostgreSQL: the order of positions and reasons is part of an outcome.
# AUTOINCREMENT on SQLite: the id of a deleted result never becomes somebody else's.
results = Table(
    "results",
    metadata,
    id_column(),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("digest", ForeignKey("editions.digest"), nullable=False),
    Column("language", Text, nullable=False),
    Column("answers", AnswersJson, nullable=False),
    Column("outcome", OutcomeJson, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # Identifies what an applicant sent; the token of the link is made of it and `address`.
    Column("submission", String(64), nullable=False, server_default=""),
    Column("address", Integer, nullable=False, server_default="0"),
    Column("reveal", Text, nullable=False, server_default="reasons"),
    Column("name", Text),
    Column("closes_at", UtcDateTime),
    Column("openings", Integer, nullable=False, server_default="0"),
    Column("opened_at", UtcDateTime),
    Column("owner_hash", String(64)),
    Column("name_folded", Text),  # the name as it is searched; see search_terms.py
    # Of a result that came by an invitation: what its team's board shows and searches.
    Column("invitation", ForeignKey("invitations.id")),
    Column("email", Text),
    Column("email_folded", Text),
    Column("best", Text),
    Column("fit", Integer),
    Column("sought", Text),
    Column("stage", ForeignKey("stages.id")),
    Column("in_charge", ForeignKey("recruiters.id")),
    Column("due_on", Date),  # when somebody is to come back to it
    Column("removal", ForeignKey("removals.id")),  # None while it is on the board
    # Whether it is never deleted early: see storage.py.
    Column("in_use", Boolean, nullable=False, server_default=false()),
    Column("kept_until", UtcDateTime),  # where its invitation has shortened the retention
    Index(
        "ix_results_not_in_use",
        "created_at",
        sqlite_where=_NOT_IN_USE,
        postgresql_where=_NOT_IN_USE,
    ),
    _index_of_given("ix_results_invitation", "invitation"),
    _index_of_given("ix_results_stage", "stage"),
    _index_of_given("ix_results_removal", "removal"),
    _index_of_given("ix_results_due_on", "due_on"),
    # What the views of a board ask for, so that SQLite counts them without reading the results.
    # PostgreSQL has no index with rows this long: see the storage of `sought` in 0013.
    _index_of_given(
        "ix_results_board",
        *("invitation", "removal", "created_at", "best", "fit", "stage", "in_charge"),
        *("email", "sought", "kept_until"),
        info={"dialect": "sqlite"},
    ),
    # PostgreSQL at least lists a board, and counts what is new on it, without reading the results.
    Index(
        "ix_results_newest",
        *("invitation", "created_at", "id"),
        postgresql_include=["kept_until"],
        postgresql_where=_ON_BOARD,
        info={"dialect": "postgresql"},
    ),
    Index("ix_results_submission", "submission", unique=True),
    _index_of_given("ix_results_owner_hash", "owner_hash", unique=True),
    sqlite_autoincrement=True,
)

STORED = tuple(results.c[name] for name in StoredResult.__slots__)
"""The columns of a StoredResult, in the order of its fields."""

# How often something was tried that has a rate limit; deleted after `ends_at`.
attempts = Table(
    "attempts",
    metadata,
    Column("subject_hash", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False, index=True),
)

# At most one row: how many wipes of the files deletions have asked for, and how many of these
# are done; when a wipe was last tried, and how many seconds it took.
upkeep = Table(
    "upkeep",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wipes_asked", Integer, nullable=False),
    Column("wipes_done", Integer, nullable=False),
    Column("tried_at", UtcDateTime),
    Column("seconds", Float, nullable=False),
)

# When each daily job was last begun, and how that run ended.
jobs = Table(
    "jobs",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("outcome", Text),
    Column("problem", Text),
    Column("succeeded_at", UtcDateTime),  # when a run last ended well
)
