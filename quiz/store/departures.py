"""Results that leave a team: what the team keeps of them is a count, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, literal, select, update

from quiz.store import search_terms
from quiz.store.schema import departures, notes, outbox, recipients, results, share_results
from quiz.store.webhook_events import WebhookEvent, emit

Departure = Literal["withdrawn", "removed", "erased"]
"""Taken back or deleted by the owner, removed by the team, or erased on the person's request."""

_EVENTS: Mapping[Departure, WebhookEvent] = {
    "withdrawn": "result.withdrawn",
    "erased": "result.erased",
}

_WITHOUT_TEAM: Mapping[str, object] = {
    "invitation": None,
    **search_terms.email_columns(None),
    **dict.fromkeys(search_terms.COLUMNS),
    **dict.fromkeys(("removal", "stage", "in_charge", "due_on")),
}
"""What is left in the columns that a team sees; the name is of the owner's link."""


def detach(connection: Connection, condition: ColumnElement[bool], kind: Departure) -> None:
    """Take results from their team, with its notes, mails and places in shares, and count them.

    The results themselves stay with their owners.
    """
    ids = list(connection.scalars(select(results.c.id).where(condition).with_for_update()))
    count(connection, results.c.id.in_(ids), kind)
    connection.execute(update(results).where(results.c.id.in_(ids)).values(_WITHOUT_TEAM))
    connection.execute(delete(notes).where(notes.c.result.in_(ids)))
    connection.execute(delete(outbox).where(outbox.c.result.in_(ids)))
    connection.execute(delete(share_results).where(share_results.c.result.in_(ids)))
    connection.execute(update(recipients).where(recipients.c.result.in_(ids)).values(result=None))


def count(connection: Connection, condition: ColumnElement[bool], kind: Departure) -> None:
    """Count results that are about to leave their team; those without a team do not count.

    Webhooks are told; of those that a team has removed, they were told when that was.
    """
    if kind != "removed":
        emit(connection, _EVENTS[kind], condition)
    leaving = select(results.c.invitation, results.c.created_at, literal(kind)).where(
        condition, results.c.invitation.is_not(None)
    )
    connection.execute(insert(departures).from_select(["invitation", "made_at", "kind"], leaving))


def forget_before(connection: Connection, moment: datetime) -> None:
    """Delete what was counted of results that were made before `moment`."""
    connection.execute(delete(departures).where(departures.c.made_at < moment))
