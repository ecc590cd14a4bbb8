"""The outbox: mails that wait to be sent, and what became of those that a team has written.

A worker claims a mail by moving its next attempt to when the claim ends. So a mail whose worker
was killed is due again by itself, and `attempts` tells a worker that was too slow that another
one has taken over.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Select, case, delete, func, insert, select, update

from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.recipient_records import note_end
from quiz.store.schema import invitations, outbox, recipients, recruiters, results, teams

CLAIM_LASTS = timedelta(minutes=10)
"""How long a worker has for a mail, longer than any attempt takes."""

MailState = Literal["queued", "sent", "refused"]


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to send; `text` is plain, in the `language`.

    A mail that a `recruiter` has written about a `result` is kept in the history of that. All
    others leave the outbox once they are sent or given up. A mail is deleted with its result.
    `token`, if it is given, tells a mail that is queued twice from two mails. An invitation has
    the id of its recipient, `invited`, and the URL by which that person gets no more of them.
    """

    recipient: str
    subject: str
    text: str
    language: str
    recruiter: int | None = None
    result: int | None = None
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    invited: int | None = None
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail that a worker has claimed; `attempts` counts this one too.

    `token` identifies the mail to mail servers, however often it is sent. `reply_to` and
    `sender_name` are the address of the recruiter who wrote it and the name of the team.
    """

    id: int
    token: str
    recipient: str
    subject: str
    text: str
    language: str
    attempts: int
    queued_at: datetime
    reply_to: str | None = None
    sender_name: str | None = None
    invited: int | None = None
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A mail of a team in the history of a result; `reason` is why it was refused or put off."""

    id: int
    queued_at: datetime
    by: str
    subject: str
    text: str
    state: MailState
    ended_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The mails waiting: how many, since when the oldest, and why one that was put off.

    `refused` is how many mails of teams were given up, as their histories say.
    """

    number: int
    oldest: datetime | None
    reason: str | None
    refused: int = 0


_CLAIMED: Select[Any] = (
    select(
        outbox.c.id,
        outbox.c.token,
        outbox.c.recipient,
        outbox.c.subject,
        outbox.c.text,
        outbox.c.language,
        outbox.c.attempts,
        outbox.c.queued_at,
        recruiters.c.email,
        case((outbox.c.recruiter.is_not(None), teams.c.name)),
        outbox.c.invited,
        outbox.c.unsubscribe,
    )
    .select_from(outbox)
    .outerjoin(recruiters, outbox.c.recruiter == recruiters.c.id)
    .outerjoin(results, outbox.c.result == results.c.id)
    .outerjoin(recipients, outbox.c.invited == recipients.c.id)
    .outerjoin(
        invitations,
        invitations.c.id == func.coalesce(results.c.invitation, recipients.c.invitation),
    )
    .outerjoin(teams, invitations.c.team == teams.c.id)
)


class Outbox:
    """The mails of all teams, and those that the quiz sends by itself."""

    def __init__(self, database: Database, erasure: Erasure) -> None:
        self._database = database
        self._erasure = erasure

    def add(self, mails: Sequence[NewMail], now: datetime) -> int:
        """Queue mails, all or none; return how many were not queued before, or at the same time.

        Those about a result that is gone since they were written are left out.
        """
        new = self._database.insert_new(outbox).returning(outbox.c.id)
        about = select(results.c.id).where(results.c.id.in_({mail.result for mail in mails}))
        with self._database.write_transaction("queue mails", patient=True) as connection:
            # Locked, so that none is deleted meanwhile.
            found = connection.scalars(about.with_for_update(read=True, key_share=True))
            kept = {None, *found}
            rows = _rows([mail for mail in mails if mail.result in kept], now)
            return len(connection.execute(new, rows).all()) if rows else 0

    def claim(self, now: datetime) -> QueuedMail | None:
        """Return a mail that is due, which no other worker gets until the claim ends; None if none.

        Writes only if there is one.
        """
        due = (
            select(outbox.c.id)
            .where(outbox.c.next_try_at <= now)
            .order_by(outbox.c.next_try_at, outbox.c.id)
            .limit(1)
        )
        with self._database.read_connection("look for mails to send") as connection:
            if connection.scalar(due) is None:
                return None
        with self._database.write_transaction("claim a mail") as connection:
            id_ = connection.scalar(due.with_for_update(skip_locked=True))
            if id_ is None:
                return None
            claimed = {"attempts": outbox.c.attempts + 1, "next_try_at": now + CLAIM_LASTS}
            connection.execute(update(outbox).where(outbox.c.id == id_).values(claimed))
            row = connection.execute(_CLAIMED.where(outbox.c.id == id_)).one()
        return QueuedMail(*row)

    def note_sent(self, mail: QueuedMail, now: datetime) -> None:
        """Note that a claimed mail was sent; it is deleted unless it is part of a history."""
        self._end(mail, {"state": "sent", "ended_at": now, "reason": None})

    def note_refused(self, mail: QueuedMail, reason: str, now: datetime) -> None:
        """Note that a claimed mail is given up; it is deleted unless it is part of a history."""
        self._end(mail, {"state": "refused", "ended_at": now, "reason": reason})

    def put_off(self, mail: QueuedMail, reason: str, next_try_at: datetime) -> None:
        """Let a claimed mail be tried again later."""
        later = update(outbox).where(*_claim_of(mail))
        with self._database.write_transaction("put a mail off") as connection:
            connection.execute(later.values(next_try_at=next_try_at, reason=reason))

    def of_result(self, result: int) -> Sequence[WrittenMail]:
        """Return what a team has written about a result, the newest first."""
        query = (
            select(
                outbox.c.id,
                outbox.c.queued_at,
                recruiters.c.name,
                outbox.c.subject,
                outbox.c.text,
                outbox.c.state,
                outbox.c.ended_at,
                outbox.c.reason,
            )
            .join(recruiters, outbox.c.recruiter == recruiters.c.id)
            .where(outbox.c.result == result)
            .order_by(outbox.c.id.desc())
        )
        with self._database.read_connection("read the mails of a result") as connection:
            return [WrittenMail(*row) for row in connection.execute(query)]

    def waiting(self) -> Waiting:
        """Return what waits to be sent."""
        refused = select(func.count()).select_from(outbox).where(outbox.c.state == "refused")
        query = select(
            func.count(),
            func.min(outbox.c.queued_at),
            func.max(outbox.c.reason),
            refused.scalar_subquery(),
        ).where(outbox.c.next_try_at.is_not(None))
        with self._database.read_connection("count the mails that wait") as connection:
            return Waiting(*connection.execute(query).one())

    def _end(self, mail: QueuedMail, values: Mapping[str, Any]) -> None:
        if mail.reply_to is None or mail.invited is not None:
            with self._erasure.transaction("delete a mail") as connection:
                deleted = connection.execute(delete(outbox).where(*_claim_of(mail))).rowcount
                if deleted and mail.invited is not None:
                    note_end(connection, mail.invited, values)
            return
        ended = update(outbox).where(*_claim_of(mail)).values(**values, next_try_at=None)
        with self._database.write_transaction("note what became of a mail") as connection:
            connection.execute(ended)


def queue(connection: Connection, mails: Sequence[NewMail], now: datetime) -> None:
    """Queue mails in the transaction of a connection."""
    connection.execute(insert(outbox), _rows(mails, now))


def _rows(mails: Sequence[NewMail], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "token": mail.token,
            "recruiter": mail.recruiter,
            "result": mail.result,
            "recipient": mail.recipient,
            "subject": mail.subject,
            "text": mail.text,
            "language": mail.language,
            "state": "queued",
            "attempts": 0,
            "queued_at": now,
            "next_try_at": now,
            "invited": mail.invited,
            "unsubscribe": mail.unsubscribe,
        }
        for mail in mails
    ]


def _claim_of(mail: QueuedMail) -> tuple[Any, Any]:
    return outbox.c.id == mail.id, outbox.c.attempts == mail.attempts
