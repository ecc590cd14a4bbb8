"""Invitations: a team's ways into the quiz, and the results that came by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, func, insert, select, update

from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.result_records import KeptResult, NewResult
from quiz.store.schema import (
    editions,
    invitations,
    notes,
    results,
    share_results,
    teams,
    visits,
)
from quiz.store.shares import forget_emptied
from quiz.store.tokens import hash_token

Stage = Literal["not yet", "open", "closed", "full"]
"""Whether somebody can begin by an invitation, and if not, why."""

_TAKEN = (
    select(func.count())
    .select_from(results)
    .where(results.c.invitation == invitations.c.id)
    .scalar_subquery()
)
_STARTED = (
    select(func.count())
    .select_from(visits)
    .where(visits.c.invitation == invitations.c.id)
    .scalar_subquery()
)
_FINISHED = (
    select(func.count(visits.c.finished_at))
    .where(visits.c.invitation == invitations.c.id)
    .scalar_subquery()
)
_FIND = select(
    invitations.c.id,
    invitations.c.team,
    teams.c.name.label("team_name"),
    invitations.c.code,
    invitations.c.title,
    invitations.c.language,
    invitations.c.opens_at,
    invitations.c.closes_at,
    invitations.c.places,
    invitations.c.asks_name,
    invitations.c.asks_email,
    invitations.c.note,
    _TAKEN.label("taken"),
    _STARTED.label("started"),
    _FINISHED.label("finished"),
).join(teams, invitations.c.team == teams.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a team decides of an invitation, and can change; `places` None means any number.

    Moments are UTC: the first at which it is open, and the first at which it no longer is.
    """

    title: str
    language: str
    opens_at: datetime | None
    closes_at: datetime | None
    places: int | None
    asks_name: bool
    asks_email: bool
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation(Terms):
    """An invitation to make."""

    team: int
    recruiter: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Terms):
    """An invitation as it stands; `taken` are its results, `started` and `finished` its visits."""

    id: int
    team: int
    team_name: str
    code: str
    taken: int
    started: int
    finished: int

    def stage(self, now: datetime) -> Stage:
        """Return whether somebody can begin by it now."""
        if self.closes_at is not None and self.closes_at <= now:
            return "closed"
        if self.places is not None and self.taken >= self.places:
            return "full"
        return "not yet" if self.opens_at is not None and now < self.opens_at else "open"


class Invitations:
    """The invitations of all teams; whoever asks for one names the team, or its code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewInvitation, now: datetime) -> int | None:
        """Make an invitation and return its id; None where its code is taken already."""
        with self._database.writing("make an invitation") as connection:
            return connection.execute(
                self._database.insert_new(invitations)
                .values(**asdict(new), created_at=now)
                .returning(invitations.c.id)
            ).scalar_one_or_none()

    def find(self, code: str) -> Invitation | None:
        """Return the invitation with this code; None where there is none."""
        with self._database.reading("find an invitation") as connection:
            found = connection.execute(_FIND.where(invitations.c.code == code)).mappings()
            return next((Invitation(**row) for row in found), None)

    def of_team(self, team: int) -> Sequence[Invitation]:
        """Return the invitations of a team, the newest first."""
        wanted = _FIND.where(invitations.c.team == team).order_by(invitations.c.id.desc())
        with self._database.reading("list invitations") as connection:
            return [Invitation(**row) for row in connection.execute(wanted).mappings()]

    def one(self, team: int, invitation: int) -> Invitation | None:
        """Return an invitation of a team; None where it has none with this id."""
        wanted = _FIND.where(invitations.c.team == team, invitations.c.id == invitation)
        with self._database.reading("find an invitation of a team") as connection:
            found = connection.execute(wanted).mappings()
            return next((Invitation(**row) for row in found), None)

    def change(self, team: int, invitation: int, terms: Terms) -> None:
        """Change an invitation of a team; its code stays."""
        self._update(team, invitation, asdict(terms))

    def close(self, team: int, invitation: int, now: datetime) -> None:
        """Let nobody begin or finish by an invitation from `now` on."""
        self._update(team, invitation, {"closes_at": now})

    def open_again(self, team: int, invitation: int) -> None:
        """Open an invitation from now on, until it is closed."""
        self._update(team, invitation, {"opens_at": None, "closes_at": None})

    def team_of(self, invitation: int) -> str:
        """Return the name of the team that sees what came by an invitation."""
        with self._database.reading("find the team of an invitation") as connection:
            found: str = connection.execute(
                select(teams.c.name)
                .join(invitations, invitations.c.team == teams.c.id)
                .where(invitations.c.id == invitation)
            ).scalar_one()
        return found

    def withdraw(self, result: int) -> None:
        """Take a result from its team, with all that the team wrote and shared of it.

        The result itself stays with its owner.
        """
        with self._database.writing("withdraw a result") as connection:
            # First, because it waits for whoever is noting or sharing something of the result.
            connection.execute(
                update(results)
                .where(results.c.id == result)
                .values(invitation=None, email=None, best=None, fit=None, sought=None, status="new")
            )
            connection.execute(delete(notes).where(notes.c.result == result))
            connection.execute(delete(share_results).where(share_results.c.result == result))
            forget_emptied(connection)

    def add_result(
        self, new: NewResult, invitation: int, *, name: str | None, email: str | None
    ) -> KeptResult | None:
        """Keep a result that came by an invitation, which its team sees from then on.

        Returns None, and keeps nothing, where the invitation is gone, not open at the time,
        or has no place left, or has missed the result before. A submission makes one result, as
        everywhere.
        """
        with self._database.writing("keep an invited result") as connection:
            # The row is locked, so that of several who come at once one gets the last place,
            # and one that comes twice at once is found the second time.
            found = connection.execute(
                select(invitations.c.places, invitations.c.opens_at, invitations.c.closes_at)
                .where(invitations.c.id == invitation)
                .with_for_update()
            ).one_or_none()
            kept = connection.execute(
                select(results.c.id, results.c.address, results.c.invitation).where(
                    results.c.submission == new.submission
                )
            ).one_or_none()
            if kept is not None:
                return KeptResult(kept.id, kept.address) if kept.invitation == invitation else None
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
            made = connection.execute(
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
                    email=email,
                    **search_terms.named(name),
                    **search_terms.columns(new.answers, new.outcome),
                )
                .returning(results.c.id, results.c.address)
            ).one()
        return KeptResult(*made)

    def _update(self, team: int, invitation: int, values: dict[str, object]) -> None:
        changed = (
            update(invitations)
            .where(invitations.c.team == team, invitations.c.id == invitation)
            .values(values)
        )
        with self._database.writing("change an invitation") as connection:
            connection.execute(changed)


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
