"""The audit: what was done with accounts and results, for the team to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select

from quiz.store.account_queries import BELONGS
from quiz.store.account_records import Action, AuditEntry
from quiz.store.database import Database
from quiz.store.schema import audit, memberships, recruiters, teams

BATCH = 500
"""How many entries are read or deleted at once."""

_BY_OPERATOR = (
    exists()
    .where(memberships.c.recruiter == audit.c.recruiter, memberships.c.role == "operator")
    .correlate(audit)
)
_ENTRIES = (
    select(
        audit.c.id,
        audit.c.at,
        audit.c.action,
        audit.c.detail,
        recruiters.c.name,
        _BY_OPERATOR,
        teams.c.name,
    )
    .outerjoin(recruiters, audit.c.recruiter == recruiters.c.id)
    .outerjoin(teams, audit.c.team == teams.c.id)
)


class Audit:
    """The entries of all teams, which are never changed; each team reads its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        team: int | None,
        recruiter: int | None,
        action: Action,
        detail: Mapping[str, object],
        now: datetime,
    ) -> None:
        """Add an entry; `recruiter` did it, or one of the commands where that is None.

        `detail` is anything that JSON can represent. Without a `team` the entry concerns an
        account that does not exist. It is written all the same, because the time that writing
        takes would otherwise reveal which accounts exist.
        """
        with self._database.write_transaction("note what was done") as connection:
            connection.execute(
                insert(audit).values(
                    team=team, recruiter=recruiter, action=action, detail=dict(detail), at=now
                )
            )

    def add_of_account(
        self,
        account: int,
        recruiter: int | None,
        action: Action,
        detail: Mapping[str, object],
        now: datetime,
        otherwise: int | None = None,
    ) -> None:
        """Add an entry about an account to the audit of each team that it belongs to.

        Where it belongs to none, it is added to that of the team `otherwise`, if any.
        """
        with self._database.write_transaction("note what was done") as connection:
            found = record_of_account(connection, account, recruiter, action, detail, now)
            if not found and otherwise is not None:
                record_in(connection, otherwise, recruiter, action, detail, now)

    def delete_without_team_before(self, moment: datetime) -> None:
        """Delete the entries before `moment` that belong to no team: nobody can read them."""
        with self._database.write_transaction("forget what strangers tried") as connection:
            connection.execute(delete(audit).where(audit.c.team.is_(None), audit.c.at < moment))

    def delete_before(self, moment: datetime) -> None:
        """Delete the entries before `moment`, some at a time, so that others write in between."""
        old = select(audit.c.id).where(audit.c.at < moment).limit(BATCH)
        deleted = BATCH
        while deleted == BATCH:
            with self._database.write_transaction("forget what was done long ago") as connection:
                deleted = connection.execute(delete(audit).where(audit.c.id.in_(old))).rowcount

    def every(self, team: int) -> Iterator[AuditEntry]:
        """Yield all of a team's entries, the newest first, reading some at a time."""
        return _every(partial(self.page, team))

    def every_of_operators(self) -> Iterator[AuditEntry]:
        """Yield all entries of page_of_operators(), the newest first, reading some at a time."""
        return _every(self.page_of_operators)

    def page(self, team: int, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
        """Return a team's entries, the newest first; `before` is the last id of the page before."""
        return self._page(audit.c.team == team, before, limit)

    def page_of_operators(self, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
        """Return what operators did, to whichever team, and what commands did to the whole quiz."""
        return self._page(or_(teams.c.is_operators, _BY_OPERATOR), before, limit)

    def _page(
        self, which: ColumnElement[bool], before: int | None, limit: int
    ) -> Sequence[AuditEntry]:
        query = _ENTRIES.where(which).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        with self._database.read_connection("read what was done", patient=True) as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]


def _every(page: Callable[[int | None, int], Sequence[AuditEntry]]) -> Iterator[AuditEntry]:
    before = None
    while found := page(before, BATCH):
        yield from found
        before = found[-1].id


def record_of_account(
    connection: Connection,
    account: int,
    recruiter: int | None,
    action: Action,
    detail: Mapping[str, object],
    now: datetime,
) -> bool:
    """Add an entry to the audit of each team of an account, within a transaction.

    Returns False where the account belongs to no team.
    """
    its = select(memberships.c.team).where(memberships.c.recruiter == account, BELONGS)
    found = connection.scalars(its.order_by(memberships.c.team)).all()
    for team in found:
        record_in(connection, team, recruiter, action, detail, now)
    return bool(found)


def record_in(
    connection: Connection,
    team: int,
    recruiter: int | None,
    action: Action,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    """Add an entry to the audit of a team, within a transaction."""
    connection.execute(
        insert(audit).values(
            team=team, recruiter=recruiter, action=action, detail=dict(detail), at=now
        )
    )
