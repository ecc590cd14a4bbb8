"""Who works with results: teams, their recruiters, and what the audit says of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Role = Literal["recruiter", "administrator"]
"""An administrator also looks after the accounts of the team."""

State = Literal["in use", "not set up", "disabled"]

Action = Literal[
    "account added",
    "account reset",
    "account disabled",
    "account enabled",
    "password set",
    "sign-in",
    "failed sign-in",
    "sign-out",
    "share made",
    "share revoked",
    "export",
    "deletion",
]


@dataclass(frozen=True, slots=True)
class Team:
    """A consulate, say; `people` is how many accounts it has, disabled ones too."""

    id: int
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Recruiter:
    """Somebody of a team; `email` is folded."""

    id: int
    team_id: int
    team_name: str
    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class NewRecruiter:
    """An account to make; its owner sets it up with `setup_token`."""

    team_id: int
    email: str
    name: str
    role: Role
    setup_token: str


@dataclass(frozen=True, slots=True)
class Account:
    """How a recruiter signs in; without a `password_hash` it waits to be set up."""

    recruiter: Recruiter
    password_hash: str | None = field(repr=False)
    setup_ends_at: datetime | None
    disabled_at: datetime | None

    @property
    def state(self) -> State:
        """Whether somebody can sign in with it, and why not."""
        if self.disabled_at is not None:
            return "disabled"
        return "in use" if self.password_hash else "not set up"


@dataclass(frozen=True, slots=True)
class Session:
    """That somebody is signed in, and when that was last written down."""

    recruiter: Recruiter
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that was done; by nobody of the team where `by` is None."""

    id: int
    at: datetime
    action: Action
    detail: Mapping[str, Any]
    by: str | None


def folded(email: str) -> str:
    """Return an e-mail address in the one way in which the store keeps it."""
    return unicodedata.normalize("NFC", email.strip()).casefold()
