"""An answer sheet in words, section by section."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from quiz.core.language.model import Answers
from quiz.web.framework.templates import Elements
from quiz.web.wording.localized import LocalizedRules

SECTION = attrgetter("section")


class AnswerView(NamedTuple):
    """A question, by its id and as it is asked, with the choices that were given."""

    question: str
    ask: str
    given: Elements


class SectionView(NamedTuple):
    """The answers to neighbouring questions of one section; `title` is None outside of any."""

    title: str | None
    answers: list[AnswerView]


def given_answers(localized: LocalizedRules, answers: Answers) -> list[SectionView]:
    """Return the answers in the order of the file, section by section."""
    questions = [question for id_, question in localized.questions.items() if id_ in answers]
    return [
        SectionView(title, [AnswerView(q.id, q.ask, q.given(answers[q.id])) for q in neighbours])
        for title, neighbours in groupby(questions, SECTION)
    ]
