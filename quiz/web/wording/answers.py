"""An answer sheet in words, section by section."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

from markupsafe import Markup

from quiz.core.language.model import Answers
from quiz.web.wording.localized import LocalizedRules

SECTION = attrgetter("section")


class Section(NamedTuple):
    """The answers to neighbouring questions under one title, as lines of a list."""

    title: Markup | None
    answers: Markup


def answers_to_change(localized: LocalizedRules, answers: Answers) -> list[Section]:
    """Return the answers in the order of the file, each with a link to change it."""
    questions = [question for id_, question in localized.questions.items() if id_ in answers]
    return [
        Section(title, Markup("".join([q.given(answers[q.id], change=True) for q in neighbours])))  # noqa: S704 - pieces of HTML
        for title, neighbours in groupby(questions, SECTION)
    ]


def given_answers(localized: LocalizedRules, answers: Answers) -> Markup:
    """Return the answers in the order of the file as they were given, section by section."""
    pieces: list[str] = []
    section: Markup | Literal[""] | None = ""  # no question's
    for question in localized.questions.values():
        if question.id in answers:
            if question.section != section:
                section = question.section
                pieces += [localized.section_end] * bool(pieces)
                pieces.append(question.section_begin)
            pieces.append(question.given(answers[question.id], change=False))
    return Markup("".join([*pieces, localized.section_end]))  # noqa: S704 - pieces of HTML
