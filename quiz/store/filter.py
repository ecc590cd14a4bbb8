"""The filter of a team's board, as a value and as a condition of SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import ColumnElement, and_, select

from quiz.core.language.model import Standing
from quiz.store import search_terms
from quiz.store.retention import Retention
from quiz.store.schema import invitations, results

Status = Literal["new", "contacted", "shortlisted", "passed_on"]
"""How far a team has come with a result."""

Sort = Literal["newest", "oldest", "fit", "name"]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """A filter of a board; a field that is None or empty does not filter.

    `best` is a position, or search_terms.NONE for results that no position fits; `standing` is
    a position with its standing; `first` and `last` are days in UTC, both included; `answers`
    are choices that were given, by question; `name` is part of a name, however it is written.
    """

    invitation: int | None = None
    best: str | None = None
    standing: tuple[str, Standing] | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    status: Status | None = None
    name: str | None = None
    sort: Sort = "newest"


def of_team(team: int) -> ColumnElement[bool]:
    """Return the condition that a result came by an invitation of a team."""
    return results.c.invitation.in_(select(invitations.c.id).where(invitations.c.team == team))


def visible_to(team: int, retention: Retention) -> ColumnElement[bool]:
    """Return the condition that a result is a team's and still kept."""
    return and_(of_team(team), retention.keeps())


def matching(team: int, filters: BoardFilter, retention: Retention) -> ColumnElement[bool]:
    """Return the condition that a team sees a result and that it passes the filter."""
    conditions = [visible_to(team, retention)]
    if filters.invitation is not None:
        conditions.append(results.c.invitation == filters.invitation)
    if filters.best is not None:
        conditions.append(results.c.best == filters.best)
    if filters.standing is not None:
        conditions.append(search_terms.has(search_terms.standing(*filters.standing)))
    if filters.first is not None:
        conditions.append(results.c.created_at >= midnight(filters.first))
    if filters.last is not None:
        conditions.append(results.c.created_at < midnight(filters.last) + DAY)
    if filters.status is not None:
        conditions.append(results.c.status == filters.status)
    if filters.name:
        part = search_terms.folded(filters.name)
        conditions.append(results.c.name_folded.contains(part, autoescape=True))
    conditions += [
        search_terms.has(search_terms.answer(*given)) for given in filters.answers.items()
    ]
    return and_(*conditions)


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins, in UTC."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)
