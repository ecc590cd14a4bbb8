"""Finds the questions of which one other answer, by itself, changes what an outcome says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import asks
from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import Form, canonical

REMEMBERED = 1024
"""Answer sheets for which the finding is kept: a trial asks about the same one again."""


class Decisive:
    """Compares the sheets around an answer sheet; its only state is a cache of what it found."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known = lru_cache(REMEMBERED)(self._questions)
        self._opening = frozenset().union(*(asks(form.only_if) for form in engine.forms.values()))
        # Of the answers to a question that takes one choice, one of those that rules treat alike.
        self._others = {
            question: tuple(
                {
                    engine.tables.effect_key(question, (choice,)): (choice,)
                    for choice in form.choices
                }.values()
            )
            for question, form in engine.forms.items()
            if form.kind != "multiple"
        }

    def questions(self, answers: Answers) -> frozenset[str]:
        """Return the questions of which another answer changes a best match or a standing.

        `answers` is a complete sheet. Of a multiple question, one choice is changed. A question
        that another answer opens is tried with each of its choices, and not answered. Whether
        a position that stays ruled out could be opened is left out: finding that out takes a
        hundred times as long as all the rest.
        """
        return self._known(tuple(answers.items()))

    def _questions(self, items: tuple[tuple[str, Answer], ...]) -> frozenset[str]:
        answers = dict(items)
        now = self._verdict(answers)
        return frozenset(
            question
            for question in answers
            if any(self._verdict(sheet) != now for sheet in self._around(answers, question))
        )

    def _verdict(self, answers: Answers) -> tuple[object, ...]:
        """Return of each position whether it is best, possible, to be confirmed or ruled out."""
        tables = self._engine.tables
        _, counts, best = self._engine.tally(answers)
        _, blocks, checks = tables.split(counts)
        fits = tables.scaled(counts)
        fit_of_best = fits[best] if best >= 0 else None
        return tuple(
            [
                (not blocked and fit == fit_of_best, bool(blocked), not blocked and check > 0)
                for fit, blocked, check in zip(fits, blocks, checks, strict=True)
            ]
        )

    def _around(self, answers: Answers, question: str) -> Iterator[Answers]:
        """Yield the sheets that differ in the answer to one question, and what that opens."""
        engine, present = self._engine, answers[question]
        for other in self._others.get(question) or _one_choice_away(
            engine.forms[question], present
        ):
            if other == present:
                continue
            sheet: Answers = {**answers, question: other}
            if question not in self._opening:
                yield sheet
                continue
            sheet = engine.kept(sheet)
            yield sheet
            for opened in engine.asked(sheet):
                if opened not in sheet:
                    for answer in self._others.get(opened) or _each(engine.forms[opened]):
                        yield engine.kept({**sheet, opened: answer})


def _each(form: Form) -> Sequence[Answer]:
    """Return each choice of a question, alone."""
    return [(choice,) for choice in form.choices]


def _one_choice_away(form: Form, present: Answer) -> Iterator[Answer]:
    """Yield the answers to a multiple question with one choice more, one less or one other."""
    beside = [choice for choice in present if choice not in form.exclusive]
    for choice in form.choices:
        if choice in form.exclusive:
            yield (choice,)
        elif choice not in present:
            yield canonical(form, (*beside, choice))
            for gone in beside:
                yield canonical(form, (choice, *(each for each in beside if each != gone)))
        elif len(present) > 1:
            yield tuple([each for each in present if each != choice])
