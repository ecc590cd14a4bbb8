"""News: what has happened in a team since a recruiter has last looked at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, Select, bindparam, cast, func, null, select, union_all

from quiz.store.database import Database
from quiz.store.filter import visible_to
from quiz.store.retention import Retention
from quiz.store.schema import invitations, news_seen, notes, outbox, recipients, recruiters, results

NewsKind = Literal["results", "stages", "notes", "due", "refused"]
"""New results; stages that others have changed; notes of others; results whose day to come back
to them has come; mails that were refused."""

NEWS_KINDS: tuple[NewsKind, ...] = get_args(NewsKind)

MOST_SHOWN = 100

_CANDIDATES = results.alias("candidates")
_NOBODY = cast(null(), recruiters.c.name.type)

FIRST = dt.timedelta(days=7)
"""For how long back news are told to somebody who has never seen any."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that has happened, about a result or a recipient of an invitation.

    `name` and `email` are the person's, `by` is who did it; `at` is a day where a day has come.
    """

    result: int | None
    recipient: int | None
    name: str | None
    email: str | None
    by: str | None
    at: dt.datetime | dt.date


class _Asked(NamedTuple):
    """Whose news are asked for, and since when; each a value or a parameter of a statement."""

    recruiter: Any
    team: Any
    since: Any
    today: Any
    day: Any


_PARAMETERS = _Asked(*map(bindparam, _Asked._fields))


class News:
    """The news of all teams."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention
        found = [self._query(kind, _PARAMETERS).subquery() for kind in NEWS_KINDS]
        # Made once, because every page of a board counts them.
        self._counts = select(
            *(select(func.count()).select_from(each).scalar_subquery() for each in found)
        )

    def seen_at(self, recruiter: int, team: int) -> dt.datetime | None:
        """Return up to when a recruiter has seen the news of a team; None if never."""
        query = select(news_seen.c.seen_at).where(
            news_seen.c.recruiter == recruiter, news_seen.c.team == team
        )
        with self._database.read_connection("look up which news are seen") as connection:
            return connection.scalar(query)

    def mark_seen(self, recruiter: int, team: int, now: dt.datetime) -> None:
        """Note that a recruiter has seen the news up to a moment."""
        its = {"recruiter": recruiter, "team": team}
        with self._database.write_transaction("note that news are seen") as connection:
            connection.execute(
                self._database.insert(news_seen)
                .values(**its, seen_at=now)
                .on_conflict_do_update(index_elements=list(its), set_={"seen_at": now})
            )

    def counts(
        self, recruiter: int, team: int, since: dt.datetime, today: dt.date, day: dt.date
    ) -> Mapping[NewsKind, int]:
        """Return how many news of each kind there are since a moment, whose day is `day`."""
        with self._database.read_connection("count news", patient=True) as connection:
            return self.counts_within(connection, recruiter, team, since, today, day)

    def counts_within(
        self,
        connection: Connection,
        recruiter: int,
        team: int,
        since: dt.datetime,
        today: dt.date,
        day: dt.date,
    ) -> Mapping[NewsKind, int]:
        """Do as counts(), on a connection."""
        asked = _Asked(recruiter, team, since, today, day)
        row = connection.execute(self._counts, asked._asdict()).one()
        return dict(zip(NEWS_KINDS, row, strict=True))

    def items(
        self,
        kind: NewsKind,
        recruiter: int,
        team: int,
        since: dt.datetime,
        today: dt.date,
        day: dt.date,
    ) -> Sequence[NewsItem]:
        """Return the latest news of a kind, at most MOST_SHOWN."""
        query = self._query(kind, _Asked(recruiter, team, since, today, day)).subquery()
        latest = select(query).order_by(query.c.at.desc(), query.c.result.desc()).limit(MOST_SHOWN)
        with self._database.read_connection("read news", patient=True) as connection:
            return [NewsItem(*row) for row in connection.execute(latest)]

    def _query(self, kind: NewsKind, asked: _Asked) -> Any:
        """Return the query of a kind, whose columns are those of a NewsItem.

        Where few results can be meant, they are found first: SQLite would otherwise look at each
        result of the team.
        """
        recruiter, team, since, today, day = asked
        seen = visible_to(team, self._retention)
        match kind:
            case "results":
                made = results.c.created_at
                return _of_results(_NOBODY, made).where(seen, made > since)
            case "due":
                due = results.c.due_on
                found = select(_CANDIDATES.c.id).where(
                    _CANDIDATES.c.due_on > day, _CANDIDATES.c.due_on <= today
                )
                return _of_results(_NOBODY, due).where(seen, results.c.id.in_(found))
            case "stages" | "notes":
                last = func.max(notes.c.at, type_=notes.c.at.type)
                query = _of_results(func.max(recruiters.c.name), last)
                query = query.join(notes, notes.c.result == results.c.id)
                query = query.join(recruiters, notes.c.recruiter == recruiters.c.id)
                its = notes.c.kind == ("stage" if kind == "stages" else "note")
                lately = (its, notes.c.at > since, notes.c.recruiter != recruiter)
                found = select(notes.c.result).where(*lately).correlate(None)
                query = query.where(seen, *lately, results.c.id.in_(found))
                return query.group_by(results.c.id, results.c.name, results.c.email)
            case _:
                ended = outbox.c.ended_at
                refusals = (outbox.c.state == "refused", ended > since)
                mails = _of_results(_NOBODY, ended).join(outbox, outbox.c.result == results.c.id)
                found = select(outbox.c.result).where(*refusals).correlate(None)
                mails = mails.where(seen, *refusals, results.c.id.in_(found))
                refused = recipients.c.refused_at
                invited = (
                    select(
                        recipients.c.result.label("result"),
                        recipients.c.id.label("recipient"),
                        recipients.c.name.label("name"),
                        recipients.c.email.label("email"),
                        _NOBODY.label("by"),
                        refused.label("at"),
                    )
                    .join(invitations, recipients.c.invitation == invitations.c.id)
                    .where(
                        invitations.c.team == team,
                        invitations.c.removal.is_(None),
                        refused > since,
                    )
                )
                return union_all(mails, invited)


def _of_results(by: Any, at: Any) -> Select[Any]:
    """Return a query of results, with who did something and when."""
    return select(
        results.c.id.label("result"),
        cast(null(), recipients.c.id.type).label("recipient"),
        results.c.name.label("name"),
        results.c.email.label("email"),
        by.label("by"),
        at.label("at"),
    )
