"""A rules file compiled to tables of whole numbers, and an answer sheet read off them.

What a rule adds is one whole number with a field for each count there is (points,
blocks and checks of every position, and the rule itself), so that what a sheet comes
to is a sum. Each answer knows what it adds by itself, through the rules that ask
about its question alone, and which terms of the other rules it leaves standing; a
further table tells what the terms add that all answers leave standing. An answer's
entry is made when it is first met: a multiple question has too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from typing import NamedTuple

from quiz.core.conditions import Condition, Term, asks, terms, tests
from quiz.core.model import Answer, Answers, Rules
from quiz.core.sheet import Form, given, holds

TABLE_LIMIT = 65_536
"""Entries that a table keeps; further ones are worked out again each time."""


class Tally(NamedTuple):
    """What an answer sheet comes to, before it is put into words.

    `points`, `blocks` and `checks` are by position, in the order of the file; `applies`
    has a bit for each rule; `best` is a position's number, or -1 where none fits.
    """

    applies: int
    points: tuple[int, ...]
    blocks: tuple[int, ...]
    checks: tuple[int, ...]
    best: int


class _Alone(dict[Answer | None, tuple[int, int]]):
    """Of one question: answer to what it adds by itself, and the terms it leaves standing."""

    def __init__(
        self,
        alone: Sequence[tuple[Condition, int]],
        together: Mapping[Term, int],
        question: str,
    ) -> None:
        self._alone = alone
        self._together = together
        self._question = question

    def __missing__(self, answer: Answer | None) -> tuple[int, int]:
        sheet: Answers = {} if answer is None else {self._question: answer}
        adds = sum(number for condition, number in self._alone if holds(condition, sheet))
        leaves = sum(
            bit
            for term, bit in self._together.items()
            if all(
                given(test, answer) is truth
                for test, truth in term
                if test.question == self._question
            )
        )
        if len(self) < TABLE_LIMIT:
            self[answer] = adds, leaves
        return adds, leaves


class _Together(dict[int, int]):
    """Terms left standing by all answers to what the rules they belong to add."""

    def __init__(self, rules: Sequence[tuple[int, int]]) -> None:
        self._rules = rules

    def __missing__(self, standing: int) -> int:
        adds = sum(number for mask, number in self._rules if standing & mask)
        if len(self) < TABLE_LIMIT:
            self[standing] = adds
        return adds


class Tables:
    """The tables of one rules file.

    `scale` takes each position's points to the common multiple of every `most`, so
    that fits are compared as whole numbers; `least`, `close` and `joint_gain` are on
    that scale. `joint_gain[one][two]` bounds what rules that ask about more than one
    question can change in favour of one position over another, or on the diagonal at all.
    """

    def __init__(
        self,
        rules: Rules,
        forms: Mapping[str, Form],
        conditions: Mapping[str, Condition],
        most: Mapping[str, int],
    ) -> None:
        positions = tuple(rules.positions)
        self._width = max(
            1, sum(sum(r.earns.values()) for r in rules.rules.values()) + len(rules.rules)
        ).bit_length()
        self._field = (1 << self._width) - 1
        count = len(positions)
        self._first_rule = 3 * count * self._width
        together: dict[Term, int] = {}
        joint: list[tuple[int, int]] = []
        alone: dict[str, list[tuple[Condition, int]]] = {question: [] for question in forms}
        self._always = 0
        for number, (id_, rule) in enumerate(rules.rules.items()):
            adds = 1 << (self._first_rule + number)
            for position in rule.positions:
                place = positions.index(position)
                kind = ("points", "blocks", "check").index(rule.effect)
                adds += rule.earns.get(position, 1) << ((kind * count + place) * self._width)
            questions = asks(conditions[id_])
            if len(questions) == 1:
                alone[next(iter(questions))].append((conditions[id_], adds))
            elif not questions:
                self._always += adds if holds(conditions[id_], {}) else 0
            else:
                mask = 0
                for term in terms(conditions[id_]):
                    mask |= together.setdefault(term, 1 << len(together))
                joint.append((mask, adds))
        self._tables = tuple(
            (question, _Alone(alone[question], together, question)) for question in forms
        )
        self._by_question = dict(self._tables)
        self._gate_tests = [test for form in forms.values() for test in tests(form.only_if)]
        self._together = _Together(joint)
        # Fits are compared as whole numbers: points scaled to the common multiple of every `most`.
        common = lcm(*(most for most in most.values() if most), 1)
        self.scale = tuple(common // most if most else 0 for most in most.values())
        thresholds = rules.outcome
        self.least = ceil(Fraction(thresholds.least_fit) * common / 100)
        self.close = floor(Fraction(thresholds.close) * common / 100)
        self._shifts = tuple(number * self._width for number in range(3 * count))
        self.joint_gain = _joint_gain([self._scaled(adds) for _, adds in joint], count)

    def tally(self, answers: Answers) -> Tally:
        """Return what a complete answer sheet comes to."""
        sum_ = self._always
        standing = -1
        get = answers.get
        for question, table in self._tables:
            adds, leaves = table[get(question)]
            sum_ += adds
            standing &= leaves
        sum_ += self._together[standing]
        field = self._field
        counts = [sum_ >> shift & field for shift in self._shifts]
        number = len(self.scale)
        points, blocks = counts[:number], counts[number : 2 * number]
        best, best_fit = -1, -1
        for position, scale in enumerate(self.scale):
            if not blocks[position]:
                fit = points[position] * scale
                if fit > best_fit:
                    best, best_fit = position, fit
        if best_fit < self.least:
            best = -1
        return Tally(
            sum_ >> self._first_rule,
            tuple(points),
            tuple(blocks),
            tuple(counts[2 * number :]),
            best,
        )

    def scaled(self, tally: Tally) -> list[int]:
        """Return the fit of each position on the common scale."""
        return [points * scale for points, scale in zip(tally.points, self.scale, strict=True)]

    def adds(self, question: str, answer: Answer | None) -> list[int]:
        """Return what an answer by itself adds to the fit of each position, on the common scale."""
        return self._scaled(self._by_question[question][answer][0])

    def _scaled(self, sum_: int) -> list[int]:
        points = (sum_ >> shift & self._field for shift in self._shifts)
        return [earned * scale for earned, scale in zip(points, self.scale, strict=False)]

    def blocks(self, question: str, answer: Answer) -> list[int]:
        """Return how many blocks an answer by itself puts on each position."""
        sum_ = self._by_question[question][answer][0]
        count = len(self.scale)
        return [sum_ >> shift & self._field for shift in self._shifts[count : 2 * count]]

    def told_apart_by(self, question: str, answer: Answer) -> object:
        """Return what rules and gates see of an answer; equal where they see no difference."""
        gates = (test for test in self._gate_tests if test.question == question)
        return self._by_question[question][answer], tuple(given(test, answer) for test in gates)


def _joint_gain(adds: Sequence[Sequence[int]], count: int) -> list[list[int]]:
    return [
        [
            sum(abs(add[one] - (add[two] if one != two else 0)) for add in adds)
            for two in range(count)
        ]
        for one in range(count)
    ]
