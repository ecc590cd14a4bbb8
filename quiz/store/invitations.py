"""Invitations: the links by which a team lets people take the quiz, and their terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, ScalarSelect, func, select, update

from quiz.store.database import Database
from quiz.store.departures import Departure
from quiz.store.schema import departures, invitation_openings, invitations, results, teams, visits

Opening = Literal["not yet", "open", "closed", "full"]
"""Whether an invitation can be used, and if not, why."""


def _came(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """Return how many results of an invitation fulfil a condition."""
    return (
        select(func.count())
        .select_from(results)
        .where(results.c.invitation == invitations.c.id, condition)
        .scalar_subquery()
    )


_TAKEN = _came(results.c.removal.is_(None))
_OFF_BOARD = _came(results.c.removal.is_not(None))
_OPENED = (
    select(func.coalesce(func.sum(invitation_openings.c.number), 0))
    .where(invitation_openings.c.invitation == invitations.c.id)
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


def _departed(*kinds: Departure) -> ScalarSelect[int]:
    """Return how many results of an invitation have left its team in one of these ways."""
    return (
        select(func.count())
        .select_from(departures)
        .where(departures.c.invitation == invitations.c.id, departures.c.kind.in_(kinds))
        .scalar_subquery()
    )


_FIND = (
    select(
        invitations.c.id,
        invitations.c.team,
        teams.c.name.label("team_name"),
        teams.c.time_zone,
        invitations.c.code,
        invitations.c.title,
        invitations.c.language,
        invitations.c.opens_at,
        invitations.c.closes_at,
        invitations.c.places,
        invitations.c.asks_name,
        invitations.c.asks_email,
        invitations.c.note,
        invitations.c.sites,
        invitations.c.kept_days,
        _TAKEN.label("taken"),
        _OPENED.label("opened"),
        _STARTED.label("started"),
        _FINISHED.label("finished"),
        _OFF_BOARD.label("off_board"),
        _departed("removed", "erased").label("gone"),
        _departed("withdrawn").label("withdrawn"),
    )
    .join(teams, invitations.c.team == teams.c.id)
    .where(invitations.c.removal.is_(None))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a team decides about an invitation, and can change.

    It is open from `opens_at` (UTC) until before `closes_at`; None stands for no limit, in
    `places` too. Results that come by it are kept for `kept_days`; None, or more days than the
    retention has, stands for the retention.
    """

    title: str
    language: str
    opens_at: datetime | None
    closes_at: datetime | None
    places: int | None
    asks_name: bool
    asks_email: bool
    note: str | None
    kept_days: int | None = None

    def days_kept(self, retention: int) -> int:
        """Return for how many days its results are kept, where the retention has so many."""
        return retention if self.kept_days is None else min(self.kept_days, retention)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation(Terms):
    """An invitation to add."""

    team: int
    recruiter: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Terms):
    """An invitation with how many results (`taken`) and visits (`started`, `finished`) it has.

    So many browsers have `opened` it. Other results are not on the board any more and take no
    place: `withdrawn` by their owners, removed from the board but not for good (`off_board`), or
    `gone`: removed for good or erased. `sites` are the origins that may embed it, such as
    https://office.example.
    """

    id: int
    team: int
    team_name: str
    time_zone: str
    code: str
    taken: int
    opened: int
    started: int
    finished: int
    off_board: int = 0
    gone: int = 0
    withdrawn: int = 0
    sites: Sequence[str] = ()

    @property
    def removed(self) -> int:
        """How many results the team has removed or erased."""
        return self.off_board + self.gone

    def stage(self, now: datetime) -> Opening:
        """Return whether it can be used now, and if not, why."""
        if self.closes_at is not None and self.closes_at <= now:
            return "closed"
        if self.places is not None and self.taken >= self.places:
            return "full"
        return "not yet" if self.opens_at is not None and now < self.opens_at else "open"


class Invitations:
    """The invitations of all teams, found by their code or within their team."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewInvitation, now: datetime) -> int | None:
        """Add an invitation and return its id; None where its code is taken."""
        with self._database.write_transaction("make an invitation") as connection:
            return connection.execute(
                self._database.insert_new(invitations)
                .values(**asdict(new), created_at=now)
                .returning(invitations.c.id)
            ).scalar_one_or_none()

    def find(self, code: str) -> Invitation | None:
        """Return the invitation with this code; None where there is none."""
        with self._database.read_connection("find an invitation") as connection:
            row = connection.execute(_FIND.where(invitations.c.code == code)).mappings().first()
        return Invitation(**row) if row else None

    def of_team(self, team: int) -> Sequence[Invitation]:
        """Return the invitations of a team, the newest first."""
        query = _FIND.where(invitations.c.team == team).order_by(invitations.c.id.desc())
        with self._database.read_connection("list invitations") as connection:
            return [Invitation(**row) for row in connection.execute(query).mappings()]

    def one(self, team: int, invitation: int) -> Invitation | None:
        """Return an invitation of a team; None where it has none with this id."""
        query = _FIND.where(invitations.c.team == team, invitations.c.id == invitation)
        with self._database.read_connection("find an invitation of a team") as connection:
            row = connection.execute(query).mappings().first()
        return Invitation(**row) if row else None

    def change(self, team: int, invitation: int, terms: Terms) -> None:
        """Change an invitation of a team; its code stays."""
        self._update(team, invitation, asdict(terms))

    def close(self, team: int, invitation: int, now: datetime) -> None:
        """Let nobody begin or finish a visit by an invitation from `now` on."""
        self._update(team, invitation, {"closes_at": now})

    def open_again(self, team: int, invitation: int) -> None:
        """Open an invitation from now on, without an end."""
        self._update(team, invitation, {"opens_at": None, "closes_at": None})

    def allow_sites(self, team: int, invitation: int, sites: Sequence[str]) -> None:
        """Let these sites, and no others, embed an invitation of a team."""
        self._update(team, invitation, {"sites": list(sites)})

    def sites(self, code: str) -> Sequence[str] | None:
        """Return the sites that may embed the invitation with this code; None for no such code."""
        query = select(invitations.c.sites).where(
            invitations.c.code == code, invitations.c.removal.is_(None)
        )
        with self._database.read_connection("find the sites of an invitation") as connection:
            sites: Sequence[str] | None = connection.execute(query).scalar_one_or_none()
        return sites

    def _update(self, team: int, invitation: int, values: Mapping[str, object]) -> None:
        changed = (
            update(invitations)
            .where(invitations.c.team == team, invitations.c.id == invitation)
            .values(values)
        )
        with self._database.write_transaction("change an invitation") as connection:
            connection.execute(changed)
