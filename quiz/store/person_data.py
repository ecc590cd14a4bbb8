"""All that a team has of one person: found, and read as a whole to be handed out.

A person is known by a result, and by its e-mail address, as for erasing; see deletion.py. Results
that were removed from the board are among them until they have left the team.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from quiz.core.language.model import Answers, Outcome
from quiz.store import conditions
from quiz.store.database import Database
from quiz.store.filter import came_to
from quiz.store.notes import Note
from quiz.store.recipient_records import RECIPIENTS, Recipient
from quiz.store.recipients import sent_to
from quiz.store.result_records import Reveal
from quiz.store.retention import Retention
from quiz.store.schema import (
    invitations,
    notes,
    recipients,
    recruiters,
    results,
    share_results,
    shares,
)

Kind = TypeVar("Kind")

MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link by which a team has shown a result to others."""

    label: str
    reveal: Reveal
    with_name: bool
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonResult:
    """A result that a team has of a person.

    `removed` is whether it is off the board. `reveal` and `closes_at` are what its owner has
    decided about its own link.
    """

    id: int
    created_at: datetime
    kept_until: datetime | None
    name: str | None
    email: str | None
    invitation: str
    code: str
    stage: int
    in_charge: int | None
    due_on: date | None
    removed: bool
    reveal: Reveal
    closes_at: datetime | None
    digest: str
    language: str
    answers: Answers
    outcome: Outcome


_RESULTS: Select[Any] = select(
    results.c.id,
    results.c.created_at,
    results.c.kept_until,
    results.c.name,
    results.c.email,
    invitations.c.title,
    invitations.c.code,
    results.c.stage,
    results.c.in_charge,
    results.c.due_on,
    results.c.removal.is_not(None),
    results.c.reveal,
    results.c.closes_at,
    results.c.digest,
    results.c.language,
    results.c.answers,
    results.c.outcome,
).join(invitations, results.c.invitation == invitations.c.id)


class PersonData:
    """What each team has of persons."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def find(
        self, team: int, text: str, token_hash: str | None, code: str | None
    ) -> Sequence[PersonResult]:
        """Return the results of a team that are meant by a text, the newest first.

        Those whose name, e-mail address or note contains it, also where they came by a personal
        invitation to it, the one whose link has this token, and those that came by the invitation
        with this code; MOST_FOUND at most.
        """
        meant = [
            conditions.found_by(text),
            results.c.id.in_(select(recipients.c.result).where(conditions.invited_by(text))),
        ]
        if token_hash is not None:
            meant.append(results.c.token_hash == token_hash)
        if code is not None:
            meant.append(invitations.c.code == code)
        query = (
            _RESULTS.where(came_to(team), self._retention.keeps(), or_(*meant))
            .order_by(results.c.id.desc())
            .limit(MOST_FOUND)
        )
        with self._database.read_connection("find a person", patient=True) as connection:
            return [PersonResult(*row) for row in connection.execute(query).all()]

    def find_invited(self, team: int, text: str) -> Sequence[tuple[Recipient, str]]:
        """Return those whom a team has invited by links by which no result has come, by a text.

        It is in their e-mail address or their name. With each comes the title of the invitation.
        """
        query = (
            RECIPIENTS.add_columns(invitations.c.title)
            .where(invitations.c.team == team, invitations.c.removal.is_(None))
            .where(recipients.c.result.is_(None), conditions.invited_by(text))
            .order_by(recipients.c.id.desc())
            .limit(MOST_FOUND)
        )
        with self._database.read_connection("find somebody invited", patient=True) as connection:
            return [(Recipient(*row[:-1]), row[-1]) for row in connection.execute(query)]

    def personal_invitations(self, team: int, result: int) -> Sequence[tuple[Recipient, str]]:
        """Return the personal invitations of the person of a result, with the title of each."""
        with self._database.read_connection("read who was invited", patient=True) as connection:
            theirs = of_person(connection, team, result, self._retention)
            if theirs is None:
                return []
            query = RECIPIENTS.add_columns(invitations.c.title)
            found = query.where(sent_to(connection, team, theirs)).order_by(recipients.c.id)
            return [(Recipient(*row[:-1]), row[-1]) for row in connection.execute(found)]

    def results(self, team: int, result: int) -> Sequence[PersonResult]:
        """Return all results of the person of a result, the newest first; empty for no result."""
        with self._database.read_connection("read a person’s results", patient=True) as connection:
            theirs = of_person(connection, team, result, self._retention)
            if theirs is None:
                return []
            rows = connection.execute(_RESULTS.where(theirs).order_by(results.c.id.desc())).all()
            return [PersonResult(*row) for row in rows]

    def notes(self, chosen: Sequence[int]) -> dict[int, list[Note]]:
        """Return the notes on some results and their histories, the oldest first, by result."""
        query = (
            select(
                notes.c.id,
                notes.c.at,
                recruiters.c.name,
                notes.c.kind,
                notes.c.says,
                notes.c.recruiter,
                notes.c.edited_at,
                notes.c.result,
            )
            .join(recruiters, notes.c.recruiter == recruiters.c.id)
            .where(notes.c.result.in_(chosen))
            .order_by(notes.c.id)
        )
        return self._by_result("read a person’s notes", query, Note)

    def shared_links(self, chosen: Sequence[int]) -> dict[int, list[SharedLink]]:
        """Return the links by which some results were shown to others, by result."""
        query = (
            select(
                shares.c.label,
                shares.c.reveal,
                shares.c.names,
                shares.c.created_at,
                shares.c.ends_at,
                shares.c.revoked_at,
                share_results.c.result,
            )
            .join(share_results, share_results.c.share == shares.c.id)
            .where(share_results.c.result.in_(chosen))
            .order_by(shares.c.id)
        )
        return self._by_result("read what was shared", query, SharedLink)

    def _by_result(
        self, purpose: str, query: Select[Any], kind: Callable[..., Kind]
    ) -> dict[int, list[Kind]]:
        """Return what a query finds, whose last column is the id of a result, by that."""
        found: dict[int, list[Kind]] = defaultdict(list)
        with self._database.read_connection(purpose, patient=True) as connection:
            for *row, result in connection.execute(query):
                found[result].append(kind(*row))
        return found


def of_person(
    connection: Connection, team: int, result: int, retention: Retention
) -> ColumnElement[bool] | None:
    """Return the condition that a result is of the same person as one of a team; None for none."""
    its = and_(results.c.id == result, came_to(team), retention.keeps())
    found = connection.execute(select(results.c.email_folded).where(its)).one_or_none()
    if found is None:
        return None
    email = found.email_folded
    same = results.c.email_folded == email if email else results.c.id == result
    return and_(came_to(team), or_(results.c.id == result, same))
