"""Invitations: a team's ways into the quiz, and the results that came by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from quiz.store import sought
from quiz.store.database import Database
from quiz.store.records import KeptResult, NewResult
from quiz.store.schema import editions, invitations, results
from quiz.store.tokens import hash_token


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation to make; `places` None means any number, moments are UTC."""

    team: int
    recruiter: int
    code: str
    title: str
    language: str
    opens_at: datetime | None
    closes_at: datetime | None
    places: int | None
    asks_name: bool
    asks_email: bool
    note: str | None


class Invitations:
    """The invitations of all teams; whoever asks for one names the team, or its code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewInvitation, now: datetime) -> int | None:
        """Make an invitation and return its id; None where its code is taken already."""
        row = {name: getattr(new, name) for name in new.__slots__}
        with self._database.writing("make an invitation") as connection:
            return connection.execute(
                self._database.insert_new(invitations)
                .values(**row, created_at=now)
                .returning(invitations.c.id)
            ).scalar_one_or_none()

    def add_result(
        self, new: NewResult, invitation: int, *, name: str | None, email: str | None
    ) -> KeptResult | None:
        """Keep a result that came by an invitation, which its team sees from then on.

        Returns None, and keeps nothing, where the invitation is gone, not open at the time,
        or has no place left. A submission makes one result, as everywhere.
        """
        with self._database.writing("keep an invited result") as connection:
            kept = connection.execute(
                select(results.c.id, results.c.address).where(
                    results.c.submission == new.submission
                )
            ).one_or_none()
            if kept is not None:
                return KeptResult(*kept)
            # The row is locked, so that of several who come at once one gets the last place.
            found = connection.execute(
                select(invitations.c.places, invitations.c.opens_at, invitations.c.closes_at)
                .where(invitations.c.id == invitation)
                .with_for_update()
            ).one_or_none()
            taken = connection.scalar(
                select(func.count()).where(results.c.invitation == invitation)
            )
            if found is None or not _has_room(*found, taken or 0, new.created_at):
                return None
            connection.execute(
                self._database.insert_new(editions).values(
                    digest=new.digest, source=new.source, first_used_at=new.created_at
                )
            )
            kept = connection.execute(
                insert(results)
                .values(
                    submission=new.submission,
                    token_hash=hash_token(new.token),
                    digest=new.digest,
                    language=new.language,
                    answers=new.answers,
                    outcome=new.outcome,
                    created_at=new.created_at,
                    invitation=invitation,
                    name=name,
                    email=email,
                    **sought.columns(new.answers, new.outcome),
                )
                .returning(results.c.id, results.c.address)
            ).one()
        return KeptResult(*kept)


def _has_room(
    places: int | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    taken: int,
    now: datetime,
) -> bool:
    return (
        (places is None or taken < places)
        and (opens_at is None or opens_at <= now)
        and (closes_at is None or now < closes_at)
    )
