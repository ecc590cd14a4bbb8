"""Finds the questions of which one other answer, by itself, changes what an outcome says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import asks
from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import Form, canonical, gates, holds

REMEMBERED = 1024
"""Answer sheets for which the finding is kept: a trial asks about the same one again."""


class Decisive:
    """Compares the sheets around an answer sheet; its only state is a cache of what it found."""

    def __init__(self, engine: Engine) -> None:
        self._forms = engine.forms
        self._gates = gates(engine.forms)
        self._openers = frozenset().union(*map(asks, self._gates.values()))
        self._tables = engine.tables
        self._known = lru_cache(REMEMBERED)(self._questions)
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
        total = self._tables.total(answers)
        now, same = self._verdict(total), {total}

        def changes(sums: Iterator[int]) -> bool:
            for sum_ in sums:
                if sum_ not in same:
                    if self._verdict(sum_) != now:
                        return True
                    same.add(sum_)
            return False

        return frozenset(
            question
            for question in answers
            if changes(
                map(self._tables.total, self._opened(answers, question))
                if question in self._openers
                else self._sums(total, question, answers[question])
            )
        )

    def _verdict(self, total: int) -> object:
        """Return which positions are best, which are ruled out, and which are to be confirmed."""
        _, counts, best = self._tables.read(total)
        _, blocks, checks = self._tables.split(counts)
        standings = [
            2 if blocked else check > 0 for blocked, check in zip(blocks, checks, strict=True)
        ]
        if best < 0:
            return standings
        fits = self._tables.scaled(counts)
        most = fits[best]
        return standings, [fit == most and not out for fit, out in zip(fits, blocks, strict=True)]

    def _sums(self, total: int, question: str, present: Answer) -> Iterator[int]:
        """Yield what the sheets add up to that differ in the answer to one question."""
        number = self._tables.number
        rest = total - number(question, present)
        for other in self._around(question, present):
            yield rest + number(question, other)

    def _around(self, question: str, present: Answer) -> Iterator[Answer] | Sequence[Answer]:
        others = self._others.get(question)
        return others or _one_choice_away(self._forms[question], present)

    def _opened(self, answers: Answers, question: str) -> Iterator[Answers]:
        """Yield the sheets that differ in the answer to a question which opens or closes others.

        A question that it opens is left unanswered, and then given each of its choices.
        """
        for other in self._around(question, answers[question]):
            sheet, opened = self._asked({**answers, question: other})
            yield sheet
            for each in opened:
                form = self._forms[each]
                for answer in self._others.get(each) or [(choice,) for choice in form.choices]:
                    yield self._asked({**sheet, each: answer})[0]

    def _asked(self, answers: dict[str, Answer]) -> tuple[Answers, Sequence[str]]:
        """Drop the answers to questions not asked; also return what is asked and not answered."""
        missing = []
        for question, gate in self._gates.items():
            if not holds(gate, answers):
                answers.pop(question, None)
            elif question not in answers:
                missing.append(question)
        return answers, missing


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
