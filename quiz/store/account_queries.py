"""What the queries of accounts, sessions and tokens share: who belongs to which team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Join,
    ScalarSelect,
    Select,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from quiz.store.account_records import Account, Recruiter
from quiz.store.schema import (
    identities,
    memberships,
    passkeys,
    recruiter_sessions,
    recruiters,
    sign_ins,
    teams,
)

_ELSEWHERE = memberships.alias("elsewhere")
_ANY = memberships.alias("any_membership")


def _belongs(table: FromClause) -> ColumnElement[bool]:
    return and_(table.c.joined_at.is_not(None), table.c.left_at.is_(None))


BELONGS = _belongs(memberships)
"""The condition that somebody has joined a team and has not left it; they may be disabled in it."""

WORKS = and_(BELONGS, memberships.c.disabled_at.is_(None))
"""The condition that somebody can work in a team, unless their whole account is disabled."""


def _other_membership(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            _ELSEWHERE.c.recruiter == memberships.c.recruiter,
            _ELSEWHERE.c.team != memberships.c.team,
            _belongs(_ELSEWHERE),
            *conditions,
        )
        .correlate(memberships)
    )


RECRUITER_COLUMNS = (
    recruiters.c.id,
    memberships.c.team,
    teams.c.name,
    recruiters.c.email,
    func.coalesce(memberships.c.name, recruiters.c.name),
    memberships.c.role,
    teams.c.time_zone,
    memberships.c.columns,
    teams.c.requires_second_factor,
    _other_membership(_ELSEWHERE.c.disabled_at.is_(None)),
)
"""The columns of a Recruiter, in the order of its fields."""

HAS_SECOND_FACTOR = or_(
    recruiters.c.totp_secret.is_not(None),
    exists().where(passkeys.c.recruiter == recruiters.c.id),
)

HAS_IDENTITY = exists().where(identities.c.recruiter == recruiters.c.id)

_JOINED = memberships.c.joined_at.is_not(None)

ACCOUNTS = (
    select(
        *RECRUITER_COLUMNS,
        recruiters.c.password_hash,
        case((_JOINED, recruiters.c.setup_ends_at), else_=memberships.c.join_ends_at),
        func.coalesce(recruiters.c.disabled_at, memberships.c.disabled_at, memberships.c.left_at),
        HAS_SECOND_FACTOR,
        _JOINED,
        _other_membership(),
        recruiters.c.disabled_at.is_not(None),
        recruiters.c.signed_in_at,
        HAS_IDENTITY,
    )
    .select_from(recruiters)
    .join(memberships, memberships.c.recruiter == recruiters.c.id)
    .join(teams, memberships.c.team == teams.c.id)
)
"""One row for each membership, which `account` reads."""


def account(row: Sequence[Any]) -> Account:
    """Return the account of a row of ACCOUNTS."""
    return Account(Recruiter(*row[: len(RECRUITER_COLUMNS)]), *row[len(RECRUITER_COLUMNS) :])


def with_membership(table: Table) -> Join:
    """Return the rows of a table that has a recruiter and a team, with their membership."""
    its = and_(memberships.c.recruiter == table.c.recruiter, memberships.c.team == table.c.team)
    return (
        table.join(recruiters, recruiters.c.id == table.c.recruiter)
        .join(memberships, its)
        .join(teams, teams.c.id == table.c.team)
    )


def first_team(recruiter: ColumnElement[int] | int) -> ScalarSelect[int]:
    """Return the query for the team that somebody works in first.

    It is the one that they worked in last, if they still can, else one in which they can. Who
    can work in none gets one of which they are, or were, a member.
    """
    can_work = and_(_belongs(_ANY), _ANY.c.disabled_at.is_(None))
    last = (
        select(recruiters.c.last_team).where(recruiters.c.id == _ANY.c.recruiter).scalar_subquery()
    )
    order = (case((can_work, 0), else_=1), case((_ANY.c.team == last, 0), else_=1), _ANY.c.team)
    return (
        select(_ANY.c.team)
        .where(_ANY.c.recruiter == recruiter)
        .order_by(*order)
        .limit(1)
        .scalar_subquery()
    )


def locked(recruiter: int | ScalarSelect[int], password_hash: str | None = None) -> Select[int]:
    """Return the query for the id of an account that is in use, which holds the account.

    A change of the account, or of its memberships, waits until the transaction is over, and then
    ends its sessions.
    """
    query = select(recruiters.c.id).where(
        recruiters.c.id == recruiter, recruiters.c.disabled_at.is_(None)
    )
    if password_hash is not None:
        query = query.where(recruiters.c.password_hash == password_hash)
    return query.with_for_update()


def hold(connection: Connection, recruiter: int) -> None:
    """Hold an account, so that whoever signs in or joins a team at the same time waits."""
    connection.execute(
        select(recruiters.c.id).where(recruiters.c.id == recruiter).with_for_update()
    )


def forget_setup_link(connection: Connection, recruiter: int) -> None:
    """Forget the set-up link of an account that joins a team.

    An administrator of another team may have it, and would come into this one with it.
    """
    forgotten = {"setup_hash": None, "setup_ends_at": None}
    connection.execute(update(recruiters).where(recruiters.c.id == recruiter).values(forgotten))


def works_in(connection: Connection, recruiter: int, team: int) -> bool:
    """Return whether a recruiter can work in a team."""
    its = memberships.c.recruiter == recruiter, memberships.c.team == team, WORKS
    return connection.scalar(select(memberships.c.team).where(*its)) is not None


def belongs_elsewhere(connection: Connection, recruiter: int, team: int) -> bool:
    """Return whether an account, which is held, belongs to another team than this one."""
    its = memberships.c.recruiter == recruiter, memberships.c.team != team, BELONGS
    return connection.scalar(select(memberships.c.team).where(*its).limit(1)) is not None


def end_sessions(connection: Connection, recruiter: int, team: int | None = None) -> None:
    """End the sessions of a recruiter, and sign-ins that are not finished; all, or of one team."""
    for table in (recruiter_sessions, sign_ins):
        ended = delete(table).where(table.c.recruiter == recruiter)
        connection.execute(ended if team is None else ended.where(table.c.team == team))
