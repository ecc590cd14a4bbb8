"""New passwords for people who have forgotten theirs, by a link that is mailed to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, update

from quiz.store.account_records import Action, Recruiter
from quiz.store.database import Database
from quiz.store.outbox import NewMail, queue
from quiz.store.schema import audit, recruiters
from quiz.store.tokens import hash_token

LINK_LASTS = timedelta(hours=2)
"""How long the link works."""


class NewPasswords:
    """Links by which recruiters choose a new password; until then the old one works."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def offer(self, recruiter: Recruiter, token: str, mail: NewMail, now: datetime) -> None:
        """Let a recruiter choose a password with `token`, not with earlier links; queue a mail.

        An account that is disabled gets no mail.
        """
        row = {"setup_hash": hash_token(token), "setup_ends_at": now + LINK_LASTS}
        offered = update(recruiters).where(
            recruiters.c.id == recruiter.id, recruiters.c.disabled_at.is_(None)
        )
        with self._database.write_transaction("offer a new password") as connection:
            _record(connection, recruiter.team_id, {"account": recruiter.email}, now)
            if connection.execute(offered.values(row)).rowcount:
                queue(connection, [mail], now)

    def offer_nobody(self, now: datetime) -> None:
        """Note that somebody has asked for an account that does not exist.

        It is written because the time that writing takes would otherwise reveal which exist.
        """
        with self._database.write_transaction("offer nobody a new password") as connection:
            _record(connection, None, {}, now)


def _record(
    connection: Connection, team: int | None, detail: Mapping[str, str], now: datetime
) -> None:
    action: Action = "new password asked"
    connection.execute(insert(audit).values(team=team, action=action, detail=dict(detail), at=now))
