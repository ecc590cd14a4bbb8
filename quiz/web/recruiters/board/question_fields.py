"""The fields of the board's filter that ask for the answer to one question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quiz.store.conditions import Condition, answer
from quiz.web.recruiters.board.any_of_field import AnyOfField
from quiz.web.recruiters.board.period_filter_form import SelectField

ANSWER_PREFIX, LEAST_PREFIX, MOST_PREFIX = "answer-", "least-", "most-"
"""Prefixes of the names of fields that filter by the answer to a question: by any of several
choices, by the lowest and by the highest choice of a scale."""

PREFIXES = (ANSWER_PREFIX, LEAST_PREFIX, MOST_PREFIX)


class QuestionFields(NamedTuple):
    """The fields that filter by the answer to a question; only a scale has a least and a most."""

    id: str
    ask: str
    answer: AnyOfField
    least: SelectField | None
    most: SelectField | None

    @property
    def in_use(self) -> bool:
        """Whether one of them filters, or has an error."""
        return any(
            each and (each.data or each.errors) for each in (self.answer, self.least, self.most)
        )

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield the condition of each field in use, with the name of the field."""
        choices = list(self.answer.options)
        if self.answer.data:
            yield self.answer.name, answer(self.id, *self.answer.data)
        if self.least and self.least.data:
            given = choices[choices.index(self.least.data) :]
            yield self.least.name, answer(self.id, *given)
        if self.most and self.most.data:
            given = choices[: choices.index(self.most.data) + 1]
            yield self.most.name, answer(self.id, *given)
