"""Digests: mails that tell recruiters how much is new in their team, as often as they want."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select, update

from quiz.store.account_queries import WORKS, with_membership
from quiz.store.database import Database
from quiz.store.news import News, NewsKind
from quiz.store.outbox import NewMail, queue
from quiz.store.schema import digests, recruiters, teams
from quiz.store.tokens import hash_token

Every = Literal["day", "week"]
"""How often somebody gets a digest: each morning, or each Monday morning."""

AT = dt.time(7)
"""The time of day at which digests are due, in the time zone of the team."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What somebody is to be told: how many news of each kind there are since a moment."""

    email: str
    name: str
    team_name: str
    time_zone: str
    language: str
    seed: str
    since: dt.datetime
    counts: Mapping[NewsKind, int]


@dataclass(frozen=True, slots=True)
class NewDigest:
    """How somebody wants a digest; the `token` of the link that turns it off is made of `seed`."""

    every: Every
    language: str
    seed: str
    token: str


class Digests:
    """The digests of all recruiters, each of one team."""

    def __init__(self, database: Database, news: News) -> None:
        self._database = database
        self._news = news

    def chosen(self, recruiter: int, team: int) -> Every | None:
        """Return how often a recruiter gets a digest; None for never."""
        query = select(digests.c.every).where(
            digests.c.recruiter == recruiter, digests.c.team == team, digests.c.next_at.is_not(None)
        )
        with self._database.read_connection("look up a digest") as connection:
            every: Every | None = connection.scalar(query)
            return every

    def choose(self, recruiter: int, team: int, new: NewDigest, now: dt.datetime) -> None:
        """Turn the digest on."""
        its = {"recruiter": recruiter, "team": team}
        zone = select(teams.c.time_zone).where(teams.c.id == team)
        with self._database.write_transaction("turn a digest on") as connection:
            next_at = next_time(new.every, connection.scalar(zone) or "UTC", now)
            changed = {"every": new.every, "language": new.language, "next_at": next_at}
            made = {
                "seed": new.seed,
                "token_hash": hash_token(new.token),
                "covered_until": now,
            }
            # Links in earlier mails go on working, and what is new since the last one is told.
            covered = case((digests.c.next_at.is_(None), now), else_=digests.c.covered_until)
            connection.execute(
                self._database.insert(digests)
                .values(**its, **changed, **made)
                .on_conflict_do_update(
                    index_elements=list(its), set_={**changed, "covered_until": covered}
                )
            )

    def turn_off(self, recruiter: int, team: int) -> None:
        """Turn the digest of a recruiter off."""
        off = update(digests).where(digests.c.recruiter == recruiter, digests.c.team == team)
        with self._database.write_transaction("turn a digest off") as connection:
            connection.execute(off.values(next_at=None))

    def find(self, token: str) -> tuple[int, int, bool] | None:
        """Return whose digest a link turns off: recruiter, team, and whether it is on."""
        query = select(digests.c.recruiter, digests.c.team, digests.c.next_at).where(
            digests.c.token_hash == hash_token(token)
        )
        with self._database.read_connection("find a digest") as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (row.recruiter, row.team, row.next_at is not None)

    def next_at(self) -> dt.datetime | None:
        """Return when the next digest is due; None where nobody gets one."""
        with self._database.read_connection("look for digests") as connection:
            at: dt.datetime | None = connection.scalar(select(func.min(digests.c.next_at)))
        return at

    def send_one(self, write: Callable[[Digest], NewMail | None], now: dt.datetime) -> bool:
        """Queue a digest that is due, unless it would tell nothing; False if none is due.

        It is noted as made in the same transaction, so that it is queued once. One that `write`
        could not make is told with the next one. Writes only if there is one.
        """
        due = select(digests.c.recruiter, digests.c.team).where(digests.c.next_at <= now)
        with self._database.read_connection("look for digests") as connection:
            if connection.execute(due.limit(1)).first() is None:
                return False
        with self._database.write_transaction("queue a digest", patient=True) as connection:
            row = connection.execute(
                select(digests, recruiters.c.email, recruiters.c.name, recruiters.c.disabled_at)
                .add_columns(teams.c.name.label("team_name"), teams.c.time_zone)
                .add_columns(WORKS.label("works"))
                .select_from(with_membership(digests))
                .where(digests.c.next_at <= now)
                .order_by(digests.c.next_at)
                .limit(1)
                .with_for_update(of=digests, skip_locked=True)
            ).first()
            if row is None:
                return False
            its = (digests.c.recruiter == row.recruiter, digests.c.team == row.team)
            made = {"next_at": next_time(row.every, row.time_zone, now), "covered_until": now}
            zone, since = _zone(row.time_zone), row.covered_until
            counts = self._news.counts_within(
                connection,
                row.recruiter,
                row.team,
                since,
                now.astimezone(zone).date(),
                since.astimezone(zone).date(),
            )
            if row.works and row.disabled_at is None and any(counts.values()):
                told = Digest(
                    row.email,
                    row.name,
                    row.team_name,
                    row.time_zone,
                    row.language,
                    row.seed,
                    since,
                    counts,
                )
                mail = write(told)
                if mail is None:
                    made["covered_until"] = since
                else:
                    queue(connection, [mail], now)
            connection.execute(update(digests).where(*its).values(made))
        return True


def next_time(every: Every, time_zone: str, now: dt.datetime) -> dt.datetime:
    """Return when the next digest is due: the next morning, or that of the next Monday."""
    zone = _zone(time_zone)
    local = now.astimezone(zone)
    day = local.date()
    while True:
        at = dt.datetime.combine(day, AT, zone).astimezone(dt.UTC)
        if at > now and (every == "day" or day.weekday() == 0):
            return at
        day += dt.timedelta(days=1)


def _zone(name: str) -> dt.tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return dt.UTC
