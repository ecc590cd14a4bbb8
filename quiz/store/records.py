"""What goes into the store and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quiz.core.model import Answer, Answers


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result to keep; `source` is the rules file with this `digest`, `created_at` is UTC."""

    token: str
    digest: str
    source: bytes
    language: str
    answers: Answers
    outcome: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A result as it was kept; the rules file with this `digest` is kept beside it."""

    id: int
    digest: str
    answers: dict[str, Answer]
    outcome: dict[str, Any]
    created_at: datetime
