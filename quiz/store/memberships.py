"""Which teams an account belongs to, and its role in each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, or_, select, update

from quiz.store.account_queries import (
    ACCOUNTS,
    BELONGS,
    HAS_IDENTITY,
    WORKS,
    account,
    belongs_elsewhere,
    end_sessions,
    forget_setup_link,
    hold,
)
from quiz.store.account_records import Account, NewRecruiter, Recruiter, Role
from quiz.store.accounts import SETUP_LASTS
from quiz.store.database import Database
from quiz.store.schema import identities, memberships, recruiters, teams
from quiz.store.tokens import hash_token
from quiz.text import folded_email

Welcome = Literal["to set up", "to join"]
"""What the link of somebody who was added is for: to choose a password, or to sign in and join."""


class Memberships:
    """The memberships of all accounts.

    Nobody becomes a member without agreeing to it: the owner of an account that is in use joins
    with a link, after signing in. What a team does with a membership concerns no other team.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, recruiter: int) -> Sequence[Recruiter]:
        """Return a recruiter in each of the teams in which they can work, by name of the team."""
        query = ACCOUNTS.where(recruiters.c.id == recruiter, WORKS).order_by(teams.c.name)
        with self._database.read_connection("list the teams of somebody") as connection:
            return [account(row).recruiter for row in connection.execute(query)]

    def of_account(self, recruiter: int) -> Sequence[Account]:
        """Return an account in each team that has not lost it, by name of the team."""
        its = recruiters.c.id == recruiter, memberships.c.left_at.is_(None)
        query = ACCOUNTS.where(*its).order_by(teams.c.name)
        with self._database.read_connection("list the teams of an account") as connection:
            return [account(row) for row in connection.execute(query)]

    def add(self, new: NewRecruiter, now: datetime) -> Welcome | None:
        """Add the owner of an existing account to a team; return what their link is for.

        It is to join, unless the account belongs to no team any more: then it is set up again.
        Returns None where the team has them already, where there is no such account, and where it
        is an operator's, which belongs to no team of recruiters.
        """
        with self._database.write_transaction("add somebody to a team") as connection:
            return self.add_within(connection, new, now)

    def welcome(self, email: str, team: int) -> Welcome | None:
        """Return what `add` would return now for the owner of an address and a team."""
        with self._database.read_connection("look up what a link is for") as connection:
            recruiter = connection.scalar(_with_address(email))
            return self._welcome(connection, recruiter, team)

    def add_within(
        self, connection: Connection, new: NewRecruiter, now: datetime
    ) -> Welcome | None:
        """Do what `add` does, within a transaction."""
        recruiter = connection.scalar(_with_address(new.email).with_for_update())
        welcome = self._welcome(connection, recruiter, new.team_id)
        if recruiter is None or welcome is None:
            return None
        link = {"hash": hash_token(new.setup_token), "ends_at": now + SETUP_LASTS}
        if welcome == "to set up":
            # Whoever passes the link on could use it, and must not come into teams that the
            # identity provider gives to the owner of an identity later.
            connection.execute(delete(identities).where(identities.c.recruiter == recruiter))
            connection.execute(
                update(recruiters)
                .where(recruiters.c.id == recruiter)
                .values(
                    name=new.name,
                    last_team=new.team_id,
                    password_hash=None,
                    setup_hash=link["hash"],
                    setup_ends_at=link["ends_at"],
                )
            )
            self._put(connection, recruiter, new, joined_at=now)
        else:
            joins = {"join_hash": link["hash"], "join_ends_at": link["ends_at"]}
            self._put(connection, recruiter, new, name=new.name, **joins)
        return welcome

    def renew_link(self, team: int, recruiter: int, token: str, now: datetime) -> bool:
        """Replace the link of somebody who has not joined yet; False where they have."""
        waiting = memberships.c.joined_at.is_(None), memberships.c.left_at.is_(None)
        link = {"join_hash": hash_token(token), "join_ends_at": now + SETUP_LASTS}
        renewed = update(memberships).where(*_its(team, recruiter), *waiting).values(link)
        with self._database.write_transaction("make a new link to join") as connection:
            return connection.execute(renewed).rowcount == 1

    def to_join(self, token: str, now: datetime) -> Recruiter | None:
        """Return who a link to join is for, in its team; None where it was used or has ended."""
        query = ACCOUNTS.where(*_open_to(token, now), recruiters.c.disabled_at.is_(None))
        with self._database.read_connection("find a link to join") as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else account(row).recruiter

    def join(self, token: str, recruiter: int, now: datetime) -> bool:
        """Make the signed-in owner of a link a member, and use it up; False where it has ended."""
        used = {"joined_at": now, "name": None, "join_hash": None, "join_ends_at": None}
        its = memberships.c.recruiter == recruiter, *_open_to(token, now)
        with self._database.write_transaction("join a team") as connection:
            hold(connection, recruiter)
            joined = connection.execute(update(memberships).where(*its).values(used)).rowcount == 1
            if joined:
                forget_setup_link(connection, recruiter)
        return joined

    def change(self, team: int, recruiter: int, name: str | None, role: Role) -> bool:
        """Change the role of somebody in a team, and the name of their account if one is given.

        The name stays as it is while the account belongs to another team as well. Returns False,
        and changes nothing, where the team would have no administrator left.
        """
        with self._database.write_transaction("change an account") as connection:
            if role != "administrator" and self._is_last(connection, team, recruiter):
                return False
            hold(connection, recruiter)
            values: dict[str, Any] = {"role": role}
            if name is not None and not self._belongs(connection, team, recruiter):
                values["name"] = name
            elif name is not None and not belongs_elsewhere(connection, recruiter, team):
                renamed = update(recruiters).where(recruiters.c.id == recruiter)
                connection.execute(renamed.values(name=name))
            connection.execute(update(memberships).where(*_its(team, recruiter)).values(values))
        return True

    def choose_columns(self, team: int, recruiter: int, columns: Sequence[str] | None) -> None:
        """Keep which columns of the board a recruiter sees in a team; None for the usual ones."""
        with self._database.write_transaction("choose columns") as connection:
            connection.execute(
                update(memberships).where(*_its(team, recruiter)).values(columns=columns)
            )

    def disable(self, team: int, recruiter: int, now: datetime) -> bool:
        """Let somebody work in a team no more; the sessions in it end.

        Returns False, and changes nothing, where the team would have no administrator left.
        """
        with self._database.write_transaction("disable somebody in a team") as connection:
            if self._is_last(connection, team, recruiter):
                return False
            self._end(connection, team, recruiter, disabled_at=now)
        return True

    def enable(self, team: int, recruiter: int) -> None:
        """Let somebody who was disabled work in a team again; the sessions stay ended."""
        enabled = update(memberships).where(*_its(team, recruiter)).values(disabled_at=None)
        with self._database.write_transaction("enable somebody in a team") as connection:
            connection.execute(enabled)

    def leave(self, team: int, recruiter: int, now: datetime) -> bool:
        """End a membership; only a new link brings it back.

        Returns False, and changes nothing, where the team would have no administrator left.
        """
        with self._database.write_transaction("leave a team") as connection:
            if self._is_last(connection, team, recruiter):
                return False
            self._end(connection, team, recruiter, left_at=now, join_hash=None, join_ends_at=None)
        return True

    def _put(
        self, connection: Connection, recruiter: int, new: NewRecruiter, **values: object
    ) -> None:
        """Add a membership, or let one that had ended begin anew."""
        begun: dict[str, Any] = dict.fromkeys(column.name for column in memberships.columns)
        begun |= {"recruiter": recruiter, "team": new.team_id, "role": new.role}
        row = {**begun, "from_provider": False, **values}
        anew = update(memberships).where(*_its(new.team_id, recruiter)).values(row)
        if not connection.execute(anew).rowcount:
            connection.execute(self._database.insert(memberships).values(row))

    def _welcome(self, connection: Connection, recruiter: int | None, team: int) -> Welcome | None:
        """Return what the link would be for with which somebody is added to a team."""
        if recruiter is None or self._has(connection, recruiter, team):
            return None
        if self._is_operator(connection, recruiter):
            return None
        return "to set up" if self._is_without_team(connection, recruiter) else "to join"

    @staticmethod
    def _has(connection: Connection, recruiter: int, team: int) -> bool:
        its = *_its(team, recruiter), memberships.c.left_at.is_(None)
        return connection.scalar(select(memberships.c.team).where(*its)) is not None

    @staticmethod
    def _is_operator(connection: Connection, recruiter: int) -> bool:
        its = memberships.c.recruiter == recruiter, memberships.c.role == "operator"
        return connection.scalar(select(memberships.c.team).where(*its)) is not None

    @staticmethod
    def _belongs(connection: Connection, team: int, recruiter: int) -> bool:
        its = select(memberships.c.team).where(*_its(team, recruiter), BELONGS)
        return connection.scalar(its) is not None

    @staticmethod
    def _is_without_team(connection: Connection, recruiter: int) -> bool:
        """Return whether an account that is not disabled has left all its teams."""
        belongs = select(func.count()).where(memberships.c.recruiter == recruiter, BELONGS)
        disabled = select(recruiters.c.disabled_at).where(recruiters.c.id == recruiter)
        return not connection.scalar(belongs) and connection.scalar(disabled) is None

    @staticmethod
    def _is_last(connection: Connection, team: int, recruiter: int) -> bool:
        """Return whether somebody is the only administrator of a team."""
        return list(connection.scalars(_administrators(team))) == [recruiter]

    @staticmethod
    def _end(connection: Connection, team: int, recruiter: int, **values: object) -> None:
        # The account first: a sign-in at the same time waits for it, see Sessions.start.
        hold(connection, recruiter)
        connection.execute(update(memberships).where(*_its(team, recruiter)).values(values))
        end_sessions(connection, recruiter, team)


def _with_address(email: str) -> Select[int]:
    """Return the query for the account with an address, however that is written."""
    return select(recruiters.c.id).where(recruiters.c.email == folded_email(email))


def _its(team: int, recruiter: int) -> tuple[ColumnElement[bool], ...]:
    return memberships.c.team == team, memberships.c.recruiter == recruiter


def _open_to(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        memberships.c.join_hash == hash_token(token),
        memberships.c.join_ends_at > now,
        memberships.c.joined_at.is_(None),
        memberships.c.left_at.is_(None),
        memberships.c.disabled_at.is_(None),
    )


def _administrators(team: int) -> Select[int]:
    """Return the query for all administrators of a team who can work, which holds them.

    They are held in one order: two who disable each other, or take the role from each other, wait
    here, and the second one then sees what the first one did.
    """
    works = and_(
        memberships.c.team == team,
        memberships.c.role == "administrator",
        WORKS,
        or_(recruiters.c.password_hash.is_not(None), HAS_IDENTITY),
        recruiters.c.disabled_at.is_(None),
    )
    return (
        select(recruiters.c.id)
        .join(memberships, memberships.c.recruiter == recruiters.c.id)
        .where(works)
        .order_by(recruiters.c.id)
        .with_for_update()
    )
