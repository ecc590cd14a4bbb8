"""Finds out whether the answers so far rule out every position, whatever is answered next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from quiz.core.language.conditions import Condition
from quiz.core.language.model import Answers
from quiz.core.language.sheet import Form
from quiz.core.space import Space, TooManyStatesError, can_avoid, freedom_of

MOST_STATES = 1000
"""Most states of a walk at a time: a page waits for it."""


class RuledOut:
    """The blocks of each position of one rules file, by the ids of their rules.

    The answers may be those of any part of a sheet. They rule a position out if every sheet
    on which they are given, where their questions are asked, blocks it. Where a walk over the
    sheets would take too long, nothing is taken to be ruled out.
    """

    def __init__(
        self, forms: Mapping[str, Form], blocking: Sequence[Mapping[str, Condition]]
    ) -> None:
        self._forms = forms
        self._blocking = blocking

    @cached_property
    def _spaces(self) -> list[Space]:
        return [self._space(conditions.values()) for conditions in self._blocking]

    def everything(self, answers: Answers) -> bool:
        """Return whether the answers rule every position out."""
        return all(self._always_met(blocks, answers) for blocks in self._spaces)

    def by_answer(self, question: str, answers: Answers) -> bool:
        """Return whether the answers rule everything out, and the others of them do not."""
        if question not in answers or not self.everything(answers):
            return False
        others = {each: answer for each, answer in answers.items() if each != question}
        return not self.everything(others)

    def reasons(self, answers: Answers) -> list[list[str]]:
        """Return for each position the rules that block it whatever is answered next.

        There may be none although it is ruled out: one of several rules then always blocks it.
        """
        return [
            [
                rule
                for rule, condition in conditions.items()
                if self._always_met(self._space([condition]), answers)
            ]
            for conditions in self._blocking
        ]

    def _space(self, conditions: Iterable[Condition]) -> Space:
        return Space(self._forms, list(conditions), most_states=MOST_STATES)

    def _always_met(self, space: Space, answers: Answers) -> bool:
        """Return whether every sheet with these answers meets one of the space's conditions."""
        freedom = {
            question: freedom_of(self._forms[question], answers.get(question), "no")
            for question in space.questions
        }
        try:
            return not can_avoid(space, freedom)
        except TooManyStatesError:
            return False
