"""Sign-ins whose password was right, until the second factor makes a session of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from quiz.store.account_queries import (
    RECRUITER_COLUMNS,
    WORKS,
    first_team,
    locked,
    with_membership,
    works_in,
)
from quiz.store.account_records import Recruiter, SignIn
from quiz.store.database import Database
from quiz.store.schema import recruiters, sign_ins
from quiz.store.sessions import insert_session, session_row
from quiz.store.tokens import hash_token

LASTS = timedelta(minutes=10)
"""How long a sign-in waits for its second factor."""


class SignIns:
    """All sign-ins that are not finished, each identified by a token that its browser has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self,
        token: str,
        recruiter: int,
        password_hash: str | None,
        now: datetime,
        draft: str | None,
        team: int | None = None,
    ) -> bool:
        """Begin a sign-in with `token` that keeps a draft, and delete those that have ended.

        Its session is to begin in `team`, or in the team that the recruiter works in first.
        Returns False where the password was changed or the account disabled since the caller
        checked it. Without a `password_hash`, an identity provider has signed the person in.
        """
        row = {
            "token_hash": hash_token(token),
            "recruiter": recruiter,
            "team": team or first_team(recruiter),
            "ends_at": now + LASTS,
            "draft": draft,
        }
        with self._database.write_transaction("begin a sign-in") as connection:
            connection.execute(delete(sign_ins).where(sign_ins.c.ends_at <= now))
            if connection.scalar(locked(recruiter, password_hash)) is None:
                return False
            connection.execute(self._database.insert(sign_ins).values(row))
        return True

    def find(self, token: str, now: datetime) -> SignIn | None:
        """Return the sign-in with `token`; None where it has ended."""
        query = (
            select(*RECRUITER_COLUMNS, sign_ins.c.draft)
            .select_from(with_membership(sign_ins))
            .where(
                sign_ins.c.token_hash == hash_token(token),
                sign_ins.c.ends_at > now,
                recruiters.c.disabled_at.is_(None),
                WORKS,
            )
        )
        with self._database.read_connection("find a sign-in") as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else SignIn(Recruiter(*row[:-1]), row.draft)

    def finish(
        self, token: str, session_token: str, now: datetime, browser: str | None = None
    ) -> bool:
        """Make the session with `session_token` of the sign-in with `token`, which ends.

        Returns False where it ended meanwhile. The second factor was checked by the caller.
        """
        waiting = (sign_ins.c.token_hash == hash_token(token), sign_ins.c.ends_at > now)
        whose = select(sign_ins.c.recruiter).where(*waiting).scalar_subquery()
        ended = delete(sign_ins).where(*waiting).returning(sign_ins.c.draft, sign_ins.c.team)
        with self._database.write_transaction("finish a sign-in") as connection:
            # The account first: a change of it either waits, or has ended this sign-in.
            recruiter = connection.scalar(locked(whose))
            row = connection.execute(ended).one_or_none()
            if recruiter is None or row is None or not works_in(connection, recruiter, row.team):
                return False
            session = session_row(session_token, recruiter, row.team, now)
            session |= {"draft": row.draft, "browser": browser}
            insert_session(self._database, connection, session)
        return True
