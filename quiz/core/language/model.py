"""The values that the core takes and gives: answers, outcomes, and problems of a rules file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Answer = tuple[str, ...]
"""The ids of the choices given, in the order of the file; one unless the question is multiple."""

Answers = Mapping[str, Answer]
"""One applicant's answer sheet: question id to answer; a question not asked is absent."""

Standing = Literal["open", "check", "not_yet", "closed"]
Effect = Literal["points", "check", "blocks"]
Severity = Literal["error", "warning"]

NONE = "none"
"""The word of a rules file for "no position" where a position is named."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a rules file: where (from 1), what, and what to do about it."""

    line: int
    column: int
    message: str
    severity: Severity = "error"


class Reason(NamedTuple):
    """What one rule says about one position; `points` is 0 for a check or a block."""

    rule: str
    effect: Effect
    points: int


class Change(NamedTuple):
    """One answer to change; None stands for a question that is not asked."""

    question: str
    from_: Answer | None
    to: Answer | None


class Closest(NamedTuple):
    """The one answer to change, with the fewest steps, that leads to another best match or none."""

    change: Change
    best: str | None


class Assessment(NamedTuple):
    """How one position comes out: `points` of `most`, `fit` in whole percent, rounded half up.

    `change` has the fewest changes after which it is the best match, and is None where there
    are none, or where there may be some but they were not `searched` for to the end.
    """

    points: int
    most: int
    fit: int
    standing: Standing
    reasons: tuple[Reason, ...]
    change: tuple[Change, ...] | None = None
    searched: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from one answer sheet; `positions` stand in the order of the file.

    `tells` are the choices given that tell something, each with its question, and `dates` the
    dates that hold, by id.

    `closest` is None where no single change leads to another best match, and unknown
    where that was not searched to the end, or the outcome was stored before it was found out.
    """

    edition: str
    digest: str
    best: str | None
    close: tuple[str, ...]
    tied: tuple[str, ...]
    positions: Mapping[str, Assessment]
    notices: tuple[str, ...]
    closest: Closest | Literal["unknown"] | None
    tells: tuple[tuple[str, str], ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def bests(self) -> tuple[str, ...]:
        """All best matches: several of an exact tie, none where no position fits."""
        return (self.best, *self.tied) if self.best else ()
