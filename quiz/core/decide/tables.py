"""A rules file compiled to look-up tables, from which the counts of an answer sheet are summed.

What a rule adds is one whole number, with a bit field for each count (points, blocks and
checks of every position) and a bit for the rule itself, so the counts of a sheet are a sum
over its answers. A rule about one question is part of what that question's answers add. A
rule about several has terms, and each term has a counter in the same number: each question
of the term adds one step where its answer meets the term. The end bits of the counters that
are complete look up, in one more table, what the rules of their terms add. An answer's entry
is made when the answer is first met, because a multiple question has too many of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from struct import Struct
from typing import TypeAlias

from quiz.core.language.conditions import All, Condition, Given, Not, Term, asks, terms, tests
from quiz.core.language.model import Answer, Answers
from quiz.core.language.rule import Rule
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import Form, given, holds

TABLE_LIMIT = 65_536
"""Most entries that a table keeps; further ones are worked out again each time."""

Counts: TypeAlias = tuple[int, ...]
"""The points of every position in the order of the file, then their blocks, then their checks."""

Tally: TypeAlias = tuple[int, Counts, int]
"""A bit for each rule that applies, the counts, and the number of the best position or -1.

It is a plain tuple because one is made for each sheet: a named one takes as long as three look-ups.
"""


class _Together(dict[int, int]):
    """Maps the end bits of complete counters to what the rules of their terms add."""

    def __init__(self, rules: Sequence[tuple[int, int]]) -> None:
        self._rules = rules

    def __missing__(self, ended: int) -> int:
        adds = sum(number for mask, number in self._rules if ended & mask)
        if len(self) < TABLE_LIMIT:
            self[ended] = adds
        return adds


class Tables:
    """The tables of one rules file.

    `scale` has for each position the factor that brings its points to the common multiple of
    every `most`, so that fits are compared as whole numbers; `least`, `close` and `joint_gain`
    are on that scale. `joint_gain[one][two]` is an upper bound of what rules that ask about
    several questions can change in favour of position `one` over `two`; the last number
    stands for no position. `joined` are the questions that such rules ask about.
    """

    def __init__(
        self,
        rules: Rules,
        forms: Mapping[str, Form],
        conditions: Mapping[str, Condition],
        most: Mapping[str, int],
    ) -> None:
        self._count = count = len(rules.positions)
        width = _width(rules)
        self._counts = _reader(3 * count, width)
        parts: dict[str, list[tuple[Condition, int]]] = defaultdict(list)
        self._always, self._ends, self._first_rule = 0, 0, 3 * count * width * 8
        ends: dict[Term, int] = {}
        for condition in conditions.values():
            if len(asks(condition)) > 1:
                for term in terms(condition):
                    if term not in ends:
                        ends[term] = self._add_counter(term, parts)
        joint: list[tuple[int, int]] = []
        self.joined: frozenset[str] = frozenset()
        for number, (id_, rule) in enumerate(rules.rules.items()):
            adds = 1 << self._first_rule + number
            adds += _counted(rule, tuple(rules.positions), 8 * width)
            questions = asks(conditions[id_])
            if len(questions) == 1:
                parts[next(iter(questions))].append((conditions[id_], adds))
            elif not questions:
                self._always += adds if holds(conditions[id_], {}) else 0
            else:
                self.joined |= questions
                joint.append((sum(ends[term] for term in terms(conditions[id_])), adds))
        self._bytes = (self._first_rule + len(rules.rules) + 7) // 8
        self._parts = {question: tuple(parts[question]) for question in forms}
        self._tables: dict[str, dict[Answer, int]] = {question: {} for question in forms}
        self._unasked = {question: self._adds_by(question, {}) for question in forms}
        self._nothing_asked = self._always + sum(self._unasked.values())
        self._blocks: dict[tuple[str, Answer | None], Counts] = {}
        self._gate_tests = [test for form in forms.values() for test in tests(form.only_if)]
        self._together = _Together(joint)
        # Fits are compared as whole numbers: points scaled to the common multiple of every `most`.
        common = lcm(*(most for most in most.values() if most), 1)
        self.scale = tuple(common // most if most else 0 for most in most.values())
        thresholds = rules.outcome
        self.least = ceil(Fraction(thresholds.least_fit) * common / 100)
        self.close = floor(Fraction(thresholds.close) * common / 100)
        self._places = tuple(zip(range(count), range(count, 2 * count), self.scale, strict=True))
        moved = [self._fits_of(adds) for _, adds in joint]
        self.joint_gain = [
            [sum(abs(fits[one] - fits[two]) for fits in moved) for two in range(count + 1)]
            for one in range(count + 1)
        ]

    def _add_counter(self, term: Term, parts: dict[str, list[tuple[Condition, int]]]) -> int:
        """Make a counter for a term, below the bit of the first rule; return its end bit."""
        by_question: dict[str, list[Condition]] = defaultdict(list)
        for test, truth in term:
            by_question[test.question].append(test if truth else Not(test))
        step = 1 << self._first_rule
        for question, conditions in by_question.items():
            parts[question].append((All(tuple(conditions)), step))
        end = step << len(by_question).bit_length()
        self._always += end - len(by_question) * step
        self._ends |= end
        self._first_rule = end.bit_length()
        return end

    def tally(self, answers: Answers) -> Tally:
        """Return the tally of a complete answer sheet."""
        return self.read(self.total(answers))

    def total(self, answers: Answers) -> int:
        """Return the sum of what the answers of a complete sheet add, each by itself.

        Tables have what an answer adds beyond what its question adds where it is not asked,
        so that questions that are not asked need no look-up.
        """
        sum_, tables = self._nothing_asked, self._tables
        try:
            for question, answer in answers.items():
                sum_ += tables[question][answer]
        except KeyError:  # an answer that was not met before
            adds = (self.number(question, answers.get(question)) for question in tables)
            sum_ = self._always + sum(adds)
        return sum_

    def read(self, sum_: int) -> Tally:
        """Return the tally of the sheets whose answers add up to `sum_`."""
        if self._ends:
            sum_ += self._together[sum_ & self._ends]
        counts = self._counts(sum_.to_bytes(self._bytes, "little"))
        best, best_fit = -1, self.least - 1
        for position, blocks, scale in self._places:
            if not counts[blocks]:
                fit = counts[position] * scale
                if fit > best_fit:
                    best, best_fit = position, fit
        return sum_ >> self._first_rule, counts, best

    def best(self, answers: Answers) -> int:
        """Return the number of the best position for a complete answer sheet, or -1."""
        return self.tally(answers)[2]

    def number(self, question: str, answer: Answer | None) -> int:
        """Return what an answer adds to the sum by itself, and keep it in the table."""
        unasked, table = self._unasked[question], self._tables[question]
        if answer is None:
            return unasked
        if answer in table:
            return unasked + table[answer]
        adds = self._adds_by(question, {question: answer})
        if len(table) < TABLE_LIMIT:
            table[answer] = adds - unasked
        return adds

    def _adds_by(self, question: str, sheet: Answers) -> int:
        """Return what one question adds to the sum; `sheet` has its answer, if any."""
        return sum(adds for condition, adds in self._parts[question] if holds(condition, sheet))

    def split(self, counts: Counts) -> tuple[Counts, Counts, Counts]:
        """Return the points, the blocks and the checks of every position."""
        count = self._count
        return counts[:count], counts[count : 2 * count], counts[2 * count :]

    def scaled(self, counts: Counts) -> list[int]:
        """Return the fit of each position on the common scale."""
        return [points * scale for points, scale in zip(counts, self.scale, strict=False)]

    def adds(self, question: str, answer: Answer | None) -> list[int]:
        """Return what an answer by itself adds to the fit of each position, and 0 for none."""
        return self._fits_of(self.number(question, answer))

    def blocks(self, question: str, answer: Answer | None) -> Counts:
        """Return how many blocks an answer by itself puts on each position."""
        known = self._blocks.get((question, answer))
        if known is None:
            _, known, _ = self.split(self._counts_of(self.number(question, answer)))
            if len(self._blocks) < TABLE_LIMIT:
                self._blocks[question, answer] = known
        return known

    def _fits_of(self, sum_: int) -> list[int]:
        return [*self.scaled(self._counts_of(sum_)), 0]

    def _counts_of(self, sum_: int) -> Counts:
        return self._counts(sum_.to_bytes(self._bytes, "little"))

    def tests_of(self, question: str) -> frozenset[Given]:
        """Return every test of a question, in a rule or in an `only_if`."""
        of_rules = (test for each, _ in self._parts[question] for test in tests(each))
        of_gates = (test for test in self._gate_tests if test.question == question)
        return frozenset((*of_rules, *of_gates))

    def effect_key(self, question: str, answer: Answer) -> object:
        """Return a key that is equal for answers to which all rules and gates react alike."""
        gates = (test for test in self._gate_tests if test.question == question)
        return self.number(question, answer), tuple(given(test, answer) for test in gates)


def _counted(rule: Rule, positions: Sequence[str], bits: int) -> int:
    """Return what a rule adds to the counts: points, then blocks, then checks of each position."""
    kind = ("points", "blocks", "check").index(rule.effect)
    return sum(
        rule.earns.get(position, 1) << (kind * len(positions) + place) * bits
        for place, position in enumerate(positions)
        if position in rule.positions
    )


def _width(rules: Rules) -> int:
    """Return how many bytes any of the counts fits into: 1, 2, 4 or 8 where that is enough."""
    points = (
        sum(rule.earns.get(position, 0) for rule in rules.rules.values())
        for position in rules.positions
    )
    needed = (max(len(rules.rules), *points).bit_length() + 7) // 8
    return next((width for width in _LETTERS if needed <= width), needed)


_LETTERS = {1: "B", 2: "H", 4: "I", 8: "Q"}
"""Bytes of a whole number to its letter in a `struct` format."""


def _reader(fields: int, width: int) -> Callable[[bytes], Counts]:
    """Return a function that unpacks `fields` numbers of `width` bytes, lowest byte first."""
    if width in _LETTERS:
        return Struct(f"<{fields}{_LETTERS[width]}").unpack_from
    starts = range(0, fields * width, width)
    return lambda sum_: tuple(int.from_bytes(sum_[at : at + width], "little") for at in starts)
