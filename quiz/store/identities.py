"""Who signs in with an identity provider, and the memberships that follow from what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from quiz.store.account_queries import end_sessions, forget_setup_link, hold
from quiz.store.account_records import Role
from quiz.store.audit import record_in
from quiz.store.database import Database
from quiz.store.schema import identities, memberships, recruiters
from quiz.text import folded_email


class Identities:
    """The identities of accounts, each by the issuer and the subject that it has there.

    An address never leads to an account: somebody else may have it at the provider.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, issuer: str, subject: str) -> int | None:
        """Return the id of the recruiter with an identity; None where nobody has it."""
        query = select(identities.c.recruiter).where(
            identities.c.issuer == issuer, identities.c.subject == subject
        )
        with self._database.read_connection("find an identity") as connection:
            found: int | None = connection.scalar(query)
        return found

    def sign_up(
        self,
        identity: tuple[str, str],
        email: str,
        name: str,
        roles: Mapping[int, Role],
        now: datetime,
    ) -> int | None:
        """Make an account for an identity, issuer and subject, with roles by team; return its id.

        Returns None, and makes none, where the address has an account already.
        """
        issuer, subject = identity
        row = {
            "last_team": min(roles),
            "email": folded_email(email),
            "name": name,
            "created_at": now,
        }
        new = self._database.insert_new(recruiters).values(row).returning(recruiters.c.id)
        with self._database.write_transaction("make an account for an identity") as connection:
            recruiter: int | None = connection.execute(new).scalar_one_or_none()
            if recruiter is None:
                return None
            its = {"issuer": issuer, "subject": subject, "recruiter": recruiter, "linked_at": now}
            connection.execute(self._database.insert(identities).values(its))
            for team, role in roles.items():
                self._join(connection, recruiter, team, role, now)
                record_in(connection, team, None, "account added", {"account": row["email"]}, now)
        return recruiter

    def connect(self, recruiter: int, issuer: str, subject: str, now: datetime) -> bool:
        """Give an account an identity; False where an account has it already."""
        its = {"issuer": issuer, "subject": subject, "recruiter": recruiter, "linked_at": now}
        new = self._database.insert_new(identities).values(its).returning(identities.c.recruiter)
        with self._database.write_transaction("connect an identity") as connection:
            return connection.execute(new).scalar_one_or_none() is not None

    def follow(self, recruiter: int, roles: Mapping[int, Role], now: datetime) -> None:
        """Make the memberships that came from the provider those with these roles by team.

        Memberships that a team has given stay as they are, and who is disabled in a team stays so.
        """
        ours = select(memberships).where(memberships.c.recruiter == recruiter)
        with self._database.write_transaction("follow the provider") as connection:
            hold(connection, recruiter)
            found = {row.team: row for row in connection.execute(ours)}
            for team, role in roles.items():
                row = found.get(team)
                if row is None or row.left_at is not None or row.joined_at is None:
                    self._join(connection, recruiter, team, role, now)
                    forget_setup_link(connection, recruiter)
                    record_in(connection, team, recruiter, "joined the team", {}, now)
                elif row.from_provider and row.role != role:
                    its = memberships.c.recruiter == recruiter, memberships.c.team == team
                    connection.execute(update(memberships).where(*its).values(role=role))
                    email = connection.scalar(
                        select(recruiters.c.email).where(recruiters.c.id == recruiter)
                    )
                    record_in(connection, team, None, "account changed", {"account": email}, now)
            for team, row in found.items():
                if row.from_provider and row.left_at is None and team not in roles:
                    its = memberships.c.recruiter == recruiter, memberships.c.team == team
                    connection.execute(update(memberships).where(*its).values(left_at=now))
                    end_sessions(connection, recruiter, team)
                    record_in(connection, team, recruiter, "left the team", {}, now)

    def _join(
        self, connection: Connection, recruiter: int, team: int, role: Role, now: datetime
    ) -> None:
        """Make somebody a member; who was disabled before leaving stays disabled."""
        row = {
            "role": role,
            "name": None,
            "join_hash": None,
            "join_ends_at": None,
            "joined_at": now,
            "left_at": None,
            "from_provider": True,
        }
        its = memberships.c.recruiter == recruiter, memberships.c.team == team
        if not connection.execute(update(memberships).where(*its).values(row)).rowcount:
            new = self._database.insert(memberships)
            connection.execute(new.values(recruiter=recruiter, team=team, **row))
