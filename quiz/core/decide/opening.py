"""Finds out whether allowed changes of answers could unblock a position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quiz.core.decide.tables import Tables
from quiz.core.language.conditions import All, Condition, asks
from quiz.core.language.model import Answers
from quiz.core.language.sheet import Form
from quiz.core.space import Space, can_avoid, freedom_of

REMEMBERED = 4096
"""Size of the cache: sets of answers for which the finding is kept."""


class Opening:
    """The blocks of one rules file's positions, with a cache of what was found out.

    `can_change` says of each question how its answer may change.

    Raises TooManyStatesError where the blocks join too many questions.
    """

    def __init__(
        self,
        can_change: Mapping[str, str],
        forms: Mapping[str, Form],
        blocking: Sequence[Sequence[Condition]],
        tables: Tables,
    ) -> None:
        self._forms = forms
        self._tables = tables
        self._can_change = can_change
        # A block for an answer that stays as it is needs no walk.
        final = [
            {question}
            for question, form in forms.items()
            if form.only_if == All() and self._can_change[question] == "no"
        ]
        self._final = [
            list(dict.fromkeys(q for each in conditions if asks(each) in final for q in asks(each)))
            for conditions in blocking
        ]
        self._blocks = [
            Space(forms, [each for each in conditions if asks(each) not in final])
            for conditions in blocking
        ]
        for blocks in self._blocks:
            can_avoid(blocks)  # raises where there are too many states: no later walk has more
        self._known: dict[tuple[object, ...], bool] = {}

    def can_open(self, answers: Answers, position: int) -> bool:
        """Return whether allowed changes of answers could unblock a position, given by number."""
        for question in self._final[position]:
            if self._tables.blocks(question, answers[question])[position]:
                return False
        blocks = self._blocks[position]
        met = (position, *map(answers.get, blocks.questions))
        known = self._known.get(met)
        if known is None:
            freedom = {
                question: freedom_of(
                    self._forms[question], answers.get(question), self._can_change[question]
                )
                for question in blocks.questions
            }
            known = can_avoid(blocks, freedom)
            if len(self._known) < REMEMBERED:
                self._known[met] = known
        return known
