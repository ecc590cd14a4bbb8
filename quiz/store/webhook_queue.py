"""What waits to be sent to webhooks, as the worker takes it: claimed, sent, put off or given up.

As with mails, a worker claims a delivery by moving its next attempt to when the claim ends, so
that none is lost where a worker is killed. A webhook that fails gets nothing for a moment, so
that one which does not answer does not keep the others waiting.

A transaction that changes a webhook and deliveries of it locks the webhook first. Turning one off
gives up deliveries that another worker has claimed: in another order, two workers could wait for
each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, delete, or_, select, update

from quiz.store.account_queries import WORKS
from quiz.store.database import Database
from quiz.store.outbox import NewMail, queue
from quiz.store.schema import memberships, recruiters, webhook_deliveries, webhooks

CLAIM_LASTS = timedelta(minutes=2)
"""How long a worker has for a delivery, longer than any attempt takes."""

PAUSE = timedelta(seconds=30)
"""How long a webhook gets nothing after it has failed."""

OFF_AFTER = timedelta(days=1)
"""How long a webhook may fail before it is turned off, and how long one delivery is tried."""

KEPT = timedelta(days=14)
"""How long a delivery that is over is shown."""


@dataclass(frozen=True, slots=True)
class QueuedDelivery:
    """A delivery that a worker has claimed; `attempts` counts this one too.

    `seeds` are those of the secrets with which it is signed, today's first.
    """

    id: int
    webhook: int
    token: str
    event: str
    data: Mapping[str, Any]
    attempts: int
    queued_at: datetime
    url: str
    seeds: tuple[str, ...]


class WebhookQueue:
    """The deliveries of all teams that wait."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime) -> QueuedDelivery | None:
        """Return a delivery that is due, which no other worker gets until the claim ends.

        Writes only if there is one.
        """
        columns = webhook_deliveries.c
        due = (
            select(columns.id)
            .join(webhooks, columns.webhook == webhooks.c.id)
            .where(columns.next_try_at <= now, webhooks.c.off_at.is_(None))
            .where(or_(webhooks.c.resumes_at.is_(None), webhooks.c.resumes_at <= now))
            .order_by(columns.next_try_at, columns.id)
            .limit(1)
        )
        with self._database.read_connection("look for webhooks to call") as connection:
            if connection.scalar(due) is None:
                return None
        with self._database.write_transaction("claim a delivery") as connection:
            locked = due.with_for_update(of=webhook_deliveries, skip_locked=True)
            id_ = connection.scalar(locked)
            if id_ is None:
                return None
            claimed = {"attempts": columns.attempts + 1, "next_try_at": now + CLAIM_LASTS}
            connection.execute(update(webhook_deliveries).where(columns.id == id_).values(claimed))
            row = dict(connection.execute(_CLAIMED.where(columns.id == id_)).mappings().one())
        seeds = (row.pop("seed"), row.pop("old_seed"))
        until = row.pop("old_until")
        still = until is not None and now < until
        return QueuedDelivery(**row, seeds=seeds if still else seeds[:1])

    def note_sent(self, delivery: QueuedDelivery, status: int, now: datetime) -> None:
        """Note that a claimed delivery has arrived, and forget old ones of its webhook."""
        columns = webhook_deliveries.c
        old = delete(webhook_deliveries).where(
            columns.webhook == delivery.webhook, columns.ended_at < now - KEPT
        )
        with self._database.write_transaction("note a delivery") as connection:
            works = {"failing_since": None, "resumes_at": None}
            connection.execute(
                update(webhooks).where(webhooks.c.id == delivery.webhook).values(works)
            )
            values = {"state": "sent", "status": status, "reason": None, "ended_at": now}
            _end(connection, delivery, values)
            connection.execute(old)

    def note_failed(
        self,
        delivery: QueuedDelivery,
        status: int | None,
        reason: str,
        next_try_at: datetime,
        now: datetime,
        *,
        mails: bool,
    ) -> bool:
        """Note why an attempt failed; return whether the webhook is now turned off for it.

        It is after a day of failures. Its administrators then get a mail, if the quiz `mails`.
        """
        webhook = webhooks.c.id == delivery.webhook
        begins = case((webhooks.c.failing_since.is_(None), now), else_=webhooks.c.failing_since)
        with self._database.write_transaction("note a failed delivery") as connection:
            marks = {"failing_since": begins, "resumes_at": now + PAUSE}
            connection.execute(update(webhooks).where(webhook).values(marks))
            _put_off(connection, delivery, (status, reason), next_try_at, now)
            off = (
                update(webhooks)
                .where(webhook, webhooks.c.off_at.is_(None))
                .where(webhooks.c.failing_since <= now - OFF_AFTER)
                .values(off_at=now, off_reason=reason)
            )
            if connection.execute(off).rowcount == 0:
                return False
            _give_up(connection, delivery.webhook, now)
            if mails:
                _write_to_administrators(connection, delivery.webhook, now)
        return True

    def note_own_failure(
        self, delivery: QueuedDelivery, reason: str, next_try_at: datetime, now: datetime
    ) -> None:
        """Note that the quiz itself failed at a delivery, for which no webhook is to blame."""
        with self._database.write_transaction("note a failed delivery") as connection:
            _put_off(connection, delivery, (None, reason), next_try_at, now)


_CLAIMED = select(
    webhook_deliveries.c.id,
    webhook_deliveries.c.webhook,
    webhook_deliveries.c.token,
    webhook_deliveries.c.event,
    webhook_deliveries.c.data,
    webhook_deliveries.c.attempts,
    webhook_deliveries.c.queued_at,
    webhooks.c.url,
    webhooks.c.seed,
    webhooks.c.old_seed,
    webhooks.c.old_until,
).join(webhooks, webhook_deliveries.c.webhook == webhooks.c.id)


def _claim_of(delivery: QueuedDelivery) -> tuple[Any, Any]:
    columns = webhook_deliveries.c
    return columns.id == delivery.id, columns.attempts == delivery.attempts


def _put_off(
    connection: Connection,
    delivery: QueuedDelivery,
    failed: tuple[int | None, str],
    next_try_at: datetime,
    now: datetime,
) -> None:
    """Note status and reason of a failure; give the delivery up where a day is over.

    One that was given up meanwhile, because its webhook was turned off, is not tried again.
    """
    values: dict[str, Any] = dict(zip(("status", "reason"), failed, strict=True))
    if now >= delivery.queued_at + OFF_AFTER:
        _end(connection, delivery, values | {"state": "failed", "ended_at": now})
        return
    waits = webhook_deliveries.c.next_try_at.is_not(None)
    later = update(webhook_deliveries).where(*_claim_of(delivery), waits)
    connection.execute(later.values(values | {"next_try_at": next_try_at}))


def _end(connection: Connection, delivery: QueuedDelivery, values: Mapping[str, Any]) -> None:
    ended = update(webhook_deliveries).where(*_claim_of(delivery))
    connection.execute(ended.values(**values, next_try_at=None))


def _give_up(connection: Connection, webhook: int, now: datetime) -> None:
    columns = webhook_deliveries.c
    waiting = (columns.webhook == webhook, columns.next_try_at.is_not(None))
    over = {"state": "failed", "ended_at": now, "next_try_at": None}
    connection.execute(update(webhook_deliveries).where(*waiting).values(over))


def _write_to_administrators(connection: Connection, webhook: int, now: datetime) -> None:
    query = (
        select(
            recruiters.c.email,
            webhooks.c.notice_subject,
            webhooks.c.notice_text,
            webhooks.c.notice_language,
        )
        .join(memberships, memberships.c.recruiter == recruiters.c.id)
        .join(webhooks, memberships.c.team == webhooks.c.team)
        .where(webhooks.c.id == webhook, WORKS, memberships.c.role == "administrator")
        .where(recruiters.c.disabled_at.is_(None))
    )
    mails = [NewMail(*row) for row in connection.execute(query)]
    if mails:
        queue(connection, mails, now)
