"""How far somebody has come in the quiz, part by part, and about how long it still takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from quiz.web.framework.language import Language
from quiz.web.wording.localized import QuestionText

SECONDS_PER_QUESTION = 12
"""An estimate, by which the questions of rules.yaml take three minutes; nobody was timed."""


class Progress(NamedTuple):
    """What the page of a question shows of it: `done` is how much of each part, in percent.

    `part` is the number of the present part; None where the questions have no sections.
    """

    part: int | None
    done: tuple[int, ...]
    left: str


def progress(
    question: str, asked: Sequence[str], texts: Mapping[str, QuestionText], language: Language
) -> Progress:
    """Return the progress at a question, of which half counts as done."""
    place = asked.index(question)
    parts = [list(part) for _, part in groupby(asked, key=lambda id_: texts[id_].section)]
    present = next(number for number, part in enumerate(parts) if question in part)
    within = round(100 * (parts[present].index(question) + 0.5) / len(parts[present]))
    return Progress(
        present + 1 if len(parts) > 1 else None,
        (*[100] * present, within, *[0] * (len(parts) - present - 1)),
        time_left(len(asked) - place, language),
    )


def time_left(questions: int, language: Language) -> str:
    """Return about how long the questions that are left take, rounded up to whole minutes."""
    if questions * SECONDS_PER_QUESTION < 30:
        return language.gettext("less than a minute left")
    number = minutes(questions)
    return language.ngettext("about 1 minute left", "about %(number)s minutes left", number) % {
        "number": number
    }


def minutes(questions: int) -> int:
    """Return how many minutes answering takes, rounded up."""
    return max(1, -(-questions * SECONDS_PER_QUESTION // 60))
