"""Which results of a team somebody wants to see, as a value and as a condition of SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import ColumnElement, and_, select

from quiz.core.language.model import Standing
from quiz.store import search_terms
from quiz.store.schema import invitations, results

Status = Literal["new", "contacted", "shortlisted", "passed_on"]
"""How far a team has come with a result."""

Sort = Literal["newest", "oldest", "fit", "name"]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """A filter of a board; what is None or empty lets everything through.

    `best` is a position, or search_terms.NONE for results that no position fits; `standing` is a
    position with its standing; `first` and `last` are days in UTC, both included; `answers`
    are choices that were given, by question; `name` is a part of one, however it is
    written. Results made before `kept_since` have outlived their retention.
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
    kept_since: dt.datetime | None = None


def of_team(team: int) -> ColumnElement[bool]:
    """Return the condition that a result came by an invitation of a team."""
    return results.c.invitation.in_(select(invitations.c.id).where(invitations.c.team == team))


def matching(team: int, wanted: BoardFilter) -> ColumnElement[bool]:
    """Return the condition that a result is a team's and wanted."""
    conditions = [of_team(team)]
    if wanted.invitation is not None:
        conditions.append(results.c.invitation == wanted.invitation)
    if wanted.best is not None:
        conditions.append(results.c.best == wanted.best)
    if wanted.standing is not None:
        conditions.append(search_terms.has(search_terms.standing(*wanted.standing)))
    if wanted.first is not None:
        conditions.append(results.c.created_at >= midnight(wanted.first))
    if wanted.last is not None:
        conditions.append(results.c.created_at < midnight(wanted.last) + DAY)
    if wanted.status is not None:
        conditions.append(results.c.status == wanted.status)
    if wanted.kept_since is not None:
        conditions.append(results.c.created_at >= wanted.kept_since)
    if wanted.name:
        part = search_terms.folded(wanted.name)
        conditions.append(results.c.name_folded.contains(part, autoescape=True))
    conditions += [
        search_terms.has(search_terms.answer(*given)) for given in wanted.answers.items()
    ]
    return and_(*conditions)


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins, in UTC."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)
