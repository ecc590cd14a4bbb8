"""An answer sheet in words, section by section."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from quiz.core.language.model import Answers
from quiz.web.framework.templates import Elements
from quiz.web.wording.localized import LocalizedRules

SECTION = attrgetter("section")


class SectionView(NamedTuple):
    """The answers to neighbouring questions of one section, as elements of a `<dl>`.

    `title` is None where the questions are in no section.
    """

    title: str | None
    answers: Elements


def given_answers(
    localized: LocalizedRules, answers: Answers, *, to_change: bool = False
) -> list[SectionView]:
    """Return the answers in the order of the file; `to_change`, each has a link to change it."""
    answer = localized.answer
    questions = [question for id_, question in localized.questions.items() if id_ in answers]
    return [
        SectionView(title, Elements([answer(q.id, answers[q.id], to_change) for q in neighbours]))
        for title, neighbours in groupby(questions, SECTION)
    ]
