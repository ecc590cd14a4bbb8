"""Shares: links by which a team shows results to others, until they are revoked or end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, select, update

from quiz.store.database import Database
from quiz.store.filter import of_team
from quiz.store.result_records import Reveal, StoredResult
from quiz.store.retention import Retention
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
    """A share to add, of `results` in this order; its `token` is derived from `seed`."""

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
    """A share as its team sees it; `results` is how many it still has, `by` who made it."""

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
    """A share as its link opens it: who shows what; `results` are by their places, from 1 on.

    A result whose retention has ended is None. A deleted one is left out, and the places of
    the others stay the same.
    """

    reveal: Reveal
    names: bool
    ends_at: datetime
    by: str
    team: str
    time_zone: str
    results: Mapping[int, StoredResult | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A result of a team that may be put into a share; `bests` are its best matches, if any.

    Its own link reveals `reveal` to others, nothing from `closes_at` on, nor if it
    is not `kept` any more; see open().
    """

    id: int
    name: str | None
    bests: tuple[str, ...]
    created_at: datetime
    reveal: Reveal
    closes_at: datetime | None
    kept: bool

    def is_open(self, now: datetime) -> bool:
        """Return whether its own link opens it for others than its owner."""
        return self.kept and (self.closes_at is None or now < self.closes_at)


_LISTED = select(
    shares.c.id,
    shares.c.seed,
    shares.c.token_hash,
    shares.c.label,
    shares.c.reveal,
    shares.c.names,
    recruiters.c.name.label("by"),
    select(func.count())
    .select_from(share_results.join(results))
    .where(share_results.c.share == shares.c.id, results.c.removal.is_(None))
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
        teams.c.time_zone,
        share_results.c.place,
        *STORED,
    )
    .select_from(shares)
    .join(recruiters, recruiters.c.id == shares.c.recruiter)
    .join(teams, teams.c.id == shares.c.team)
    .join(share_results, share_results.c.share == shares.c.id)
    .join(results, results.c.id == share_results.c.result)
    # A result that was withdrawn from the team, or that it has removed, must not be shown by it.
    .join(
        invitations,
        and_(invitations.c.id == results.c.invitation, invitations.c.team == shares.c.team),
    )
    .where(results.c.removal.is_(None))
    .order_by(share_results.c.place)
)


class Shares:
    """The shares of all teams, found by their token or within their team."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def candidates(self, team: int, ids: Sequence[int]) -> list[Candidate]:
        """Return the results with these ids that are the team's, in the order of `ids`.

        Those whose retention has ended are among them; open() then shows only their places.
        """
        query = select(
            results.c.id,
            results.c.name,
            results.c.outcome,
            results.c.created_at,
            results.c.reveal,
            results.c.closes_at,
            self._retention.keeps().label("kept"),
        ).where(results.c.id.in_(ids), of_team(team))
        with self._database.read_connection("find results to share", patient=True) as connection:
            found = {
                row.id: Candidate(
                    row.id,
                    row.name,
                    row.outcome.bests,
                    row.created_at,
                    row.reveal,
                    row.closes_at,
                    row.kept,
                )
                for row in connection.execute(query)
            }
        return [found[id_] for id_ in ids if id_ in found]

    def add(self, new: NewShare, now: datetime) -> int | None:
        """Add a share and return its id; None where one of its results is not the team's."""
        theirs = (
            select(results.c.id)
            .where(results.c.id.in_(new.results), of_team(new.team))
            .with_for_update(of=results, key_share=True)  # so that none is deleted meanwhile
        )
        with self._database.write_transaction("make a share") as connection:
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
        """Return a team's shares, the newest first; `before` is the last id of the page before."""
        query = _LISTED.where(shares.c.team == team).order_by(shares.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(shares.c.id < before)
        with self._database.read_connection("list shares", patient=True) as connection:
            return [Share(**row) for row in connection.execute(query).mappings()]

    def find(self, team: int, share: int) -> Share | None:
        """Return a share of a team; None where it has no such share."""
        query = _LISTED.where(shares.c.id == share, shares.c.team == team)
        with self._database.read_connection("find a share") as connection:
            row = connection.execute(query).mappings().one_or_none()
        return Share(**row) if row else None

    def number_open(self, team: int, now: datetime) -> int:
        """Return how many shares of a team open to whoever has the link."""
        is_open = shares.c.team == team, shares.c.revoked_at.is_(None), shares.c.ends_at > now
        with self._database.read_connection("count open shares") as connection:
            return connection.scalar(select(func.count()).where(*is_open)) or 0

    def revoke(self, team: int, share: int, now: datetime) -> bool:
        """Revoke a share from `now` on; return False where it was revoked before."""
        revoked = (
            update(shares)
            .where(shares.c.id == share, shares.c.team == team, shares.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        with self._database.write_transaction("revoke a share") as connection:
            return connection.execute(revoked).rowcount == 1

    def open(self, token: str, now: datetime) -> OpenShare | None:
        """Return what a share shows; None where it is revoked, ended or empty, or there is none.

        This is one statement, so that a share revoked before it began is never returned.
        """
        with self._database.read_connection("open a share", patient=True) as connection:
            rows = connection.execute(_SHOWN.where(_opens(token, now))).all()
        if not rows:
            return None
        first, kept = rows[0], [StoredResult(*row[-len(STORED) :]) for row in rows]
        kept_since = self._retention.start()
        return OpenShare(
            first.share_reveal,
            first.names,
            first.ends_at,
            first.by,
            first.team,
            first.time_zone,
            {
                row.place: result
                if result.created_at >= kept_since
                and (result.kept_until is None or now < result.kept_until)
                else None
                for row, result in zip(rows, kept, strict=True)
            },
        )

    def count_opening(self, token: str, now: datetime) -> None:
        """Count an opening of a share, unless it is revoked or ended."""
        with self._database.write_transaction("count an opening of a share") as connection:
            connection.execute(
                update(shares)
                .where(_opens(token, now))
                .values(openings=shares.c.openings + 1, opened_at=now)
            )


def _opens(token: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        shares.c.token_hash == hash_token(token),
        shares.c.revoked_at.is_(None),
        shares.c.ends_at > now,
    )
