"""An answer sheet in words, section by section."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from quiz.core.language.model import Answers
from quiz.web.wording.localized import LocalizedRules, QuestionText


class AnswerView(NamedTuple):
    """A question with the choices that were given, in words."""

    question: QuestionText
    given: list[str]


class SectionView(NamedTuple):
    """The answers to neighbouring questions of one section; its title is None outside of any."""

    title: str | None
    answers: list[AnswerView]


SECTION = itemgetter(0)


def given_answers(localized: LocalizedRules, answers: Answers) -> list[SectionView]:
    """Return the answers in the order of the file, section by section."""
    views = [
        (question.section, AnswerView(question, question.words(answers[id_])))
        for id_, question in localized.questions.items()
        if id_ in answers
    ]
    return [
        SectionView(title, [view for _, view in neighbours])
        for title, neighbours in groupby(views, SECTION)
    ]
