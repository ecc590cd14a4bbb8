"""The recipients of a team's personal invitations: who they are, and how far they have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.recipient_records import (
    REACHED,
    RECIPIENT_STATES,
    RECIPIENTS,
    STATE,
    Progress,
    Reached,
    Recipient,
    RecipientState,
)
from quiz.store.retention import Retention
from quiz.store.schema import invitations, recipient_lists, recipients, results
from quiz.store.tokens import hash_token
from quiz.text import folded_email

PAGE = 50

KEPT_AFTER_END = timedelta(days=30)
"""How long after an invitation has closed the addresses it was sent to are kept."""

LIST_KEPT = timedelta(days=1)
"""How long a list is kept that nobody sends."""


class Recipients:
    """The recipients of all teams; deleted with their invitation, or some time after its end."""

    def __init__(self, database: Database, erasure: Erasure, retention: Retention) -> None:
        self._database = database
        self._erasure = erasure
        self._retention = retention

    def counts(self, invitation: int) -> Mapping[RecipientState, int]:
        """Return how many recipients of an invitation are in each state."""
        query = (
            select(STATE, func.count()).where(recipients.c.invitation == invitation).group_by(STATE)
        )
        with self._database.read_connection("count recipients", patient=True) as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return {state: found.get(state, 0) for state in RECIPIENT_STATES}

    def progress(self, invitation: int) -> Progress:
        """Return how many recipients an invitation has, and how far they have come."""
        numbers: list[Any] = [func.count(case((reached, 1))) for reached in REACHED.values()]
        query: Select[Any] = select(func.count(), *numbers)
        query = query.where(recipients.c.invitation == invitation)
        with self._database.read_connection("count recipients", patient=True) as connection:
            return Progress(*connection.execute(query).one())

    def page(
        self,
        invitation: int,
        state: RecipientState | None = None,
        reached: Reached | None = None,
        after: int = 0,
    ) -> Sequence[Recipient]:
        """Return the next recipients of an invitation, in the order of their ids.

        They are those in a state, or who have come so far at least.
        """
        query = RECIPIENTS.where(recipients.c.invitation == invitation, recipients.c.id > after)
        if state:
            query = query.where(STATE.in_([state]))
        if reached:
            query = query.where(REACHED[reached])
        return self._read(query.order_by(recipients.c.id).limit(PAGE))

    def every(self, invitation: int) -> Sequence[Recipient]:
        """Return all recipients of an invitation."""
        query = RECIPIENTS.where(recipients.c.invitation == invitation)
        return self._read(query.order_by(recipients.c.id))

    def one(self, team: int, recipient: int) -> Recipient | None:
        """Return a recipient of an invitation of a team; None where there is none."""
        its = and_(
            recipients.c.id == recipient,
            invitations.c.team == team,
            invitations.c.removal.is_(None),
        )
        return next(iter(self._read(RECIPIENTS.where(its))), None)

    def of_result(self, result: int) -> Recipient | None:
        """Return the recipient who has made a result; None where it came by no personal link."""
        return next(iter(self._read(RECIPIENTS.where(recipients.c.result == result))), None)

    def find(self, token: str) -> tuple[Recipient, str] | None:
        """Return the recipient with this link, and the code of the invitation; None if none."""
        query = RECIPIENTS.add_columns(invitations.c.code).where(
            recipients.c.token_hash == hash_token(token), invitations.c.removal.is_(None)
        )
        with self._database.read_connection("find a personal invitation") as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (Recipient(*row[:-1]), row[-1])

    def start(self, recipient: int, now: datetime) -> None:
        """Note that a recipient has begun, unless that is noted already."""
        first = and_(recipients.c.id == recipient, recipients.c.started_at.is_(None))
        with self._database.write_transaction("note the start of a recipient") as connection:
            connection.execute(update(recipients).where(first).values(started_at=now))

    def mark_sent(self, recipient: int, now: datetime) -> None:
        """Note that a recruiter has passed on the link, and the next time that this was a reminder.

        The third time changes nothing.
        """
        its = recipients.c.id == recipient
        with self._database.write_transaction("note that a link was passed on") as connection:
            first = update(recipients).where(its, recipients.c.sent_at.is_(None))
            again = update(recipients).where(its, recipients.c.reminded_at.is_(None))
            if not connection.execute(first.values(sent_at=now)).rowcount:
                connection.execute(again.values(reminded_at=now))

    def remove(self, recipient: int) -> None:
        """Delete a recipient with the mails that wait; the link does not work any more."""
        with self._erasure.transaction("delete a recipient") as connection:
            connection.execute(delete(recipients).where(recipients.c.id == recipient))

    def delete_ended(self, now: datetime) -> int:
        """Delete the recipients of invitations that ended long enough ago; return how many.

        Where an invitation has no end, they are kept as long as results are. Lists that nobody
        has sent are deleted, too.
        """
        ended = select(invitations.c.id).where(invitations.c.closes_at <= now - KEPT_AFTER_END)
        old = recipients.c.added_at < self._retention.start()
        with self._erasure.transaction("delete old recipients") as connection:
            connection.execute(
                delete(recipient_lists).where(recipient_lists.c.made_at <= now - LIST_KEPT)
            )
            return connection.execute(
                delete(recipients).where(or_(recipients.c.invitation.in_(ended), old))
            ).rowcount

    def _read(self, query: Select[Any]) -> Sequence[Recipient]:
        with self._database.read_connection("read recipients", patient=True) as connection:
            return [Recipient(*row) for row in connection.execute(query)]


def sent_to(
    connection: Connection, team: int, of_person: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition that a team has invited the person of some results personally.

    It has if it invited one of their addresses, or if one of the results came by the invitation.
    """
    found = connection.execute(select(results.c.id, results.c.email).where(of_person)).all()
    addresses = {folded_email(email) for _, email in found if email}
    its = select(invitations.c.id).where(invitations.c.team == team)
    return and_(
        recipients.c.invitation.in_(its),
        or_(
            recipients.c.email_folded.in_(addresses),
            recipients.c.result.in_([id_ for id_, _ in found]),
        ),
    )
