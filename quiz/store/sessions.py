"""Who is signed in: kept here and not in a cookie, so that it ends when the server says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from quiz.store.account_records import Recruiter, Session
from quiz.store.accounts import WHO
from quiz.store.database import Database
from quiz.store.schema import recruiter_sessions, recruiters, teams
from quiz.store.tokens import hash_token

IDLE = timedelta(hours=12)
"""How long a session lasts in which nothing is done."""

LASTS = timedelta(days=7)
"""How long a session lasts in all."""


class Sessions:
    """The sessions of recruiters, each named by a token that only its browser has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, token: str, recruiter: int, password_hash: str, now: datetime) -> bool:
        """Let the browser with `token` be signed in, and forget sessions that are past.

        Returns False when the password has been changed, or the account disabled, since
        the caller looked.
        """
        past = or_(recruiter_sessions.c.ends_at <= now, recruiter_sessions.c.seen_at <= now - IDLE)
        may = (
            select(recruiters.c.id)
            .where(
                recruiters.c.id == recruiter,
                recruiters.c.password_hash == password_hash,
                recruiters.c.disabled_at.is_(None),
            )
            .with_for_update()  # a change of the account waits, and then ends this session too
        )
        with self._database.writing("sign somebody in") as connection:
            connection.execute(delete(recruiter_sessions).where(past))
            if connection.scalar(may) is None:
                return False
            connection.execute(
                self._database.insert(recruiter_sessions).values(
                    token_hash=hash_token(token),
                    recruiter=recruiter,
                    created_at=now,
                    seen_at=now,
                    ends_at=now + LASTS,
                )
            )
        return True

    def find(self, token: str, now: datetime) -> Session | None:
        """Return who is signed in with `token`; None when nobody is any more."""
        wanted = (
            select(*WHO, recruiter_sessions.c.seen_at)
            .select_from(recruiter_sessions)
            .join(recruiters)
            .join(teams)
            .where(
                recruiter_sessions.c.token_hash == hash_token(token),
                recruiter_sessions.c.ends_at > now,
                recruiter_sessions.c.seen_at > now - IDLE,
                recruiters.c.disabled_at.is_(None),
            )
        )
        with self._database.reading("find who is signed in") as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else Session(Recruiter(*row[: len(WHO)]), row[-1])

    def touch(self, token: str, now: datetime) -> None:
        """Write down that something is done in a session."""
        with self._database.writing("keep a session") as connection:
            connection.execute(
                update(recruiter_sessions)
                .where(recruiter_sessions.c.token_hash == hash_token(token))
                .values(seen_at=now)
            )

    def end(self, token: str) -> None:
        """End a session."""
        with self._database.writing("sign somebody out") as connection:
            connection.execute(
                delete(recruiter_sessions).where(
                    recruiter_sessions.c.token_hash == hash_token(token)
                )
            )
