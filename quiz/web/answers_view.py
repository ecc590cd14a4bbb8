"""An answer sheet in words, section by section."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup

from quiz.core.model import Answers
from quiz.web.reading import Reading

SECTION = attrgetter("section")


class Section(NamedTuple):
    """The answers to neighbouring questions under one title, as lines of a list."""

    title: Markup | None
    answers: Markup


def given_answers(reading: Reading, answers: Answers, *, change: bool) -> list[Section]:
    """Return the answers in the order of the file, with links to `change` them or without."""
    questions = [question for id_, question in reading.questions.items() if id_ in answers]
    return [
        Section(title, Markup("".join([q.given(answers[q.id], change=change) for q in neighbours])))  # noqa: S704 - pieces of HTML
        for title, neighbours in groupby(questions, SECTION)
    ]
