"""What rules about one question, and parts of rules about several, add for each of its answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from quiz.core.language.conditions import Condition, Given
from quiz.core.language.model import Answer
from quiz.core.language.sheet import holds


class Parts:
    """The parts of one question: conditions on it, each with what it adds to the sum of a sheet."""

    def __init__(self, question: str, parts: Sequence[tuple[Condition, int]]) -> None:
        self._question = question
        self.all = tuple(parts)
        # Looked up, because each of a thousand choices may have a rule of its own.
        self._of_choices: dict[str, int] = defaultdict(int)
        self._others: list[tuple[Condition, int]] = []
        for condition, adds in parts:
            if isinstance(condition, Given) and condition.least == 1:
                for choice in condition.choices:
                    self._of_choices[choice] += adds
            else:
                self._others.append((condition, adds))

    def adds(self, answer: Answer | None) -> int:
        """Return what an answer adds, or the question where it is not asked."""
        sheet = {self._question: answer} if answer else {}
        if answer and len(answer) > 1:
            return sum(adds for condition, adds in self.all if holds(condition, sheet))
        found = sum(self._of_choices.get(choice, 0) for choice in answer or ())
        return found + sum(adds for condition, adds in self._others if holds(condition, sheet))
