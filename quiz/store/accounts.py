"""The accounts of recruiters: their teams, how they are set up, and their passwords."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Update, and_, func, select, update

from quiz.store.account_queries import (
    ACCOUNTS,
    account,
    belongs_elsewhere,
    end_sessions,
    first_team,
    hold,
)
from quiz.store.account_records import Account, NewRecruiter, Recruiter, Team
from quiz.store.database import Database
from quiz.store.schema import memberships, recruiters, teams
from quiz.store.stages import add_defaults
from quiz.store.tokens import hash_token
from quiz.text import folded_email

SETUP_LASTS = timedelta(hours=72)
"""How long the link for setting up an account works."""

_TEAMS = (
    select(teams.c.id, teams.c.name, func.count(memberships.c.recruiter), teams.c.time_zone)
    .outerjoin(memberships, and_(memberships.c.team == teams.c.id, memberships.c.left_at.is_(None)))
    .where(teams.c.is_operators.is_(False))
    .group_by(teams.c.id, teams.c.name, teams.c.time_zone)
    .order_by(teams.c.name)
)
_OF_FIRST_TEAM = ACCOUNTS.where(memberships.c.team == first_team(recruiters.c.id))


class Accounts:
    """Teams and accounts; which teams an account belongs to is in Memberships."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_team(self, name: str, now: datetime, time_zone: str = "UTC") -> int | None:
        """Add a team with the default stages; return its id, or None where the name is taken."""
        with self._database.write_transaction("add a team") as connection:
            return insert_team(self._database, connection, name, now, time_zone)

    def change_time_zone(self, team: int, time_zone: str) -> None:
        """Change the time zone in which a team's days are."""
        with self._database.write_transaction("change a time zone") as connection:
            connection.execute(update(teams).where(teams.c.id == team).values(time_zone=time_zone))

    def require_second_factor(self, team: int, *, required: bool) -> None:
        """Require a second factor from all members of a team, or make it optional."""
        with self._database.write_transaction("require a second factor") as connection:
            connection.execute(
                update(teams).where(teams.c.id == team).values(requires_second_factor=required)
            )

    def teams(self) -> Sequence[Team]:
        """Return all teams, by name."""
        with self._database.read_connection("list the teams") as connection:
            return [Team(*row) for row in connection.execute(_TEAMS)]

    def team(self, name: str) -> Team | None:
        """Return the team with this name; None where there is none."""
        return self._team(teams.c.name == name)

    def team_with_id(self, team: int) -> Team | None:
        """Return the team with this id; None where there is none."""
        return self._team(teams.c.id == team)

    def add(self, new: NewRecruiter, now: datetime) -> int | None:
        """Add an account and return the id of its recruiter; None where the address has one."""
        with self._database.write_transaction("add an account") as connection:
            return insert_account(self._database, connection, new, now)

    def people(self, team: int | None = None, *, also_gone: bool = False) -> Sequence[Account]:
        """Return the accounts of a team, or of all teams of recruiters, by team and address.

        An account is returned once for each of its teams, and `also_gone` in those that it left.
        """
        of_team = teams.c.is_operators.is_(False) if team is None else memberships.c.team == team
        query = ACCOUNTS.where(of_team).order_by(teams.c.name, recruiters.c.email)
        if not also_gone:
            query = query.where(memberships.c.left_at.is_(None))
        with self._database.read_connection("list the accounts") as connection:
            return [account(row) for row in connection.execute(query).all()]

    def person(self, team: int, recruiter: int) -> Account | None:
        """Return the account of a member of this team; None where there is none with this id."""
        its = memberships.c.team == team, memberships.c.left_at.is_(None)
        return self._find(ACCOUNTS.where(recruiters.c.id == recruiter, *its))

    def find(self, email: str) -> Account | None:
        """Return the account with this e-mail address, however it is written.

        It is returned in the team that its owner works in first.
        """
        return self._find(_OF_FIRST_TEAM.where(recruiters.c.email == folded_email(email)))

    def of_recruiter(self, recruiter: int) -> Account | None:
        """Return an account in the team that its owner works in first."""
        return self._find(_OF_FIRST_TEAM.where(recruiters.c.id == recruiter))

    def to_set_up(self, setup_token: str, now: datetime) -> Recruiter | None:
        """Return the recruiter of a set-up link; None where it was used, has ended, or is wrong."""
        found = self._find(_OF_FIRST_TEAM.where(*_open_to(setup_token, now)))
        return None if found is None else found.recruiter

    def set_up(self, setup_token: str, password_hash: str, now: datetime) -> bool:
        """Set the password of the account of a set-up link, and use up the token.

        Ends the sessions that were begun with the password before. Of several calls with one
        token at the same time, one returns True.
        """
        done = (
            update(recruiters)
            .where(*_open_to(setup_token, now))
            .values(password_hash=password_hash, setup_hash=None, setup_ends_at=None)
        )
        with self._database.write_transaction("set up an account") as connection:
            recruiter = connection.scalar(done.returning(recruiters.c.id))
            if recruiter is not None:
                end_sessions(connection, recruiter)
        return recruiter is not None

    def rename(self, recruiter: int, name: str) -> None:
        """Change the name of an account, which all its teams see."""
        with self._database.write_transaction("rename an account") as connection:
            connection.execute(_updating(recruiter, name=name))

    def change_password(self, recruiter: int, *, before: str, after: str) -> bool:
        """Replace the password hash `before` by `after`, and end all sessions.

        Returns False, and changes nothing, where the password was changed meanwhile.
        """
        with self._database.write_transaction("change a password") as connection:
            changed = self._replace(connection, recruiter, before, after)
            if changed:
                end_sessions(connection, recruiter)
        return changed

    def rehash(self, recruiter: int, *, before: str, after: str) -> None:
        """Store a newer hash of the same password, unless it was changed meanwhile."""
        with self._database.write_transaction("renew the hash of a password") as connection:
            self._replace(connection, recruiter, before, after)

    def reset(
        self, recruiter: int, setup_token: str, now: datetime, *, by_team: int | None = None
    ) -> bool:
        """Make an account wait to be set up again: no password, no sessions, no older link.

        For an administrator of the team `by_team`: returns False, and changes nothing, where the
        account belongs to another team as well.
        """
        values = {
            "password_hash": None,
            "setup_hash": hash_token(setup_token),
            "setup_ends_at": now + SETUP_LASTS,
        }
        with self._database.write_transaction("reset an account") as connection:
            hold(connection, recruiter)
            if by_team is not None and belongs_elsewhere(connection, recruiter, by_team):
                return False
            connection.execute(_updating(recruiter, **values))
            end_sessions(connection, recruiter)
        return True

    def disable(self, recruiter: int, now: datetime) -> None:
        """Disable an account in all its teams: it can be neither used nor set up; sessions end."""
        # The account first: a sign-in at the same time waits for it, see Sessions.start.
        with self._database.write_transaction("disable an account") as connection:
            connection.execute(_updating(recruiter, disabled_at=now))
            end_sessions(connection, recruiter)

    def enable(self, recruiter: int) -> None:
        """Enable a disabled account; its sessions stay ended."""
        with self._database.write_transaction("enable an account") as connection:
            connection.execute(_updating(recruiter, disabled_at=None))

    def _team(self, which: ColumnElement[bool]) -> Team | None:
        with self._database.read_connection("find a team") as connection:
            row = connection.execute(_TEAMS.where(which)).one_or_none()
        return None if row is None else Team(*row)

    def _find(self, query: Select[Any]) -> Account | None:
        with self._database.read_connection("find an account") as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else account(row)

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


def _open_to(setup_token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        recruiters.c.setup_hash == hash_token(setup_token),
        recruiters.c.setup_ends_at > now,
        recruiters.c.disabled_at.is_(None),
    )


def insert_team(
    database: Database, connection: Connection, name: str, now: datetime, time_zone: str
) -> int | None:
    """Insert a team with the default stages; return its id, or None where the name is taken."""
    row = {"name": name, "created_at": now, "time_zone": time_zone}
    new = database.insert_new(teams).values(row).returning(teams.c.id)
    team: int | None = connection.execute(new).scalar_one_or_none()
    if team is not None:
        add_defaults(connection, team)
    return team


def insert_account(
    database: Database, connection: Connection, new: NewRecruiter, now: datetime
) -> int | None:
    """Insert an account that belongs to a team, and return the id of its recruiter.

    Returns None where the address has an account.
    """
    row = {
        "last_team": new.team_id,
        "email": folded_email(new.email),
        "name": new.name,
        "setup_hash": hash_token(new.setup_token),
        "setup_ends_at": now + SETUP_LASTS,
        "created_at": now,
    }
    inserted = database.insert_new(recruiters).values(row).returning(recruiters.c.id)
    id_: int | None = connection.execute(inserted).scalar_one_or_none()
    if id_ is not None:
        belongs = {"team": new.team_id, "role": new.role, "joined_at": now}
        connection.execute(database.insert(memberships).values(recruiter=id_, **belongs))
    return id_
