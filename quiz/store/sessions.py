"""The sessions of recruiters: kept here, not in a cookie, so that the server can end them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, update

from quiz.store.account_queries import (
    HAS_SECOND_FACTOR,
    RECRUITER_COLUMNS,
    WORKS,
    first_team,
    locked,
    with_membership,
    works_in,
)
from quiz.store.account_records import OpenSession, Recruiter, Session
from quiz.store.database import Database
from quiz.store.schema import recruiter_sessions, recruiters
from quiz.store.tokens import hash_token

IDLE = timedelta(hours=12)
"""How long an unused session lasts."""

LASTS = timedelta(days=7)
"""How long a session lasts at most."""


_FIND = (
    select(
        *RECRUITER_COLUMNS,
        recruiter_sessions.c.seen_at,
        recruiter_sessions.c.draft,
        or_(HAS_SECOND_FACTOR, recruiter_sessions.c.two_factors),
        recruiters.c.password_hash.is_not(None),
        recruiter_sessions.c.created_at,
    )
    .select_from(with_membership(recruiter_sessions))
    .where(
        recruiter_sessions.c.token_hash == bindparam("token_hash"),
        recruiter_sessions.c.ends_at > bindparam("now"),
        recruiter_sessions.c.seen_at > bindparam("idle_since"),
        recruiters.c.disabled_at.is_(None),
        WORKS,
    )
)
"""Made once: each page of recruiters asks it, and to make it takes longer than the answer."""


class Sessions:
    """All sessions, each identified by a token that only its browser has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(
        self,
        token: str,
        recruiter: int,
        password_hash: str,
        now: datetime,
        draft: str | None = None,
        browser: str | None = None,
    ) -> int | None:
        """Start a session with `token` that keeps a draft, and delete sessions that have ended.

        Returns the team that it begins in: the one that the recruiter works in first. Returns None
        where the password was changed, or the account disabled, since the caller checked it.
        """
        with self._database.write_transaction("sign somebody in") as connection:
            if connection.scalar(locked(recruiter, password_hash)) is None:
                return None
            return self._start(connection, token, recruiter, now, draft=draft, browser=browser)

    def start_from_provider(
        self, token: str, recruiter: int, now: datetime, browser: str, *, two_factors: bool
    ) -> int | None:
        """Start a session as `start` does, of somebody whom an identity provider has signed in."""
        with self._database.write_transaction("sign somebody in") as connection:
            if connection.scalar(locked(recruiter)) is None:
                return None
            return self._start(
                connection, token, recruiter, now, browser=browser, two_factors=two_factors
            )

    def _start(
        self, connection: Connection, token: str, recruiter: int, now: datetime, **values: Any
    ) -> int | None:
        team: int | None = connection.scalar(select(first_team(recruiter)))
        if team is None or not works_in(connection, recruiter, team):
            return None
        row = session_row(token, recruiter, team, now) | values
        insert_session(self._database, connection, row)
        return team

    def switch(self, token: str, team: int, draft: str | None = None) -> bool:
        """Let a session go on in another team of its recruiter, with this draft.

        Returns False where they cannot work in it.
        """
        its = recruiter_sessions.c.token_hash == hash_token(token)
        whose = select(recruiter_sessions.c.recruiter).where(its).scalar_subquery()
        with self._database.write_transaction("switch to a team") as connection:
            recruiter = connection.scalar(locked(whose))
            if recruiter is None or not works_in(connection, recruiter, team):
                return False
            connection.execute(update(recruiter_sessions).where(its).values(team=team, draft=draft))
            _remember_team(connection, recruiter, team)
        return True

    def find(self, token: str, now: datetime) -> Session | None:
        """Return the session with `token`; None where it has ended."""
        values = {"token_hash": hash_token(token), "now": now, "idle_since": now - IDLE}
        with self._database.read_connection("find who is signed in") as connection:
            row = connection.execute(_FIND, values).one_or_none()
        if row is None:
            return None
        return Session(Recruiter(*row[: len(RECRUITER_COLUMNS)]), *row[len(RECRUITER_COLUMNS) :])

    def of(self, recruiter: int, now: datetime) -> Sequence[OpenSession]:
        """Return the sessions of a recruiter that have not ended, the last used first."""
        query = (
            select(
                recruiter_sessions.c.token_hash,
                recruiter_sessions.c.created_at,
                recruiter_sessions.c.seen_at,
                recruiter_sessions.c.browser,
            )
            .where(
                recruiter_sessions.c.recruiter == recruiter,
                recruiter_sessions.c.ends_at > now,
                recruiter_sessions.c.seen_at > now - IDLE,
            )
            .order_by(recruiter_sessions.c.seen_at.desc(), recruiter_sessions.c.token_hash)
        )
        with self._database.read_connection("list sessions") as connection:
            return [OpenSession(*row) for row in connection.execute(query)]

    def end_one(self, recruiter: int, key: str) -> None:
        """End the session of a recruiter with this key."""
        self._end_where(
            recruiter_sessions.c.recruiter == recruiter, recruiter_sessions.c.token_hash == key
        )

    def end_others(self, recruiter: int, key: str) -> None:
        """End all sessions of a recruiter but the one with this key."""
        self._end_where(
            recruiter_sessions.c.recruiter == recruiter, recruiter_sessions.c.token_hash != key
        )

    def touch(self, token: str, now: datetime) -> None:
        """Record that a session is used."""
        with self._database.write_transaction("keep a session") as connection:
            connection.execute(
                update(recruiter_sessions)
                .where(recruiter_sessions.c.token_hash == hash_token(token))
                .values(seen_at=now)
            )

    def keep_draft(self, token: str, draft: str) -> None:
        """Keep a draft in a session that has begun already."""
        self._set_draft(token, draft)

    def forget_draft(self, token: str) -> None:
        """Forget the draft of a session."""
        self._set_draft(token, None)

    def _set_draft(self, token: str, draft: str | None) -> None:
        with self._database.write_transaction("keep or forget a draft") as connection:
            connection.execute(
                update(recruiter_sessions)
                .where(recruiter_sessions.c.token_hash == hash_token(token))
                .values(draft=draft)
            )

    def end(self, token: str) -> None:
        """End a session."""
        self._end_where(recruiter_sessions.c.token_hash == hash_token(token))

    def _end_where(self, *which: ColumnElement[bool]) -> None:
        with self._database.write_transaction("sign somebody out") as connection:
            connection.execute(delete(recruiter_sessions).where(*which))


def insert_session(database: Database, connection: Connection, row: Mapping[str, Any]) -> None:
    """Insert a session that `session_row` made, delete those that have ended, note the sign-in."""
    now = row["created_at"]
    past = or_(recruiter_sessions.c.ends_at <= now, recruiter_sessions.c.seen_at <= now - IDLE)
    connection.execute(delete(recruiter_sessions).where(past))
    connection.execute(database.insert(recruiter_sessions).values(row))
    its = recruiters.c.id == row["recruiter"]
    connection.execute(update(recruiters).where(its).values(signed_in_at=now))
    _remember_team(connection, row["recruiter"], row["team"])


def _remember_team(connection: Connection, recruiter: int, team: int) -> None:
    its = recruiters.c.id == recruiter, recruiters.c.last_team != team
    connection.execute(update(recruiters).where(*its).values(last_team=team))


def session_row(token: str, recruiter: int, team: int, now: datetime) -> dict[str, Any]:
    """Return the row of a session that starts now."""
    return {
        "token_hash": hash_token(token),
        "recruiter": recruiter,
        "team": team,
        "created_at": now,
        "seen_at": now,
        "ends_at": now + LASTS,
    }
