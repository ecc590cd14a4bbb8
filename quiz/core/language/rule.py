"""The rules of a rules file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from quiz.core.language.field_types import (
    Condition,
    FilePart,
    Ids,
    Text,
    Until,
    WholePoints,
)
from quiz.core.language.model import Effect


class Rule(FilePart):
    """When it applies, its effect (exactly one of three), and the reason that it gives."""

    when: Condition | None = None
    """The answers on which it applies; without it, all."""
    points: Annotated[dict[str, WholePoints], Field(min_length=1)] | None = None
    """What it adds to positions: position to points."""
    check: Ids | None = None
    """The positions for which something has to be confirmed."""
    blocks: Ids | None = None
    """The positions that it rules out."""
    until: Until | None = None
    """When a block lapses: a day, or `from_edition` and the first edition that it is not in."""
    because: Text
    """The reason that the applicant reads."""
    question: Text | None = None
    """Of a check: the question to send to whoever decides, in the words of the applicant."""
    for_recruiters: Text | None = None
    """The reason in the third person, for recruiters."""
    facts: list[str] = []
    """The facts that the rule rests on."""

    @property
    def effect(self) -> Effect:
        """Which of the three effects the rule has."""
        if self.points is not None:
            return "points"
        return "check" if self.check is not None else "blocks"

    @property
    def earns(self) -> Mapping[str, int]:
        """Position to points; empty for a check or a block."""
        return self.points or {}

    @property
    def positions(self) -> tuple[str, ...]:
        """The positions that the rule is about."""
        return tuple(self.points or self.check or self.blocks or ())
