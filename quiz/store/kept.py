"""How much the database holds, for whoever runs the quiz."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from quiz.store.database import Database
from quiz.store.schema import invitations, recruiter_sessions, results
from quiz.store.sessions import IDLE
from quiz.store.upgrade import revision_of


@dataclass(frozen=True, slots=True)
class Kept:
    """How many results, invitations and open sessions there are, and the bytes of all.

    `most_results` is the ceiling on results; None where there is none. `revision` is the last
    migration of the tables, and `database` is "sqlite" or "postgresql".
    """

    results: int
    most_results: int | None
    invitations: int
    sessions: int
    size: int
    database: str
    revision: str | None


def count_kept(database: Database, most_results: int | None, now: datetime) -> Kept:
    """Count what there is. Does not write."""
    open_sessions = (
        select(func.count())
        .select_from(recruiter_sessions)
        .where(recruiter_sessions.c.ends_at > now, recruiter_sessions.c.seen_at > now - IDLE)
    )
    numbers = select(
        select(func.count()).select_from(results).scalar_subquery(),
        select(func.count()).select_from(invitations).scalar_subquery(),
        open_sessions.scalar_subquery(),
    )
    with database.read_connection("count what is kept", patient=True) as connection:
        stored, invited, sessions = connection.execute(numbers).one()
        size = connection.scalar(text(database.size_query)) or 0
    return Kept(
        stored, most_results, invited, sessions, size, database.dialect, revision_of(database)
    )
