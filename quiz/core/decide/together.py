"""What rules about several questions add, for each combination of their terms that hold."""

from __future__ import annotations

from collections.abc import Iterable

from quiz.core.language.conditions import Term

TERMS_TOGETHER = 16
"""Most terms whose rules share a table, which then has up to two to this power entries."""


class Together(dict[int, int]):
    """Maps the end bits of complete counters to what the rules of their terms add.

    It keeps `most_kept` entries.
    """

    def __init__(self) -> None:
        self.most_kept = 0
        self.ends: dict[Term, int] = {}
        self.rules: list[tuple[int, int]] = []

    def has_room(self, terms: Iterable[Term]) -> bool:
        """Return whether it has these terms, or room for those that it lacks."""
        others = [term for term in terms if term not in self.ends]
        return not others or len(self.ends) + len(others) <= TERMS_TOGETHER

    def add(self, terms: Iterable[Term], adds: int) -> None:
        """Add a rule, which applies where one of its terms holds."""
        self.rules.append((sum(self.ends[term] for term in terms), adds))

    def __missing__(self, ended: int) -> int:
        adds = sum(number for mask, number in self.rules if ended & mask)
        if len(self) < self.most_kept:
            self[ended] = adds
        return adds
