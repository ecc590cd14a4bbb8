"""Finds the questions of which one other answer, by itself, changes what an outcome says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        self._tables = engine.tables
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
        every_gate = gates(engine.forms)
        asked = {question: asks(gate) for question, gate in every_gate.items()}
        self._gates = {
            question: {opened: every_gate[opened] for opened in _opened_by(question, asked)}
            for question in engine.forms
        }
        self._around = {
            question: frozenset((question, *opened)).union(*(asked[each] for each in opened))
            for question, opened in self._gates.items()
        }
        self._known = lru_cache(REMEMBERED)(self._questions)
        self._added = lru_cache(REMEMBERED)(self._list_added)

    def questions(self, answers: Answers) -> frozenset[str]:
        """Return the questions of which another answer changes a best match or a standing.

        `answers` is a complete sheet. Of a multiple question, one choice is changed. A question
        that another answer opens is tried with each of its choices, and not answered. Whether
        a position that stays ruled out could be opened is left out: finding that out takes a
        hundred times as long as all the rest.
        """
        return self._known(tuple(answers.items()))

    def _questions(self, items: tuple[tuple[str, Answer], ...]) -> frozenset[str]:
        total, verdict = self._tables.total(dict(items)), self._tables.verdict
        now, same = verdict(total), {total}

        def changes(added: Sequence[int]) -> bool:
            for more in added:
                sum_ = total + more
                if sum_ not in same:
                    if verdict(sum_) != now:
                        return True
                    same.add(sum_)
            return False

        found = []
        for question, _ in items:
            around = self._around[question]
            if changes(self._added(question, tuple([each for each in items if each[0] in around]))):
                found.append(question)
        return frozenset(found)

    def _list_added(self, question: str, items: tuple[tuple[str, Answer], ...]) -> Sequence[int]:
        """Return what sheets that differ in the answer to a question add beyond what this one adds.

        `items` are its answers to this question, to those that it may open or close, and to those
        that decide about that too.
        """
        answers = dict(items)
        own = self._sum(question, answers)
        sheets = self._sheets_around(question, answers)
        return tuple({self._sum(question, sheet) - own: None for sheet in sheets})

    def _sheets_around(self, question: str, answers: Answers) -> Iterator[Answers]:
        """Yield the sheets that differ in the answer to a question.

        A question that it opens is left unanswered, and then given each of its choices.
        """
        for other in self._others_of(question, answers[question]):
            sheet, opened = self._asked(question, {**answers, question: other})
            yield sheet
            for each in opened:
                for answer in self._others_of(each, ()):
                    yield self._asked(question, {**sheet, each: answer})[0]

    def _others_of(self, question: str, present: Answer) -> Iterable[Answer]:
        return self._others.get(question) or _one_choice_away(self._forms[question], present)

    def _sum(self, question: str, answers: Answers) -> int:
        """Return what the answers to a question, and to those that it opens or closes, add."""
        changing = (question, *self._gates[question])
        return sum(self._tables.number(each, answers.get(each)) for each in changing)

    def _asked(
        self, changed: str, answers: dict[str, Answer]
    ) -> tuple[dict[str, Answer], Sequence[str]]:
        """Drop the answers to questions not asked; also return what is asked and not answered.

        Only questions that the `changed` one opens or closes are looked at.
        """
        missing = []
        for question, gate in self._gates[changed].items():
            if not holds(gate, answers):
                answers.pop(question, None)
            elif question not in answers:
                missing.append(question)
        return answers, missing


def _opened_by(question: str, asked: Mapping[str, frozenset[str]]) -> Sequence[str]:
    """Return the questions that a question opens or closes, also by way of others.

    `asked` are the questions that each `only_if` asks about, in the order of the file.
    """
    changing = {question}
    for gated, about in asked.items():
        if not changing.isdisjoint(about):
            changing.add(gated)
    return [gated for gated in asked if gated in changing and gated != question]


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
