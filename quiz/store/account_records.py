"""Teams, their recruiters, and the entries of the audit, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["reader", "recruiter", "administrator", "operator"]
"""A reader changes nothing of the team; an administrator also manages the team's accounts.

An operator runs the quiz, is in no team of recruiters, and sees nothing of their results.
"""

State = Literal["in use", "not set up", "not joined", "disabled"]

Action = Literal[
    "team added",
    "account added",
    "account changed",
    "account reset",
    "account disabled",
    "account enabled",
    "invited to the team",
    "joined the team",
    "left the team",
    "removed from the team",
    "switched to the team",
    "password set",
    "sign-in",
    "failed sign-in",
    "new password asked",
    "sign-out",
    "failed second step",
    "passkey refused",
    "recovery code used",
    "second factor set up",
    "second factor turned off",
    "second factor removed",
    "recovery codes made",
    "session ended",
    "other sessions ended",
    "passkey sign-in",
    "provider sign-in",
    "identity connected",
    "passkey added",
    "passkey removed",
    "second factor required",
    "second factor not required",
    "token made",
    "token revoked",
    "share made",
    "share revoked",
    "export",
    "audit exported",
    "person exported",
    "purge",
    "restore",
    "deletion",
    "removal",
    "put back",
    "erasure",
    "time zone changed",
    "office changed",
    "logo changed",
    "logo removed",
    "invitation made",
    "invitation changed",
    "invitation closed",
    "embedding changed",
    "webhook made",
    "webhook changed",
    "webhook tested",
    "webhook turned on",
    "webhook secret made",
    "webhook deleted",
    "invitation opened",
    "people invited",
    "people reminded",
    "person removed",
    "link passed on",
    "links exported",
    "digest chosen",
    "booth begun",
    "stage added",
    "stage changed",
    "stage moved",
    "stage retired",
    "stage brought back",
    "result changed",
    "stage set",
    "stage undone",
    "in charge set",
    "in charge undone",
    "notes added",
    "notes undone",
    "mail prepared",
    "mails sent",
    "mail template saved",
    "mail template deleted",
    "note added",
    "note changed",
    "note deleted",
    "view saved",
    "view replaced",
    "view renamed",
    "view deleted",
]


@dataclass(frozen=True, slots=True)
class Team:
    """A team of recruiters; `people` counts its accounts, including disabled ones."""

    id: int
    name: str
    people: int
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Recruiter:
    """An account in one of its teams, or of an operator; `email` is folded.

    `role`, `time_zone` and `columns`, the ids of the chosen columns of the board, are those in
    this team.
    `needs_second_factor` is whether the team requires one of all its members.
    `has_other_teams` is whether the account can be switched to another team.
    """

    id: int
    team_id: int
    team_name: str
    email: str
    name: str
    role: Role
    time_zone: str = "UTC"
    columns: tuple[str, ...] | None = None
    needs_second_factor: bool = False
    has_other_teams: bool = False

    @property
    def may_change(self) -> bool:
        """Whether this recruiter changes anything of the team."""
        return self.role != "reader"

    @property
    def is_operator(self) -> bool:
        """Whether this is somebody who runs the quiz, and no recruiter."""
        return self.role == "operator"


@dataclass(frozen=True, slots=True)
class NewRecruiter:
    """Somebody to add to a team; they set up their account, or join, with `setup_token`."""

    team_id: int
    email: str
    name: str
    role: Role
    setup_token: str


@dataclass(frozen=True, slots=True)
class Account:
    """How a recruiter signs in to a team: with a password, or with an identity of a provider.

    Without either it has not been set up.

    `disabled_at` is since when the account is disabled (`disabled_in_all_teams`), or disabled in
    this team alone. `joined` is whether its owner has agreed to belong to the team, and
    `is_shared` whether the account belongs to other teams as well.
    `signed_in_at` is when a session of it was last begun, in any of them.
    """

    recruiter: Recruiter
    password_hash: str | None = field(repr=False)
    setup_ends_at: datetime | None
    disabled_at: datetime | None
    has_second_factor: bool = False
    joined: bool = True
    is_shared: bool = False
    disabled_in_all_teams: bool = False
    signed_in_at: datetime | None = None
    has_identity: bool = False

    @property
    def state(self) -> State:
        """Whether the account can be used to work in this team, and if not, why."""
        if self.disabled_at is not None:
            return "disabled"
        if not self.joined:
            return "not joined"
        return "in use" if self.password_hash or self.has_identity else "not set up"

    @property
    def state_anywhere(self) -> State:
        """Whether the account can be used, whatever a team has done with its membership."""
        if self.disabled_in_all_teams:
            return "disabled"
        return "in use" if self.password_hash or self.has_identity else "not set up"


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a signed-in recruiter, and when it was last recorded as used.

    `draft` is what was typed when the session before had ended, and is not sent yet.
    `has_second_factor` is also true where the identity provider asked for one. `has_password` is
    whether the account has one here.
    """

    recruiter: Recruiter
    seen_at: datetime
    draft: str | None = field(default=None, repr=False)
    has_second_factor: bool = False
    has_password: bool = True
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended, as its owner sees it; `key` identifies it and opens nothing."""

    key: str
    started_at: datetime
    seen_at: datetime
    browser: str | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in whose password was right, and whose second factor is still to come."""

    recruiter: Recruiter
    draft: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey to keep; `credential` is the id that its authenticator gave it."""

    credential: str
    public_key: bytes
    sign_count: int
    name: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey of a recruiter; `used_at` is when it last signed its owner in."""

    id: int
    recruiter: int
    credential: str
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that was done; `by` is None where a command did it, or nobody who is known.

    `by_operator` is whether somebody who runs the quiz did it. `team` is the name of the team, and
    empty for what concerns the operators. `detail` is JSON data; which parts it has depends on
    the action.
    """

    id: int
    at: datetime
    action: Action
    detail: Mapping[str, object]
    by: str | None
    by_operator: bool = False
    team: str | None = None
