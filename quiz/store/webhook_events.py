"""What happens to a team's results, queued for its webhooks in the same transaction."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, insert, select

from quiz.store.schema import invitations, results, stages, webhook_deliveries, webhooks

WebhookEvent = Literal[
    "result.received",
    "result.stage_changed",
    "result.removed",
    "result.put_back",
    "result.withdrawn",
    "result.erased",
]
WEBHOOK_EVENTS: tuple[WebhookEvent, ...] = get_args(WebhookEvent)
TEST_EVENT = "webhook.test"


_ANY = select(webhooks.c.id).where(webhooks.c.off_at.is_(None)).limit(1)
"""Where there is no webhook, this takes a third of the time of looking for those concerned."""


def emit(connection: Connection, event: WebhookEvent, condition: ColumnElement[bool]) -> None:
    """Queue an event of these results for each webhook of their teams that wants to know it.

    It has the numbers of the result and of its invitation and its stage, and nothing of the
    person. A result must still have its invitation.
    """
    if connection.scalar(_ANY) is None:
        return
    concerned = (
        select(
            webhooks.c.id.label("webhook"),
            webhooks.c.events,
            results.c.id,
            results.c.invitation,
            stages.c.key,
            results.c.stage,
        )
        .select_from(results)
        .join(invitations, results.c.invitation == invitations.c.id)
        .join(webhooks, webhooks.c.team == invitations.c.team)
        .outerjoin(stages, results.c.stage == stages.c.id)
        .where(condition, webhooks.c.off_at.is_(None))
        .order_by(results.c.id)
        # So that none of them is deleted before its deliveries are inserted.
        .with_for_update(of=webhooks, read=True, key_share=True)
    )
    now = datetime.now(UTC)
    rows = [
        queued(
            row.webhook,
            event,
            {
                "result": row.id,
                "invitation": row.invitation,
                "stage": row.key or (None if row.stage is None else str(row.stage)),
            },
            now,
        )
        for row in connection.execute(concerned)
        if event in row.events
    ]
    if rows:
        connection.execute(insert(webhook_deliveries), rows)


def queued(webhook: int, event: str, data: dict[str, object], now: datetime) -> dict[str, Any]:
    """Return the row of a delivery that is due at once."""
    return {
        "webhook": webhook,
        "token": secrets.token_hex(16),
        "event": event,
        "data": data,
        "state": "queued",
        "attempts": 0,
        "queued_at": now,
        "next_try_at": now,
    }
