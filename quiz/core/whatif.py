"""The fewest answers an applicant would have to change for another position to be best.

The search tries all ways to change one answer, then two, and so on, so that the
first it finds are the fewest; among those the fewest steps win, then the order of
the file. Answers that no rule and no gate tells apart are tried once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from quiz.core.conditions import All, Condition, asks
from quiz.core.model import Answer, Answers, Change, Rules
from quiz.core.sheet import Form, holds
from quiz.core.space import Space, can_avoid, freedom_of
from quiz.core.tables import Tables

REMEMBERED = 4096
"""Answers whose alternatives are kept."""


class Way(NamedTuple):
    """One answer that could be given instead: its cost in steps, its place in the file."""

    steps: int
    place: tuple[int, ...]
    answer: Answer


class _Found(NamedTuple):
    """A whole way to change the sheet, in the order in which ways are preferred."""

    steps: int
    places: tuple[tuple[int, tuple[int, ...]], ...]
    changes: tuple[Change, ...]


class WhatIf:
    """Searches in one rules file; remembers what it found out about answers it has met."""

    def __init__(
        self,
        rules: Rules,
        forms: Mapping[str, Form],
        conditions: Mapping[str, Condition],
        tables: Tables,
    ) -> None:
        self._forms = forms
        self._tables = tables
        self._can_change = {id_: question.can_change for id_, question in rules.questions.items()}
        self._numbers = {position: number for number, position in enumerate(rules.positions)}
        self._order = {question: number for number, question in enumerate(forms)}
        self._ways: dict[tuple[str, Answer | None], tuple[Way, ...]] = {}
        self._opens: dict[tuple[object, ...], bool] = {}
        self._most_gained: dict[tuple[str, Answer | None], list[list[int]]] = {}
        self._gates = {
            position: Space(
                forms,
                [
                    conditions[id_]
                    for id_, rule in rules.rules.items()
                    if position in (rule.blocks or ())
                ],
            )
            for position in rules.positions
        }
        for gates in self._gates.values():
            can_avoid(gates)  # raises where there are too many states: no later walk has more
        self._final = [
            question
            for question, form in forms.items()
            if form.only_if == All() and self._can_change[question] == "no"
        ]
        self._block_together = [
            frozenset().union(
                *(
                    asked
                    for id_, rule in rules.rules.items()
                    if position in (rule.blocks or ()) and len(asked := asks(conditions[id_])) > 1
                )
            )
            for position in rules.positions
        ]

    def can_open(self, answers: Answers, position: str) -> bool:
        """Return whether the applicant could come to answers that do not block a position."""
        number = self._numbers[position]
        for question in self._final:
            if self._tables.blocks(question, answers[question])[number]:
                return False
        gates = self._gates[position]
        met = (position, *map(answers.get, gates.questions))
        known = self._opens.get(met)
        if known is None:
            freedom = {
                question: freedom_of(
                    self._forms[question], answers.get(question), self._can_change[question]
                )
                for question in gates.questions
            }
            known = can_avoid(gates, freedom)
            if len(self._opens) < REMEMBERED:
                self._opens[met] = known
        return known

    def change(self, answers: Answers, position: str) -> tuple[Change, ...] | None:
        """Return the fewest changes after which `position` is best, or None where none do.

        It is not asked of a position that is best, nor of one that is closed.
        """
        wanted = self._numbers[position]
        movable = self._movable(answers)
        for budget in range(self._least_budget(answers, wanted, movable), len(movable) + 1):
            found = [
                way
                for way, sheet in self._sheets(answers, movable, budget)
                if self._tables.best(sheet) == wanted
            ]
            if found:
                return min(found).changes
        return None

    def _least_budget(self, answers: Answers, wanted: int, movable: Sequence[str]) -> int:
        """Return a number of changes below which the wanted position cannot come to be best.

        What the best alternative to each answer would gain it over a rival that no
        change can block, the largest gains first, must make up for what it lacks.
        """
        _, counts, _ = self._tables.tally(answers)
        _, blocks, _ = self._tables.split(counts)
        fits = self._tables.scaled(counts)
        joint = self._tables.joint_gain
        gains = [self._gains(question, answers.get(question)) for question in movable]
        least = 1
        for rival, fit in enumerate(fits):
            if rival == wanted:
                lacks = self._tables.least - fit
            elif blocks[rival] or self._can_block(answers, movable, rival):
                continue
            else:
                lacks = fit - fits[wanted] + (rival < wanted)  # a tie goes to the one listed first
            lacks -= joint[wanted][rival]
            for changes, gain in enumerate(
                sorted((gain[wanted][rival] for gain in gains), reverse=True), start=1
            ):
                if lacks <= 0:
                    break
                lacks -= gain
                least = max(least, changes)
            if lacks > 0:
                return len(movable) + 1
        return least

    def _can_block(self, answers: Answers, movable: Sequence[str], rival: int) -> bool:
        """Return whether changes might block a position; True where that is not plain to see."""
        return not self._block_together[rival].isdisjoint(movable) or any(
            self._tables.blocks(question, way.answer)[rival]
            for question in movable
            for way in self._alternatives(question, answers.get(question))
        )

    def _gains(self, question: str, present: Answer | None) -> list[list[int]]:
        """Return what changing one answer can at most gain each position over each other one.

        A position's gain over itself is what it can gain at all.
        """
        known = self._most_gained.get((question, present))
        if known is None:
            adds = self._tables.adds
            now = adds(question, present)
            others = [adds(question, way.answer) for way in self._alternatives(question, present)]
            others += [now, adds(question, None)]
            known = [
                [
                    max(
                        other[one] - now[one] - (other[two] - now[two] if one != two else 0)
                        for other in others
                    )
                    for two in self._numbers.values()
                ]
                for one in self._numbers.values()
            ]
            if len(self._most_gained) < REMEMBERED:
                self._most_gained[question, present] = known
        return known

    def _movable(self, answers: Answers) -> list[str]:
        """Return the questions whose answer can change, or that a change can open or close."""
        movable: list[str] = []
        for question, form in self._forms.items():
            moves = question in answers and len(self._alternatives(question, answers[question])) > 0
            if moves or not asks(form.only_if).isdisjoint(movable):
                movable.append(question)
        return movable

    def _sheets(
        self, answers: Answers, movable: Sequence[str], budget: int
    ) -> Iterator[tuple[_Found, Answers]]:
        """Yield every sheet that `budget` changes lead to, with those changes."""
        fixed = {
            question: answer for question, answer in answers.items() if question not in movable
        }

        def after(
            index: int, sheet: dict[str, Answer], so_far: _Found
        ) -> Iterator[tuple[_Found, Answers]]:
            if index == len(movable):
                if len(so_far.changes) == budget:
                    yield so_far, sheet
                return
            question = movable[index]
            if not holds(self._forms[question].only_if, sheet):
                yield from after(index + 1, sheet, so_far)
                return
            present = answers.get(question)
            if present is not None:
                yield from after(index + 1, {**sheet, question: present}, so_far)
            if len(so_far.changes) == budget:
                return
            number = self._order[question]
            for way in self._alternatives(question, present):
                further = _Found(
                    so_far.steps + way.steps,
                    (*so_far.places, (number, way.place)),
                    (*so_far.changes, Change(question, present, way.answer)),
                )
                yield from after(index + 1, {**sheet, question: way.answer}, further)

        yield from after(0, fixed, _Found(0, (), ()))

    def _alternatives(self, question: str, present: Answer | None) -> tuple[Way, ...]:
        """Return the answers that could come in the place of the present one, one of each kind."""
        known = self._ways.get((question, present))
        if known is None:
            kinds: dict[object, Way] = {}
            for way in sorted(self._every_way(question, present)):
                kinds.setdefault(self._tables.told_apart_by(question, way.answer), way)
            known = tuple(kinds.values())
            if len(self._ways) < REMEMBERED:
                self._ways[question, present] = known
        return known

    def _every_way(self, question: str, present: Answer | None) -> Iterator[Way]:
        form = self._forms[question]
        required, optional = freedom_of(form, present, self._can_change[question])
        places = {choice: place for place, choice in enumerate(form.choices)}
        if form.kind != "multiple":
            for choice in form.choices:
                if choice in optional and choice != present:
                    far = present is not None and form.kind == "scale"
                    steps = abs(places[choice] - places[str(present)]) if far else 1
                    yield Way(steps, (places[choice],), choice)
            return
        for answer in _answers(form, required, optional):
            if answer != present:
                steps = len(set(answer) ^ set(present)) if present is not None else 1
                yield Way(steps, tuple(places[choice] for choice in answer), answer)


def _answers(
    form: Form, required: frozenset[str], optional: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the answers to a multiple question with all of `required` and some of `optional`."""
    for choice in form.exclusive & (required | optional):
        if required <= {choice}:
            yield (choice,)
    if required & form.exclusive:
        return
    more = [c for c in form.choices if c in optional and c not in required | form.exclusive]
    for added in chain.from_iterable(combinations(more, n) for n in range(len(more) + 1)):
        answer = tuple(c for c in form.choices if c in required or c in added)
        if answer:
            yield answer
