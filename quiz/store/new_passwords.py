"""New passwords for people who have forgotten theirs, by a link that is mailed to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, update

from quiz.store.account_records import Action, Recruiter
from quiz.store.audit import record_of_account
from quiz.store.database import Database
from quiz.store.outbox import NewMail, queue
from quiz.store.schema import audit, recruiters
from quiz.store.tokens import hash_token

LINK_LASTS = timedelta(hours=2)
"""How long the link works."""

ASKED: Action = "new password asked"


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
            detail = {"account": recruiter.email}
            record_of_account(connection, recruiter.id, None, ASKED, detail, now)
            if connection.execute(offered.values(row)).rowcount:
                queue(connection, [mail], now)

    def offer_nobody(self, now: datetime) -> None:
        """Note that somebody has asked for an account that does not exist.

        It is written because the time that writing takes would otherwise reveal which exist.
        """
        with self._database.write_transaction("offer nobody a new password") as connection:
            connection.execute(insert(audit).values(team=None, action=ASKED, detail={}, at=now))
