"""The filter of a team's board, as a value and as a condition of SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import and_, select, true

from quiz.store import conditions
from quiz.store.conditions import Condition
from quiz.store.retention import Retention
from quiz.store.schema import invitations, results

Sort = Literal["newest", "oldest", "fit", "name", "stage", "due"]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoardFilter:
    """A filter of a board; a field that is None or empty does not filter.

    `first` and `last` are days in `time_zone`, both included; `name` is part of a name, of an
    e-mail address or of a note. All of the `conditions` hold; they are made in conditions.py.
    """

    invitation: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    name: str | None = None
    conditions: Sequence[Condition] = ()
    sort: Sort = "newest"
    time_zone: dt.tzinfo = dt.UTC

    @property
    def since(self) -> dt.datetime | None:
        """The moment at which the first day begins."""
        return midnight(self.first, self.time_zone) if self.first else None

    @property
    def before(self) -> dt.datetime | None:
        """The moment at which the last day is over."""
        return midnight(self.last + DAY, self.time_zone) if self.last else None


def came_to(team: int) -> Condition:
    """Return the condition that a result came by an invitation of a team, removed or not."""
    return results.c.invitation.in_(select(invitations.c.id).where(invitations.c.team == team))


def of_team(team: int) -> Condition:
    """Return the condition that a result came to a team, which has not removed it."""
    return and_(came_to(team), results.c.removal.is_(None))


def visible_to(team: int, retention: Retention) -> Condition:
    """Return the condition that a result is a team's and still kept."""
    return and_(of_team(team), retention.keeps())


def passes(filters: BoardFilter) -> Condition:
    """Return the condition that a result passes a filter, whoever may see it."""
    found = [*filters.conditions]
    if filters.invitation is not None:
        found.append(conditions.invitation(filters.invitation))
    if filters.since is not None:
        found.append(conditions.since(filters.since))
    if filters.before is not None:
        found.append(conditions.before(filters.before))
    if filters.name:
        found.append(conditions.found_by(filters.name))
    return and_(true(), *found)


def matching(team: int, filters: BoardFilter, retention: Retention) -> Condition:
    """Return the condition that a team sees a result and that it passes the filter."""
    return and_(visible_to(team, retention), passes(filters))


Which = Sequence[int] | BoardFilter
"""Results of a board that are chosen: by their ids, or all that pass a filter."""


def chosen(team: int, which: Which, retention: Retention) -> Condition:
    """Return the condition that a team sees a result, and that it is one of those chosen."""
    if isinstance(which, BoardFilter):
        return matching(team, which, retention)
    return and_(results.c.id.in_(which), visible_to(team, retention))


def midnight(day: dt.date, time_zone: dt.tzinfo) -> dt.datetime:
    """Return the moment at which a day begins."""
    return dt.datetime.combine(day, dt.time(), time_zone)
