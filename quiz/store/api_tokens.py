"""The tokens of teams, by which their programs use the interface for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import and_, func, select, update

from quiz.store.account_queries import RECRUITER_COLUMNS, WORKS, with_membership
from quiz.store.account_records import Recruiter
from quiz.store.database import Database
from quiz.store.schema import api_tokens, recruiters, teams
from quiz.store.tokens import hash_token

ApiAccess = Literal["read", "write"]
"""What a token allows: reading only, or also changing."""

MOST_TOKENS = 20
"""How many tokens a team can have that are not revoked."""

TOUCHED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token that is not revoked; what is done by it is done for `recruiter`, who made it.

    `used_at` is when it was last used, to the minute. It does not work (`works`) while the
    account of its recruiter is disabled, or when they do not belong to the team any more.
    """

    recruiter: Recruiter
    id: int
    name: str
    access: ApiAccess
    created_at: datetime
    used_at: datetime | None
    works: bool


_TOKENS = (
    select(
        *RECRUITER_COLUMNS,
        api_tokens.c.id.label("token"),
        api_tokens.c.name.label("token_name"),
        api_tokens.c.access,
        api_tokens.c.created_at,
        api_tokens.c.used_at,
        and_(recruiters.c.disabled_at.is_(None), WORKS),
    )
    .select_from(with_membership(api_tokens))
    .where(api_tokens.c.revoked_at.is_(None))
)


class ApiTokens:
    """The tokens of all teams.

    A token works until it is revoked, or the recruiter who made it is disabled or leaves the
    team. Only its hash is stored.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, recruiter: Recruiter, name: str, access: ApiAccess, token: str, now: datetime
    ) -> bool:
        """Add a token for the recruiter's team; return False if it has MOST_TOKENS already."""
        team = recruiter.team_id
        number = select(func.count()).where(
            api_tokens.c.team == team, api_tokens.c.revoked_at.is_(None)
        )
        row = {
            "team": team,
            "recruiter": recruiter.id,
            "name": name,
            "access": access,
            "token_hash": hash_token(token),
            "created_at": now,
        }
        with self._database.write_transaction("add a token") as connection:
            connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())
            if (connection.scalar(number) or 0) >= MOST_TOKENS:
                return False
            connection.execute(self._database.insert(api_tokens).values(row))
        return True

    def of_team(self, team: int) -> Sequence[ApiToken]:
        """Return the tokens of a team that are not revoked, the newest first."""
        query = _TOKENS.where(api_tokens.c.team == team).order_by(api_tokens.c.id.desc())
        with self._database.read_connection("list the tokens of a team") as connection:
            return [_token(row) for row in connection.execute(query)]

    def find(self, token: str, now: datetime) -> ApiToken | None:
        """Return a token that works, and note that it is used; None for any other text."""
        query = _TOKENS.where(api_tokens.c.token_hash == hash_token(token))
        with self._database.read_connection("look up a token") as connection:
            row = connection.execute(query).one_or_none()
        found = None if row is None else _token(row)
        if found is None or not found.works:
            return None
        if found.used_at is None or abs(now - found.used_at) >= TOUCHED_EVERY:
            touched = update(api_tokens).where(api_tokens.c.id == found.id).values(used_at=now)
            with self._database.write_transaction("note the use of a token") as connection:
                connection.execute(touched)
        return found

    def revoke(self, team: int, token: int, now: datetime) -> bool:
        """Revoke a token of a team; return False if it was revoked before."""
        revoked = (
            update(api_tokens)
            .where(
                api_tokens.c.team == team,
                api_tokens.c.id == token,
                api_tokens.c.revoked_at.is_(None),
            )
            .values(revoked_at=now)
        )
        with self._database.write_transaction("revoke a token") as connection:
            return connection.execute(revoked).rowcount == 1


def _token(row: Sequence[Any]) -> ApiToken:
    return ApiToken(Recruiter(*row[: len(RECRUITER_COLUMNS)]), *row[len(RECRUITER_COLUMNS) :])
