"""The accounts of those who run the quiz, which are of no team of recruiters.

They are accounts like those of recruiters, with the role `operator` in one row of the table of
teams that no list of teams has. What commands did to the whole quiz is recorded there too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from quiz.store.account_records import Account, Action, NewRecruiter
from quiz.store.accounts import Accounts, insert_account, insert_team
from quiz.store.audit import record_in, record_of_account
from quiz.store.database import Database
from quiz.store.memberships import Memberships, Welcome
from quiz.store.schema import teams

NO_NAME = ""
"""The name in the row of the operators, which no team can have."""


class _Taken(Exception):  # noqa: N818 - named for what it is about
    """An address is an operator's, so the transaction is rolled back."""


class Operators:
    """The accounts of operators, and the record of what the commands did."""

    def __init__(self, database: Database, accounts: Accounts, members: Memberships) -> None:
        self._database = database
        self._accounts = accounts
        self._members = members

    def add(self, email: str, name: str, setup_token: str, now: datetime) -> int | None:
        """Add an account, which needs a second factor; None where the address has an account."""
        with self._database.write_transaction("look for the operators") as connection:
            row = self._row(connection, now)
        return self._accounts.add(NewRecruiter(row, email, name, "operator", setup_token), now)

    def add_team(
        self, name: str, time_zone: str, administrator: NewRecruiter, now: datetime
    ) -> tuple[int, Welcome] | None:
        """Add a team with its first administrator, whose `team_id` does not matter.

        Returns the id of the team, and what the link of the administrator is for. Returns None,
        and adds neither, where the name of the team is taken, or the address is an operator's.
        """
        with (
            suppress(_Taken),
            self._database.write_transaction("add a team with an administrator") as connection,
        ):
            team = insert_team(self._database, connection, name, now, time_zone)
            if team is None:
                return None
            first = replace(administrator, team_id=team, role="administrator")
            if insert_account(self._database, connection, first, now) is not None:
                return team, "to set up"
            welcome = self._members.add_within(connection, first, now)
            if welcome is None:
                raise _Taken
            return team, welcome
        return None

    def people(self) -> Sequence[Account]:
        """Return the accounts of operators, by address."""
        with self._database.read_connection("look for the operators") as connection:
            row = connection.scalar(select(teams.c.id).where(teams.c.is_operators))
        return [] if row is None else self._accounts.people(row)

    def record_command(
        self, action: Action, detail: Mapping[str, object], now: datetime, team: int | None = None
    ) -> None:
        """Add an entry to the audit for what a command did to a team, or to the whole quiz."""
        with self._database.write_transaction("note what a command did") as connection:
            of = self._row(connection, now) if team is None else team
            record_in(connection, of, None, action, detail, now)

    def record_command_about(self, account: int, action: Action, email: str, now: datetime) -> None:
        """Add an entry for what a command did to an account, in each team of the account.

        Where it belongs to none, the entry is added to those about the whole quiz.
        """
        with self._database.write_transaction("note what a command did") as connection:
            detail = {"account": email}
            if not record_of_account(connection, account, None, action, detail, now):
                record_in(connection, self._row(connection, now), None, action, detail, now)

    def _row(self, connection: Connection, now: datetime) -> int:
        """Return the id of the row of the operators, which is made where there is none."""
        row = {
            "name": NO_NAME,
            "created_at": now,
            "is_operators": True,
            "requires_second_factor": True,
        }
        connection.execute(self._database.insert_new(teams).values(row))
        found: int = connection.execute(select(teams.c.id).where(teams.c.is_operators)).scalar_one()
        return found
