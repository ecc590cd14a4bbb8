"""The audit: what was done with accounts and results, for the team to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from quiz.store.account_queries import BELONGS
from quiz.store.account_records import Action, AuditEntry
from quiz.store.database import Database
from quiz.store.schema import audit, memberships, recruiters


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
    ) -> None:
        """Add an entry about an account to the audit of each team that it belongs to."""
        with self._database.write_transaction("note what was done") as connection:
            record_of_account(connection, account, recruiter, action, detail, now)

    def delete_without_team_before(self, moment: datetime) -> None:
        """Delete the entries before `moment` that belong to no team: nobody can read them."""
        with self._database.write_transaction("forget what strangers tried") as connection:
            connection.execute(delete(audit).where(audit.c.team.is_(None), audit.c.at < moment))

    def page(self, team: int, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
        """Return a team's entries, the newest first; `before` is the last id of the page before."""
        query = (
            select(audit.c.id, audit.c.at, audit.c.action, audit.c.detail, recruiters.c.name)
            .outerjoin(recruiters, audit.c.recruiter == recruiters.c.id)
            .where(audit.c.team == team)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(audit.c.id < before)
        with self._database.read_connection("read what was done", patient=True) as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]


def record_of_account(
    connection: Connection,
    account: int,
    recruiter: int | None,
    action: Action,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    """Add an entry to the audit of each team of an account, within a transaction."""
    its = select(memberships.c.team).where(memberships.c.recruiter == account, BELONGS)
    for team in connection.scalars(its.order_by(memberships.c.team)).all():
        record_in(connection, team, recruiter, action, detail, now)


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
