"""Shares: links by which a team shows results to others, until it revokes them or they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, select, update

from quiz.store.database import Database
from quiz.store.result_records import Reveal, StoredResult, stored_result
from quiz.store.schema import (
    STORED,
    invitations,
    recruiters,
    results,
    share_results,
    shares,
    teams,
)
from quiz.store.tokens import hash_token


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share to make of `results`, in this order; its `token` follows from the `seed`."""

    team: int
    recruiter: int
    seed: str
    token: str
    label: str
    reveal: Reveal
    names: bool
    ends_at: datetime
    results: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A share as its team sees it; `results` is how many it has left, `by` who made it."""

    id: int
    seed: str
    token_hash: str
    label: str
    reveal: Reveal
    names: bool
    by: str
    results: int
    ends_at: datetime
    revoked_at: datetime | None
    openings: int
    opened_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenShare:
    """A share as its link opens it: who shows what; `results` by their places, from 1 on.

    Results that were deleted have left their places empty.
    """

    reveal: Reveal
    names: bool
    ends_at: datetime
    by: str
    team: str
    results: dict[int, StoredResult]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A result of the team that may go into a share."""

    id: int
    name: str | None
    best: str
    created_at: datetime


_LISTED = select(
    shares.c.id,
    shares.c.seed,
    shares.c.token_hash,
    shares.c.label,
    shares.c.reveal,
    shares.c.names,
    recruiters.c.name.label("by"),
    select(func.count())
    .where(share_results.c.share == shares.c.id)
    .scalar_subquery()
    .label("results"),
    shares.c.ends_at,
    shares.c.revoked_at,
    shares.c.openings,
    shares.c.opened_at,
    shares.c.created_at,
).join(recruiters, recruiters.c.id == shares.c.recruiter)

_SHOWN = (
    select(
        shares.c.reveal.label("share_reveal"),
        shares.c.names,
        shares.c.ends_at,
        recruiters.c.name.label("by"),
        teams.c.name.label("team"),
        share_results.c.place,
        *STORED,
    )
    .select_from(shares)
    .join(recruiters, recruiters.c.id == shares.c.recruiter)
    .join(teams, teams.c.id == shares.c.team)
    .join(share_results, share_results.c.share == shares.c.id)
    .join(results, results.c.id == share_results.c.result)
    # What no longer came by an invitation of the team is no longer the team's to show.
    .join(
        invitations,
        and_(invitations.c.id == results.c.invitation, invitations.c.team == shares.c.team),
    )
    .order_by(share_results.c.place)
)


class Shares:
    """The shares of all teams; whoever asks for one names the team, or has its token."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def candidates(self, team: int, ids: Sequence[int]) -> list[Candidate]:
        """Return those results that are the team's, in the order of `ids`."""
        wanted = (
            select(results.c.id, results.c.name, results.c.best, results.c.created_at)
            .join(invitations, invitations.c.id == results.c.invitation)
            .where(results.c.id.in_(ids), invitations.c.team == team)
        )
        with self._database.reading("find results to share") as connection:
            found = {row.id: Candidate(*row) for row in connection.execute(wanted)}
        return [found[id_] for id_ in ids if id_ in found]

    def add(self, new: NewShare, now: datetime) -> int | None:
        """Make a share and return its id; None where a result is not, or no longer, the team's."""
        theirs = (
            select(results.c.id)
            .join(invitations, invitations.c.id == results.c.invitation)
            .where(results.c.id.in_(new.results), invitations.c.team == new.team)
            .with_for_update(of=results, key_share=True)  # nobody deletes one meanwhile
        )
        with self._database.writing("make a share") as connection:
            if set(connection.scalars(theirs)) != set(new.results):
                return None
            share: int = connection.execute(
                insert(shares)
                .values(
                    team=new.team,
                    recruiter=new.recruiter,
                    seed=new.seed,
                    token_hash=hash_token(new.token),
                    label=new.label,
                    reveal=new.reveal,
                    names=new.names,
                    ends_at=new.ends_at,
                    created_at=now,
                )
                .returning(shares.c.id)
            ).scalar_one()
            connection.execute(
                insert(share_results),
                [
                    {"share": share, "result": result, "place": place}
                    for place, result in enumerate(new.results, 1)
                ],
            )
        return share

    def page(self, team: int, before: int | None = None, limit: int = 50) -> Sequence[Share]:
        """Return a team's shares, the newest first; `before` is the last id of another page."""
        wanted = _LISTED.where(shares.c.team == team).order_by(shares.c.id.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(shares.c.id < before)
        with self._database.reading("list shares") as connection:
            return [Share(**row) for row in connection.execute(wanted).mappings()]

    def find(self, team: int, share: int) -> Share | None:
        """Return a share of a team; None where it has no such share."""
        wanted = _LISTED.where(shares.c.id == share, shares.c.team == team)
        with self._database.reading("find a share") as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return Share(**row) if row else None

    def revoke(self, team: int, share: int, now: datetime) -> bool:
        """Let a share open nothing from now on; return whether it was not revoked before."""
        revoked = (
            update(shares)
            .where(shares.c.id == share, shares.c.team == team, shares.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        with self._database.writing("revoke a share") as connection:
            return connection.execute(revoked).rowcount == 1

    def open(self, token: str, now: datetime) -> OpenShare | None:
        """Return what a link shows; None where it is revoked, ended, empty or never was.

        One statement, so that what it returns was not revoked when it began to read.
        """
        with self._database.reading("open a share") as connection:
            rows = connection.execute(_SHOWN.where(_opens(token, now))).all()
        if not rows:
            return None
        first = rows[0]
        return OpenShare(
            first.share_reveal,
            first.names,
            first.ends_at,
            first.by,
            first.team,
            {row.place: stored_result(row[-len(STORED) :]) for row in rows},
        )

    def count_opening(self, token: str, now: datetime) -> None:
        """Count that a share was opened; one that opens nothing is not counted."""
        with self._database.writing("count an opening of a share") as connection:
            connection.execute(
                update(shares)
                .where(_opens(token, now))
                .values(openings=shares.c.openings + 1, opened_at=now)
            )


def forget_emptied(connection: Connection) -> None:
    """Delete the shares that have no result left; to be called where results are deleted.

    A share may be named after somebody, so it goes with the last result that it showed.
    """
    connection.execute(delete(shares).where(~exists().where(share_results.c.share == shares.c.id)))


def _opens(token: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        shares.c.token_hash == hash_token(token),
        shares.c.revoked_at.is_(None),
        shares.c.ends_at > now,
    )
