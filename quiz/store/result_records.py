"""What goes into the store and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from quiz.core.language.model import Answers, Outcome

Reveal = Literal["recommendation", "reasons", "answers"]
"""How much a link shows to others than the owner; each value includes the ones before it."""


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result to add; `source` is the rules file with this `digest`, `created_at` is UTC.

    The `submission` identifies what an applicant sent: the same one makes one result. The
    `token` is made of it and `address`, a random number, so that a submission that is sent
    again after its result was deleted gets another link.
    """

    submission: str
    token: str
    digest: str
    source: bytes
    language: str
    answers: Answers
    outcome: Outcome
    created_at: datetime
    address: int = 0


@dataclass(frozen=True, slots=True)
class KeptResult:
    """What adding a result led to; the token of its link is made of `address_number`."""

    id: int
    address_number: int


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A result as it was stored; its rules file is stored under `digest`.

    `language` is the one it was made in. The owner decides what its link shows (`reveal`),
    under which `name`, and when it closes. Where it came by an `invitation`, that team sees it.
    One that is not `in_use` may be deleted early; see storage.py. `kept_until` is when it is
    deleted, where its invitation has shortened the retention.

    It is compared by all of its fields and hashed by its identity, so that it can be part of
    a cache key.
    """

    id: int
    digest: str
    language: str
    answers: Answers
    outcome: Outcome
    created_at: datetime
    reveal: Reveal
    name: str | None
    closes_at: datetime | None
    invitation: int | None
    submission: str
    in_use: bool = False
    kept_until: datetime | None = None

    def __hash__(self) -> int:
        return hash((self.id, self.submission))

    def is_open(self, now: datetime) -> bool:
        """Return whether its link opens it for others than its owner."""
        return self.closes_at is None or now < self.closes_at

    def deleted_at(self, retention: timedelta) -> datetime:
        """Return when it is deleted: after the retention, or earlier by its invitation."""
        usual = self.created_at + retention
        return usual if self.kept_until is None else min(usual, self.kept_until)


@dataclass(frozen=True, slots=True)
class Link:
    """How a result is shared, as its owner sees it; it was opened at least `openings` times.

    `email` is the address that its owner gave to the team that invited them.
    Its token is made of `submission` and `address_number`.
    """

    result: int
    digest: str
    outcome: Outcome
    created_at: datetime
    submission: str
    address_number: int
    token_hash: str
    reveal: Reveal
    name: str | None
    closes_at: datetime | None
    openings: int
    opened_at: datetime | None
    owner_link: bool
    email: str | None = None

    def is_open(self, now: datetime) -> bool:
        """Return whether it opens the result for others than its owner."""
        return self.closes_at is None or now < self.closes_at


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A result as its team sees it.

    `best` is None where no position fits, and `fit` is then 0; `invitation` is the id of
    the invitation by which it came, and `title` the title of that. `stage` is the id of its
    stage, `in_charge` that of a recruiter, and `due_on` a day to come back to it.
    """

    id: int
    created_at: datetime
    name: str | None
    email: str | None
    best: str | None
    fit: int
    stage: int
    in_charge: int | None
    due_on: date | None
    invitation: int
    title: str
    digest: str
    language: str
    answers: Answers
    outcome: Outcome
    reveal: Reveal


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A page of a board: its number from 1, how many pages there are, and how many results."""

    rows: Sequence[BoardRow]
    number: int
    pages: int
    total: int
