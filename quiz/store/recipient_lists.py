"""Lists of addresses that recruiters have entered, until they are sent or thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.schema import recipient_lists, recipients


class RecipientLists:
    """One list for each invitation and recruiter; `entries` are JSON data of the pages."""

    def __init__(self, database: Database, erasure: Erasure) -> None:
        self._database = database
        self._erasure = erasure

    def keep(self, invitation: int, recruiter: int, entries: Sequence[Any], now: datetime) -> None:
        """Keep a list in the place of the one before."""
        row = {"entries": list(entries), "made_at": now}
        its = {"invitation": invitation, "recruiter": recruiter}
        with self._database.write_transaction("keep a list", patient=True) as connection:
            connection.execute(
                self._database.insert(recipient_lists)
                .values(**its, **row)
                .on_conflict_do_update(index_elements=list(its), set_=row)
            )

    def of(self, invitation: int, recruiter: int) -> Sequence[Any]:
        """Return the list of a recruiter; empty where there is none."""
        query = select(recipient_lists.c.entries).where(
            recipient_lists.c.invitation == invitation, recipient_lists.c.recruiter == recruiter
        )
        with self._database.read_connection("read a list", patient=True) as connection:
            return connection.scalar(query) or ()

    def throw_away(self, invitation: int, recruiter: int) -> None:
        """Delete the list of a recruiter."""
        its = (
            recipient_lists.c.invitation == invitation,
            recipient_lists.c.recruiter == recruiter,
        )
        with self._erasure.transaction("delete a list") as connection:
            connection.execute(delete(recipient_lists).where(*its))

    def known(self, invitation: int) -> set[str]:
        """Return the folded addresses that have an invitation already."""
        query = select(recipients.c.email_folded).where(recipients.c.invitation == invitation)
        with self._database.read_connection("read who is invited", patient=True) as connection:
            return set(connection.scalars(query))
