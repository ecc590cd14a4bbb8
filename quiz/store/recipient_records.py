"""The recipients of personal invitations as values, and what happens to one in a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, and_, case, select, update

from quiz.store.schema import invitations, opt_outs, recipients

RecipientState = Literal["finished", "opted out", "started", "refused", "sent", "waiting"]
"""How far a recipient has come: the first of these that is true."""

RECIPIENT_STATES: tuple[RecipientState, ...] = get_args(RecipientState)

_OPTED_OUT = select(opt_outs.c.at).where(opt_outs.c.stop_hash == recipients.c.stop_hash).exists()

STATE: ColumnElement[str] = case(
    (recipients.c.finished_at.is_not(None), "finished"),
    (_OPTED_OUT, "opted out"),
    (recipients.c.started_at.is_not(None), "started"),
    (recipients.c.refused_at.is_not(None), "refused"),
    (recipients.c.sent_at.is_not(None), "sent"),
    else_="waiting",
).label("state")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets an invitation by a link of their own, whose token is made of `seed`.

    `result` is None where the team has no result of theirs, or not any more.
    """

    id: int
    invitation: int
    email: str
    name: str | None
    seed: str
    token_hash: str
    state: RecipientState
    added_at: datetime
    sent_at: datetime | None
    reminded_at: datetime | None
    refused_at: datetime | None
    reason: str | None
    started_at: datetime | None
    finished_at: datetime | None
    result: int | None


Reached = Literal["sent", "started", "finished"]
"""How far a recipient has come at least: who has finished was sent the invitation, too."""

REACHED: Mapping[Reached, ColumnElement[bool]] = {
    "sent": recipients.c.sent_at.is_not(None),
    "started": recipients.c.started_at.is_not(None),
    "finished": recipients.c.finished_at.is_not(None),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many people an invitation was added for, and how many have come how far at least."""

    added: int
    sent: int
    started: int
    finished: int


RECIPIENTS = select(
    *(STATE if name == "state" else recipients.c[name].label(name) for name in Recipient.__slots__)
).join(invitations, recipients.c.invitation == invitations.c.id)


def can_be_reminded(invitation: int) -> ColumnElement[bool]:
    """Return the condition that a recipient was sent the invitation and no reminder yet.

    Nobody is reminded who has finished or opted out, or whose mail was refused.
    """
    return and_(
        recipients.c.invitation == invitation,
        recipients.c.sent_at.is_not(None),
        recipients.c.reminded_at.is_(None),
        recipients.c.refused_at.is_(None),
        recipients.c.finished_at.is_(None),
        ~_OPTED_OUT,
    )


def note_end(connection: Connection, recipient: int, ended: Mapping[str, Any]) -> None:
    """Note how the mail of an invitation ended: `state`, `ended_at` and `reason` of the outbox."""
    at = ended["ended_at"]
    if ended["state"] == "sent":
        # The first mail; a reminder is noted when it is queued.
        changed: dict[str, Any] = {
            "sent_at": case((recipients.c.sent_at.is_(None), at), else_=recipients.c.sent_at)
        }
    else:
        changed = {"refused_at": at, "reason": ended["reason"]}
    connection.execute(update(recipients).where(recipients.c.id == recipient).values(changed))


def unfinished(connection: Connection, recipient: int, invitation: int) -> str | None:
    """Lock a recipient who has not finished and return the address; None if there is none."""
    query = select(recipients.c.email).where(
        recipients.c.id == recipient,
        recipients.c.invitation == invitation,
        recipients.c.finished_at.is_(None),
    )
    return connection.scalar(query.with_for_update())


def note_finished(connection: Connection, recipient: int, result: int, now: datetime) -> None:
    """Note that a recipient has made a result."""
    finished = {"finished_at": now, "result": result}
    connection.execute(update(recipients).where(recipients.c.id == recipient).values(finished))
