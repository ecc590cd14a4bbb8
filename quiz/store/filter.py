"""The filter of a team's board, as a value and as a condition of SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import ColumnElement, and_, false, or_, select

from quiz.core.language.model import Standing
from quiz.store import search_terms
from quiz.store.retention import Retention
from quiz.store.schema import invitations, notes, results

Sort = Literal["newest", "oldest", "fit", "name", "due"]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """A filter of a board; a field that is None or empty does not filter.

    `best` is a position, or search_terms.NONE for results that no position fits; `standing` is
    a position with its standing; `first` and `last` are days in `time_zone`, both included;
    `answers` are choices that were given, by question; `stage` and `in_charge` are ids; `due` is
    for results with a day to come back to them; `name` is part of a name, of an e-mail
    address or of a note, however it is written.
    """

    invitation: int | None = None
    best: str | None = None
    standing: tuple[str, Standing] | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    stage: int | None = None
    in_charge: int | None = None
    due: bool = False
    name: str | None = None
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


def came_to(team: int) -> ColumnElement[bool]:
    """Return the condition that a result came by an invitation of a team, removed or not."""
    return results.c.invitation.in_(select(invitations.c.id).where(invitations.c.team == team))


def of_team(team: int) -> ColumnElement[bool]:
    """Return the condition that a result came to a team, which has not removed it."""
    return and_(came_to(team), results.c.removal.is_(None))


def visible_to(team: int, retention: Retention) -> ColumnElement[bool]:
    """Return the condition that a result is a team's and still kept."""
    return and_(of_team(team), retention.keeps())


def matching(team: int, filters: BoardFilter, retention: Retention) -> ColumnElement[bool]:
    """Return the condition that a team sees a result and that it passes the filter."""
    conditions = [visible_to(team, retention)]
    if filters.invitation is not None:
        conditions.append(results.c.invitation == filters.invitation)
    if filters.best is not None:
        tied = search_terms.has(search_terms.tied(filters.best))
        conditions.append(or_(results.c.best == filters.best, tied))
    if filters.standing is not None:
        conditions.append(search_terms.has(search_terms.standing(*filters.standing)))
    if filters.since is not None:
        conditions.append(results.c.created_at >= filters.since)
    if filters.before is not None:
        conditions.append(results.c.created_at < filters.before)
    if filters.stage is not None:
        conditions.append(results.c.stage == filters.stage)
    if filters.in_charge is not None:
        conditions.append(results.c.in_charge == filters.in_charge)
    if filters.due:
        conditions.append(results.c.due_on.is_not(None))
    if filters.name:
        conditions.append(_names(search_terms.folded(filters.name)))
    conditions += [
        search_terms.has(search_terms.answer(*given)) for given in filters.answers.items()
    ]
    return and_(*conditions)


def _names(part: str) -> ColumnElement[bool]:
    """Return the condition that the name, the address or a note of a result contains `part`."""
    if not part:
        return false()
    noted = select(notes.c.result).where(notes.c.says_folded.contains(part, autoescape=True))
    return or_(
        results.c.name_folded.contains(part, autoescape=True),
        results.c.email_folded.contains(part, autoescape=True),
        results.c.id.in_(noted.where(notes.c.result == results.c.id)),
    )


def midnight(day: dt.date, time_zone: dt.tzinfo) -> dt.datetime:
    """Return the moment at which a day begins."""
    return dt.datetime.combine(day, dt.time(), time_zone)
