"""What goes into the store and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import to_answer

Reveal = Literal["recommendation", "reasons", "answers"]
"""How much a link shows to whoever is not the owner: each shows what the one before does too."""


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result to keep; `source` is the rules file with this `digest`, `created_at` is UTC.

    `submission` tells it from every other one: the same submission makes one result.
    """

    submission: str
    token: str
    digest: str
    source: bytes
    language: str
    answers: Answers
    outcome: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeptResult:
    """What adding a result led to; `address` counts how often its link got a new address."""

    id: int
    address: int


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A result as it was kept; the rules file with this `digest` is kept beside it.

    `language` is the one it was made in. What its owner decided of its link: what it shows,
    under which name, and from when on it is closed. A team sees it that came by an `invitation`.
    `submission` tells it from every other one.
    """

    id: int
    digest: str
    language: str
    answers: dict[str, Answer]
    outcome: dict[str, Any]
    created_at: datetime
    reveal: Reveal
    name: str | None
    closes_at: datetime | None
    invitation: int | None
    submission: str

    def is_open(self, now: datetime) -> bool:
        """Return whether its link opens it for others than its owner."""
        return self.closes_at is None or now < self.closes_at


@dataclass(frozen=True, slots=True)
class Link:
    """How a result is shared, as its owner sees it; `openings` is at most how often it was opened.

    `submission` and `address` are what its token was made of.
    """

    result: int
    digest: str
    outcome: dict[str, Any]
    created_at: datetime
    submission: str
    address: int
    token_hash: str
    reveal: Reveal
    name: str | None
    closes_at: datetime | None
    openings: int
    opened_at: datetime | None
    owner_link: bool

    def is_open(self, now: datetime) -> bool:
        """Return whether it opens the result for others than its owner."""
        return self.closes_at is None or now < self.closes_at


def stored_result(row: Sequence[Any]) -> StoredResult:
    """Return a result from the values of its columns, which schema.STORED names in order."""
    id_, digest, language, answers, *rest = row
    return StoredResult(id_, digest, language, answers_of(answers), *rest)


def answers_of(stored: dict[str, Any]) -> dict[str, Answer]:
    """Return answers as they went in; results of earlier versions hold a lone choice as text."""
    return {question: to_answer(answer) for question, answer in stored.items()}
