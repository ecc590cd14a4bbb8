"""How many browsers opened each invitation on each day. Nothing is known of who opened it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from threading import Lock
from typing import Any

from sqlalchemy import Date, Integer, delete, literal, select

from quiz.store.database import Database
from quiz.store.schema import invitation_openings, invitations

Key = tuple[int, dt.date]
"""An invitation, and a day in the time zone of its team."""


class Openings:
    """The openings of all invitations, which are written some time after they are counted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: Counter[Key] = Counter()
        self._lock = Lock()

    def count(self, invitation: int, day: dt.date) -> None:
        """Count an opening; it is written later, so that nobody waits for it."""
        with self._lock:
            self._counted[invitation, day] += 1

    def write(self) -> None:
        """Write what was counted. Writes only if there is anything."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        if not counted:
            return
        try:
            with self._database.write_transaction("count openings") as connection:
                # In one order, so that two processes do not wait for each other.
                for (invitation, day), number in sorted(counted.items()):
                    connection.execute(self._adding(invitation, day, number))
        except BaseException:
            with self._lock:
                self._counted += counted
            raise

    def delete_before(self, day: dt.date) -> None:
        """Delete what was counted before `day`."""
        with self._database.write_transaction("forget old openings") as connection:
            connection.execute(delete(invitation_openings).where(invitation_openings.c.day < day))

    def _adding(self, invitation: int, day: dt.date, number: int) -> Any:
        """Return the statement that adds to a count; nothing for an invitation that is gone."""
        row = select(invitations.c.id, literal(day, Date), literal(number, Integer)).where(
            invitations.c.id == invitation
        )
        columns = invitation_openings.c
        insert = self._database.insert(invitation_openings).from_select(list(columns.keys()), row)
        return insert.on_conflict_do_update(
            index_elements=["invitation", "day"],
            set_={"number": columns.number + insert.excluded.number},
        )
