"""What was done with accounts and results, for the team to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from quiz.store.account_records import Action, AuditEntry
from quiz.store.database import Database
from quiz.store.schema import audit, recruiters


class Audit:
    """A log of teams that only grows; each reads its own entries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        team: int | None,
        recruiter: int | None,
        action: Action,
        detail: Mapping[str, Any],
        now: datetime,
    ) -> None:
        """Note an action; `recruiter` is who did it, None for the commands.

        Without a `team` it concerns an account that does not exist. It is kept all the
        same, because the time that this takes would tell such accounts from others.
        """
        with self._database.writing("note what was done") as connection:
            connection.execute(
                insert(audit).values(
                    team=team, recruiter=recruiter, action=action, detail=dict(detail), at=now
                )
            )

    def forget_strangers(self, moment: datetime) -> None:
        """Delete the entries before `moment` that are of no team: nobody reads them."""
        with self._database.writing("forget what strangers tried") as connection:
            connection.execute(delete(audit).where(audit.c.team.is_(None), audit.c.at < moment))

    def page(self, team: int, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
        """Return a team's entries, the newest first; `before` is the last id of another page."""
        wanted = (
            select(audit.c.id, audit.c.at, audit.c.action, audit.c.detail, recruiters.c.name)
            .outerjoin(recruiters, audit.c.recruiter == recruiters.c.id)
            .where(audit.c.team == team)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            wanted = wanted.where(audit.c.id < before)
        with self._database.reading("read what was done") as connection:
            return [AuditEntry(*row) for row in connection.execute(wanted)]
