"""The accounts of recruiters: their teams, how they are set up, and their passwords."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Update, delete, func, select, update

from quiz.store.account_records import Account, NewRecruiter, Recruiter, Team, folded
from quiz.store.database import Database
from quiz.store.schema import recruiter_sessions, recruiters, teams
from quiz.store.tokens import hash_token

SETUP_LASTS = timedelta(hours=72)
"""How long the link works with which somebody sets up an account."""

WHO = (
    recruiters.c.id,
    recruiters.c.team,
    teams.c.name,
    recruiters.c.email,
    recruiters.c.name,
    recruiters.c.role,
)
"""The columns of a Recruiter, in its order."""

_ACCOUNTS = (
    select(
        *WHO,
        recruiters.c.password_hash,
        recruiters.c.setup_ends_at,
        recruiters.c.disabled_at,
    )
    .join(teams)
    .order_by(teams.c.name, recruiters.c.email)
)
_TEAMS = (
    select(teams.c.id, teams.c.name, func.count(recruiters.c.id))
    .outerjoin(recruiters)
    .group_by(teams.c.id, teams.c.name)
    .order_by(teams.c.name)
)


class Accounts:
    """Teams and their recruiters; each recruiter belongs to one team."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_team(self, name: str, now: datetime) -> int | None:
        """Make a team and return its id; None, and nothing is made, when the name is taken."""
        new = (
            self._database.insert_new(teams).values(name=name, created_at=now).returning(teams.c.id)
        )
        with self._database.writing("add a team") as connection:
            return connection.execute(new).scalar_one_or_none()

    def teams(self) -> Sequence[Team]:
        """Return all teams, by name."""
        with self._database.reading("list the teams") as connection:
            return [Team(*row) for row in connection.execute(_TEAMS)]

    def team(self, name: str) -> Team | None:
        """Return the team of this name; None when there is none."""
        with self._database.reading("find a team") as connection:
            row = connection.execute(_TEAMS.where(teams.c.name == name)).one_or_none()
        return None if row is None else Team(*row)

    def add(self, new: NewRecruiter, now: datetime) -> int | None:
        """Make an account and return the id of its recruiter; None when it has the address."""
        row = {
            "team": new.team_id,
            "email": folded(new.email),
            "name": new.name,
            "role": new.role,
            "setup_hash": hash_token(new.setup_token),
            "setup_ends_at": now + SETUP_LASTS,
            "created_at": now,
        }
        inserted = self._database.insert_new(recruiters).values(row).returning(recruiters.c.id)
        with self._database.writing("add an account") as connection:
            return connection.execute(inserted).scalar_one_or_none()

    def people(self, team: int | None = None) -> Sequence[Account]:
        """Return the accounts of a team, or of all teams, by team and address."""
        wanted = _ACCOUNTS if team is None else _ACCOUNTS.where(recruiters.c.team == team)
        with self._database.reading("list the accounts") as connection:
            return [_account(row) for row in connection.execute(wanted).all()]

    def person(self, team: int, recruiter: int) -> Account | None:
        """Return the account of somebody of this team; None for anybody else."""
        return self._find(_ACCOUNTS.where(recruiters.c.id == recruiter, recruiters.c.team == team))

    def find(self, email: str) -> Account | None:
        """Return the account with this e-mail address, however it is written."""
        return self._find(_ACCOUNTS.where(recruiters.c.email == folded(email)))

    def to_set_up(self, setup_token: str, now: datetime) -> Recruiter | None:
        """Return whose account this token sets up; None when it is used, past or none."""
        found = self._find(_ACCOUNTS.where(*_open_to(setup_token, now)))
        return None if found is None else found.recruiter

    def set_up(self, setup_token: str, password_hash: str, now: datetime) -> bool:
        """Let a recruiter sign in with this password from now on; the token is used up.

        Of several who come with one token at once, one is told True.
        """
        done = (
            update(recruiters)
            .where(*_open_to(setup_token, now))
            .values(password_hash=password_hash, setup_hash=None, setup_ends_at=None)
        )
        with self._database.writing("set up an account") as connection:
            return connection.execute(done).rowcount == 1

    def change_password(self, recruiter: int, *, before: str, after: str) -> bool:
        """Put the password hash `after` in the place of `before`, and end all sessions.

        Returns False, and changes nothing, when the password is another one by now.
        """
        with self._database.writing("change a password") as connection:
            changed = self._replace(connection, recruiter, before, after)
            if changed:
                _end_sessions(connection, recruiter)
        return changed

    def rehash(self, recruiter: int, *, before: str, after: str) -> None:
        """Keep the same password with a newer hash, unless it was changed meanwhile."""
        with self._database.writing("renew the hash of a password") as connection:
            self._replace(connection, recruiter, before, after)

    def reset(self, recruiter: int, setup_token: str, now: datetime) -> None:
        """Let an account wait to be set up anew: no password, no sessions, no older link."""
        self._change(
            "reset an account",
            recruiter,
            password_hash=None,
            setup_hash=hash_token(setup_token),
            setup_ends_at=now + SETUP_LASTS,
        )

    def disable(self, recruiter: int, now: datetime) -> None:
        """Let nobody sign in with an account, or set it up, and end its sessions."""
        self._change("disable an account", recruiter, disabled_at=now)

    def enable(self, recruiter: int) -> None:
        """Let a disabled account be as it was before, without its sessions."""
        with self._database.writing("enable an account") as connection:
            connection.execute(_updating(recruiter, disabled_at=None))

    def _find(self, wanted: Select[Any]) -> Account | None:
        with self._database.reading("find an account") as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else _account(row)

    def _change(self, purpose: str, recruiter: int, **values: object) -> None:
        """Change an account and end its sessions."""
        # The account first: whoever signs in meanwhile waits for it, see Sessions.start.
        with self._database.writing(purpose) as connection:
            connection.execute(_updating(recruiter, **values))
            _end_sessions(connection, recruiter)

    @staticmethod
    def _replace(connection: Connection, recruiter: int, before: str, after: str) -> bool:
        replaced = (
            update(recruiters)
            .where(recruiters.c.id == recruiter, recruiters.c.password_hash == before)
            .values(password_hash=after)
        )
        return connection.execute(replaced).rowcount == 1


def _updating(recruiter: int, **values: object) -> Update:
    return update(recruiters).where(recruiters.c.id == recruiter).values(values)


def _account(row: Sequence[Any]) -> Account:
    return Account(Recruiter(*row[: len(WHO)]), *row[len(WHO) :])


def _open_to(setup_token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        recruiters.c.setup_hash == hash_token(setup_token),
        recruiters.c.setup_ends_at > now,
        recruiters.c.disabled_at.is_(None),
    )


def _end_sessions(connection: Connection, recruiter: int) -> None:
    connection.execute(
        delete(recruiter_sessions).where(recruiter_sessions.c.recruiter == recruiter)
    )
