"""Which notices and dates of a rules file stand on an outcome: by its answers and by what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from quiz.core.language.conditions import Condition, asks
from quiz.core.language.model import NONE, Answer, Answers, Assessment
from quiz.core.language.rules_file import DateRange, Notice
from quiz.core.language.sheet import holds

REMEMBERED = 1024
"""Size of the cache: answers to the questions that some notices ask about together."""


class Notices:
    """The notices, or the dates, of a rules file.

    `conditions` says for each on which answers it stands. There can be many that ask about one
    question, as the dates of each country do. So those that ask about the same questions are
    looked up together, by the answers to these.
    """

    def __init__(
        self, notices: Mapping[str, Notice | DateRange], conditions: Mapping[str, Condition]
    ) -> None:
        self._notices = [(id_, notice.if_ or {}) for id_, notice in notices.items()]
        together: dict[tuple[str, ...], dict[int, Condition]] = defaultdict(dict)
        for number, id_ in enumerate(notices):
            together[tuple(sorted(asks(conditions[id_])))][number] = conditions[id_]
        self._together = [
            (questions, lru_cache(REMEMBERED)(partial(_met, questions, its)))
            for questions, its in together.items()
        ]

    def on(
        self,
        answers: Answers,
        best: str | None,
        close: Sequence[str],
        tied: Sequence[str],
        positions: Mapping[str, Assessment],
    ) -> tuple[str, ...]:
        """Return the ids of those on an outcome, in the order of the file."""
        met = 0
        for questions, look_up in self._together:
            met |= look_up(tuple([answers.get(question) for question in questions]))
        return tuple(
            [
                id_
                for number, (id_, expected) in enumerate(self._notices)
                if met >> number & 1 and fits(expected, best, close, tied, positions)
            ]
        )


def _met(
    questions: Sequence[str], conditions: Mapping[int, Condition], given: Sequence[Answer | None]
) -> int:
    """Return a bit for each condition, at its number, that holds on the answers given."""
    answered = zip(questions, given, strict=True)
    sheet = {question: answer for question, answer in answered if answer is not None}
    return sum(1 << number for number, each in conditions.items() if holds(each, sheet))


def fits(
    expected: Mapping[str, Sequence[str]],
    best: str | None,
    close: Sequence[str],
    tied: Sequence[str],
    positions: Mapping[str, Assessment],
) -> bool:
    """Return whether an outcome meets a persona's `expect`, or the `if` of a notice or a date.

    Of an exact tie, every position is the best.
    """
    near = {best, *close}
    bests = (best or NONE, *tied)
    for key, allowed in expected.items():
        if key == "best":
            fit = not set(allowed).isdisjoint(bests)
        elif key == "close":
            fit = near.issuperset(allowed)
        else:
            fit = positions[key].standing in allowed
        if not fit:
            return False
    return True
