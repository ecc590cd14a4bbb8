"""An answer sheet in words, section by section."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from quiz.core.language.model import Answers
from quiz.web.framework.templates import Elements
from quiz.web.wording.localized import AnswerText, LocalizedRules

SECTION = attrgetter("section")


class SectionView(NamedTuple):
    """The answers to neighbouring questions of one section; `title` is None outside of any.

    `elements` are the same answers as entries of a list.
    """

    title: str | None
    answers: list[AnswerText]
    elements: Elements


def given_answers(localized: LocalizedRules, answers: Answers) -> list[SectionView]:
    """Return the answers in the order of the file, section by section."""
    questions = [question for id_, question in localized.questions.items() if id_ in answers]
    sections = []
    for title, neighbours in groupby(questions, SECTION):
        given = [localized.answer(question.id, answers[question.id]) for question in neighbours]
        elements = Elements([answer.element for answer in given])
        sections.append(SectionView(title, given, elements))
    return sections
