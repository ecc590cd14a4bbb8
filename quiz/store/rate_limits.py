"""Rate limits: how often something was done, counted over all processes together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    bindparam,
    case,
    delete,
    literal_column,
    or_,
    select,
    update,
)

from quiz.store.database import Database
from quiz.store.moments import UtcDateTime
from quiz.store.prepared_statements import PreparedStatement
from quiz.store.schema import attempts
from quiz.store.tokens import hash_token

MOST_REFUSED = 10_000
"""How many subjects a process remembers to have refused."""

_ONE: ColumnElement[int] = literal_column("1")  # not a value to send with each use
_NOW, _END, _LATEST = (
    bindparam(name, type_=UtcDateTime()) for name in ("now", "period_end", "latest_end")
)
# A period that ends long after one that begins now was begun by a clock that ran ahead.
_OVER = or_(attempts.c.ends_at <= _NOW, attempts.c.ends_at > _LATEST)
_PRESENT = (
    attempts.c.subject_hash == bindparam("subject_hash"),
    attempts.c.ends_at > _NOW,
    attempts.c.ends_at <= _LATEST,
)
_FIND = select(attempts.c.count, attempts.c.ends_at).where(*_PRESENT)
_COUNT_MORE = (
    update(attempts)
    .where(*_PRESENT, attempts.c.count < bindparam("most"))
    .values(count=attempts.c.count + _ONE)
)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `most` uses by a subject, such as a network, within a period.

    The period begins with the first use and lasts for `within`. Only a hash of the subject is
    stored.
    """

    subject: str
    most: int
    within: timedelta


class QuotaExceeded(Exception):  # noqa: N818 - named for what has happened
    """A quota was used up; `until` is when its period ends. Nothing was counted."""

    def __init__(self, quota: Quota, until: datetime) -> None:
        super().__init__(f"no more than {quota.most} until {until}")
        self.quota = quota
        self.until = until


class RateLimits:
    """Counts uses of quotas. A use that is refused is not counted and writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        dialect = database.writers.dialect
        self._find = PreparedStatement(_FIND, dialect)
        self._refused: set[str] = set()  # subjects that this process has refused
        new = database.insert(attempts).values(
            subject_hash=bindparam("subject_hash"), count=_ONE, ends_at=_END
        )
        self._count_more = PreparedStatement(_COUNT_MORE, dialect)
        self._begin = PreparedStatement(
            new.on_conflict_do_update(
                index_elements=["subject_hash"],
                set_={
                    "count": case((_OVER, _ONE), else_=attempts.c.count + _ONE),
                    "ends_at": case((_OVER, _END), else_=attempts.c.ends_at),
                },
                where=or_(_OVER, attempts.c.count < bindparam("most")),
            ),
            dialect,
        )

    def counted(self, quota: Quota, now: datetime) -> int:
        """Return how often `quota` was used in the period that includes `now`."""
        row = self._row(quota, now)
        return 0 if row is None else int(row[0])

    def check(self, quotas: Sequence[Quota], now: datetime) -> None:
        """Raise QuotaExceeded for the first of the quotas that is used up. Does not write."""
        for quota in quotas:
            row = self._row(quota, now)
            if row is not None and row[0] >= quota.most:
                raise QuotaExceeded(quota, row[1])

    def check_refused(self, quotas: Sequence[Quota], now: datetime) -> None:
        """Do as check(), but only if this process has refused one of the subjects before.

        So a flood that is refused writes nothing, and everybody else pays nothing.
        """
        if any(quota.subject in self._refused for quota in quotas):
            self.check(quotas, now)

    def use(self, quotas: Sequence[Quota], now: datetime) -> None:
        """Count one use of each quota, or raise QuotaExceeded and count none."""
        self.check(quotas, now)
        with self._database.write_transaction("count an attempt") as connection:
            self.use_within(connection.connection.cursor(), quotas, now)
            connection.execute(_delete_ended(now))  # last, because it locks in any order

    def use_within(self, cursor: Any, quotas: Sequence[Quota], now: datetime) -> None:
        """Count one use of each quota in the transaction of a cursor.

        Raises QuotaExceeded if one is used up; the caller then rolls back. In PostgreSQL, a
        transaction that has counted a subject makes others wait, so the order is always the same.
        """
        for quota in sorted(quotas, key=lambda quota: quota.subject):
            values = {**_values(quota, now), "most": quota.most}
            # Most uses are further ones of a period; they leave the index of periods as it is.
            self._count_more.run(cursor, values)
            if not cursor.rowcount:
                self._begin.run(cursor, values)
            if not cursor.rowcount:
                if len(self._refused) >= MOST_REFUSED:
                    self._refused.clear()
                self._refused.add(quota.subject)
                row = self._find.first(cursor, values)
                raise QuotaExceeded(quota, row[1] if row else now + quota.within)

    def give_back(self, quota: Quota) -> None:
        """Take back one use, for example because it turned out to be harmless."""
        self._change(
            update(attempts)
            .where(attempts.c.subject_hash == hash_token(quota.subject), attempts.c.count > 0)
            .values(count=attempts.c.count - 1)
        )

    def forget(self, quota: Quota) -> None:
        """Take back all uses."""
        self._change(delete(attempts).where(attempts.c.subject_hash == hash_token(quota.subject)))

    def delete_ended(self, now: datetime) -> None:
        """Delete the counts whose period is over. Writes only if there are any."""
        with self._database.read_connection("look for ended periods") as connection:
            found = connection.scalar(_ended(now).limit(1))
        if found is not None:
            self._change(_delete_ended(now))

    def _row(self, quota: Quota, now: datetime) -> list[Any] | None:
        return self._database.first_row("look up a rate limit", self._find, _values(quota, now))

    def _change(self, statement: Any) -> None:
        with self._database.write_transaction("change a rate limit") as connection:
            connection.execute(statement)


def _ended(now: datetime) -> Select[tuple[str]]:
    return select(attempts.c.subject_hash).where(attempts.c.ends_at <= now)


def _delete_ended(now: datetime) -> Delete:
    """Return the statement that deletes the counts whose period is over.

    In PostgreSQL, it leaves out those that another transaction has locked. If it waited for one,
    that transaction could in turn wait for a count that is deleted here. A locked count begins a
    new period, or it is deleted later.
    """
    free = _ended(now).with_for_update(skip_locked=True)
    return delete(attempts).where(attempts.c.subject_hash.in_(free))


def _values(quota: Quota, now: datetime) -> dict[str, object]:
    return {
        "subject_hash": hash_token(quota.subject),
        "now": now,
        "period_end": now + quota.within,
        "latest_end": now + 2 * quota.within,
    }
