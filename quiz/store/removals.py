"""What a team takes off its board: results, an invitation with its results, or all before a day.

The results stay with their owners. For DAYS_TO_PUT_BACK days a removal can be undone; then the
results leave the team for good, with its notes about them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from quiz.store.database import Database
from quiz.store.departures import detach
from quiz.store.erasure import Erasure
from quiz.store.filter import Which, came_to, chosen, of_team
from quiz.store.result_counts import ResultsCounts, count_invitation, count_results
from quiz.store.retention import Retention
from quiz.store.schema import invitations, recruiters, removals, results
from quiz.store.webhook_events import emit

DAYS_TO_PUT_BACK = 30

AT_ONCE = 500
"""How many results leave their team in one transaction."""

What = Literal["results", "invitation", "before"]


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed at once, by whom, and how many results of it can still be put back.

    `about` is the title of an invitation, or a day; None where results were chosen. `names`
    are the names of the first results, without those that have none.
    """

    id: int
    at: datetime
    by: str
    what: What
    about: str | None
    results: int
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """The id of a removal, and what was removed by it."""

    removal: int
    counts: ResultsCounts


class Removals:
    """The removals of all teams; None stands for what a team does not have."""

    def __init__(self, database: Database, erasure: Erasure, retention: Retention) -> None:
        self._database = database
        self._erasure = erasure
        self._retention = retention

    def count_results(self, team: int, ids: Sequence[int]) -> ResultsCounts:
        """Return what would be removed with those of these results that the team has."""
        with self._database.read_connection(
            "count what goes with results", patient=True
        ) as connection:
            return count_results(connection, chosen(team, ids, self._retention))

    def count_invitation(self, team: int, invitation: int) -> ResultsCounts:
        """Return what would be removed with an invitation."""
        with self._database.read_connection(
            "count what goes with an invitation", patient=True
        ) as connection:
            return count_invitation(connection, invitation, of_team(team))

    def count_before(self, team: int, moment: datetime) -> ResultsCounts:
        """Return what would be removed with all results made before a moment."""
        with self._database.read_connection(
            "count what goes before a moment", patient=True
        ) as connection:
            return count_results(connection, _before(team, moment))

    def remove_results(
        self, team: int, recruiter: int, which: Which, now: datetime
    ) -> Removed | None:
        """Remove those of these results that the team has; None if it has none of them."""
        with self._database.write_transaction("remove results", patient=True) as connection:
            row = {"team": team, "recruiter": recruiter, "at": now, "what": "results"}
            return _remove(connection, chosen(team, which, self._retention), row)

    def remove_before(
        self, team: int, recruiter: int, moment: datetime, day: str, now: datetime
    ) -> Removed | None:
        """Remove all results made before a moment, the beginning of `day`."""
        row = {"team": team, "recruiter": recruiter, "at": now, "what": "before", "about": day}
        with self._database.write_transaction("remove old results", patient=True) as connection:
            return _remove(connection, _before(team, moment), row)

    def remove_invitation(
        self, team: int, recruiter: int, invitation: int, now: datetime
    ) -> Removed | None:
        """Remove an invitation with its results: nobody can begin or finish by it any more."""
        its = and_(
            invitations.c.id == invitation,
            invitations.c.team == team,
            invitations.c.removal.is_(None),
        )
        with self._database.write_transaction("remove an invitation", patient=True) as connection:
            # Locked, so that no further result comes by it meanwhile; but one that is withdrawn
            # can be counted, because this waits for it.
            found = select(invitations.c.title).where(its).with_for_update(key_share=True)
            title = connection.scalar(found)
            if title is None:
                return None
            counts = count_invitation(connection, invitation, of_team(team))
            row = {"team": team, "recruiter": recruiter, "at": now}
            removal = _add(connection, row | {"what": "invitation", "about": title})
            mark = {"removal": removal}
            connection.execute(
                update(results)
                .where(results.c.invitation == invitation, of_team(team))
                .values(mark)
            )
            connection.execute(
                update(invitations).where(invitations.c.id == invitation).values(mark)
            )
            emit(connection, "result.removed", results.c.removal == removal)
        return Removed(removal, counts)

    def of_team(self, team: int, now: datetime) -> Sequence[Removal]:
        """Return what a team can still put back, the last removal first."""
        kept = and_(results.c.removal == removals.c.id, self._retention.keeps())
        many = select(func.count()).select_from(results).where(kept).scalar_subquery()
        query = (
            select(
                removals.c.id,
                removals.c.at,
                recruiters.c.name,
                removals.c.what,
                removals.c.about,
                many.label("results"),
            )
            .join(recruiters, removals.c.recruiter == recruiters.c.id)
            .where(removals.c.team == team, removals.c.at > _last(now))
            .where(or_(many > 0, removals.c.what == "invitation"))
            .order_by(removals.c.id.desc())
        )
        with self._database.read_connection("list what was removed", patient=True) as connection:
            rows = connection.execute(query).all()
            names = _names(connection, [row.id for row in rows if row.what == "results"])
            return [Removal(*row, names=names.get(row.id, ())) for row in rows]

    def number(self, team: int, removal: int) -> int:
        """Return how many results of a removal of a team are off its board."""
        its = and_(results.c.removal == removal, came_to(team), self._retention.keeps())
        query = select(func.count()).select_from(results).where(its)
        with self._database.read_connection("count what was removed", patient=True) as connection:
            return connection.scalar(query) or 0

    def put_back(self, team: int, removal: int, now: datetime) -> int | None:
        """Undo a removal; return how many results are on the board again.

        An invitation that was removed apart from its result comes back with it, and is closed;
        otherwise the result would leave the team with the invitation.
        Returns None where the team has no such removal, or it is too late.
        """
        undoable = and_(
            removals.c.id == removal, removals.c.team == team, removals.c.at > _last(now)
        )
        with self._database.write_transaction("put results back", patient=True) as connection:
            locked = select(removals.c.id).where(undoable).with_for_update()
            if connection.scalar(locked) is None:
                return None
            back = {"removal": None}
            came_by = select(results.c.invitation).where(results.c.removal == removal)
            connection.execute(
                update(invitations)
                .where(invitations.c.id.in_(came_by), invitations.c.removal != removal)
                .values(back | {"closes_at": now})
            )
            emit(connection, "result.put_back", results.c.removal == removal)
            number = connection.execute(
                update(results).where(results.c.removal == removal).values(back)
            ).rowcount
            connection.execute(
                update(invitations).where(invitations.c.removal == removal).values(back)
            )
            connection.execute(delete(removals).where(removals.c.id == removal))
        return number

    def finish(self, now: datetime) -> None:
        """Let the results leave their teams for good whose removal cannot be undone any more."""
        over = select(removals.c.id).where(removals.c.at <= _last(now))
        with self._database.read_connection("look for old removals") as connection:
            ids = list(connection.scalars(over.order_by(removals.c.id)))
        for removal in ids:
            while self._finish_some(removal):
                pass

    def _finish_some(self, removal: int) -> bool:
        """Finish a part of a removal; return whether more is left of it."""
        gone = select(invitations.c.id).where(invitations.c.removal == removal)
        leaving = or_(results.c.removal == removal, results.c.invitation.in_(gone))
        batch = select(results.c.id).where(leaving).limit(AT_ONCE)
        with self._erasure.transaction("finish a removal") as connection:
            detach(connection, results.c.id.in_(batch), "removed")
            if connection.scalar(select(exists().where(leaving))):
                return True
            connection.execute(delete(invitations).where(invitations.c.removal == removal))
            connection.execute(delete(removals).where(removals.c.id == removal))
        return False


def _remove(
    connection: Connection, condition: ColumnElement[bool], row: Mapping[str, object]
) -> Removed | None:
    # Locked, so that what two remove at once is removed, and counted, once; and in one order, so
    # that they do not wait for each other.
    locked = (
        select(results.c.id).where(condition).order_by(results.c.id).with_for_update(of=results)
    )
    if not connection.execute(locked).all():
        return None
    counts = count_results(connection, condition)
    removal = _add(connection, row)
    connection.execute(update(results).where(condition).values(removal=removal))
    emit(connection, "result.removed", results.c.removal == removal)
    return Removed(removal, counts)


def _add(connection: Connection, row: Mapping[str, object]) -> int:
    new = insert(removals).values(row).returning(removals.c.id)
    added: int = connection.execute(new).scalar_one()
    return added


def _names(connection: Connection, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """Return the first three names among the results of each of these removals."""
    named = (
        select(results.c.removal, results.c.name)
        .where(results.c.removal.in_(ids), results.c.name.is_not(None))
        .order_by(results.c.id)
    )
    found: dict[int, list[str]] = {}
    for removal, name in connection.execute(named):
        found.setdefault(removal, []).append(name)
    return {removal: names[:3] for removal, names in found.items()}


def _before(team: int, moment: datetime) -> ColumnElement[bool]:
    return and_(results.c.created_at < moment, of_team(team))


def _last(now: datetime) -> datetime:
    """Return the moment after which something must have been removed to be put back now."""
    return now - timedelta(days=DAYS_TO_PUT_BACK)
