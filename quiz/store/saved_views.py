"""The views that a team has saved of its board: a name, and the query of an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from quiz.store.database import Database
from quiz.store.schema import recruiters, saved_views, teams

MOST_VIEWS = 30
"""How many views a team can save: each is counted whenever the board is shown."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved view; `by` is the name of the recruiter who saved or replaced it last."""

    id: int
    name: str
    query: str
    by: str
    saved_at: datetime


class SavedViews:
    """The saved views of all teams; every recruiter of a team can change each of its views."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_team(self, team: int) -> Sequence[SavedView]:
        """Return the views of a team in the order in which they were first saved."""
        query = (
            select(
                saved_views.c.id,
                saved_views.c.name,
                saved_views.c.query,
                recruiters.c.name,
                saved_views.c.saved_at,
            )
            .join(recruiters, saved_views.c.recruiter == recruiters.c.id)
            .where(saved_views.c.team == team)
            .order_by(saved_views.c.id)
        )
        with self._database.read_connection("list the saved views", patient=True) as connection:
            return [SavedView(*row) for row in connection.execute(query)]

    def add(self, team: int, recruiter: int, name: str, query: str, now: datetime) -> int | None:
        """Save a view and return its id; None if the name is taken, or there are MOST_VIEWS."""
        with self._database.write_transaction("save a view") as connection:
            names = _lock(connection, team)
            if name in names.values() or len(names) >= MOST_VIEWS:
                return None
            row = {"team": team, "recruiter": recruiter, "name": name, "query": query}
            added: int = connection.execute(
                insert(saved_views).values(**row, saved_at=now).returning(saved_views.c.id)
            ).scalar_one()
        return added

    def replace(self, team: int, view: int, recruiter: int, query: str, now: datetime) -> bool:
        """Let a view show something else; False if the team has no such view."""
        values = {"recruiter": recruiter, "query": query, "saved_at": now}
        changed = update(saved_views).where(saved_views.c.team == team, saved_views.c.id == view)
        with self._database.write_transaction("replace a view") as connection:
            return connection.execute(changed.values(values)).rowcount == 1

    def rename(self, team: int, view: int, name: str) -> bool:
        """Rename a view; False if another one has the name, or the team has no such view."""
        with self._database.write_transaction("rename a view") as connection:
            names = _lock(connection, team)
            if view not in names or name in (names[id_] for id_ in names if id_ != view):
                return False
            connection.execute(
                update(saved_views).where(saved_views.c.id == view).values(name=name)
            )
        return True

    def delete(self, team: int, view: int) -> bool:
        """Delete a view; False if the team has no such view."""
        gone = delete(saved_views).where(saved_views.c.team == team, saved_views.c.id == view)
        with self._database.write_transaction("delete a view") as connection:
            return connection.execute(gone).rowcount == 1


def _lock(connection: Connection, team: int) -> dict[int, str]:
    """Lock the views of a team until the transaction ends, and return their names by their ids."""
    connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())
    query = select(saved_views.c.id, saved_views.c.name).where(saved_views.c.team == team)
    return {row.id: row.name for row in connection.execute(query)}
