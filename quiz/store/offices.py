"""The offices of teams: what a team shows of itself to applicants. A team need not have one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from quiz.store.database import Database
from quiz.store.schema import invitations, offices, teams


class Logo(NamedTuple):
    """A logo as pages need it; its content is found by the digest."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDetails:
    """What a team says of its office; `names` are its official ones, by language."""

    names: Mapping[str, str] = field(default_factory=dict)
    contact: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(OfficeDetails):
    """The office of a team; without details and logo if the team has given none."""

    team_name: str
    logo: Logo | None = None

    def name(self, language: str) -> str:
        """Return its official name in a language, or else the name of the team."""
        return self.names.get(language) or self.team_name


_DETAILS = tuple(offices.c[name] for name in OfficeDetails.__slots__)
_FIND = select(
    teams.c.name, offices.c.logo_digest, offices.c.logo_width, offices.c.logo_height, *_DETAILS
).outerjoin(offices, offices.c.team == teams.c.id)


class Offices:
    """The offices of all teams."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_team(self, team: int) -> Office:
        """Return the office of a team."""
        return self._one(_FIND.where(teams.c.id == team))

    def of_invitation(self, invitation: int) -> Office:
        """Return the office of the team whose invitation it is."""
        of_invitation = invitations.c.id == invitation
        return self._one(
            _FIND.join(invitations, invitations.c.team == teams.c.id).where(of_invitation)
        )

    def change(self, team: int, details: OfficeDetails) -> None:
        """Replace what a team says of its office; its logo stays."""
        self._write(team, asdict(details))

    def change_logo(self, team: int, png: bytes, width: int, height: int) -> None:
        """Replace the logo of a team."""
        digest = hashlib.sha256(png).hexdigest()
        self._write(
            team,
            {"logo": png, "logo_digest": digest, "logo_width": width, "logo_height": height},
        )

    def remove_logo(self, team: int) -> None:
        """Remove the logo of a team."""
        self._write(team, dict.fromkeys(("logo", "logo_digest", "logo_width", "logo_height"), None))

    def logo(self, digest: str) -> bytes | None:
        """Return the logo with this digest; None where no team has it."""
        query = select(offices.c.logo).where(offices.c.logo_digest == digest).limit(1)
        with self._database.read_connection("find a logo") as connection:
            found: bytes | None = connection.scalar(query)
        return found

    def _one(self, query: Select[Any]) -> Office:
        with self._database.read_connection("find an office") as connection:
            team_name, digest, width, height, names, *details = connection.execute(query).one()
        return Office(
            team_name=team_name,
            logo=Logo(digest, width, height) if digest else None,
            names=names or {},
            **dict(zip(OfficeDetails.__slots__[1:], details, strict=True)),
        )

    def _write(self, team: int, values: Mapping[str, object]) -> None:
        insert = self._database.insert(offices).values(team=team, **{"names": {}, **values})
        upsert = insert.on_conflict_do_update(index_elements=["team"], set_=dict(values))
        with self._database.write_transaction("change an office") as connection:
            connection.execute(upsert)
