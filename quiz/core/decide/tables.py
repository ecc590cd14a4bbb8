"""A rules file compiled to look-up tables, from which the counts of an answer sheet are summed.

What a rule adds is one whole number, with a bit field for each count (points, blocks and
checks of every position) and a bit for the rule itself, so the counts of a sheet are a sum
over its answers. A rule about one question is part of what that question's answers add. A
rule about several has terms, and each term has a counter in the same number: each question
of the term adds one step where its answer meets the term. The end bits of the counters that
are complete look up, in a table for each group of rules, what the rules of their terms add.
An answer's entry is made when the answer is first met, because a multiple question has too
many of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, lcm
from typing import NamedTuple

from quiz.core.decide.fields import Counts, counted, reader, width_of
from quiz.core.decide.parts import Parts
from quiz.core.decide.together import Together
from quiz.core.decide.unrolled import Pair, Sums, unrolled
from quiz.core.language.conditions import All, Condition, Given, Not, Term, asks, terms, tests
from quiz.core.language.model import Answer, Answers
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import Form, given, holds

TABLE_LIMIT = 65_536
"""Most entries that a table keeps; further ones are worked out again each time."""

ENTRY = 256
"""Bytes of an entry of which a table keeps so many; of larger ones, fewer in proportion."""

JOINT_GAINS = 64
"""Rivals for which is kept what rules about several questions can change."""


class Part(NamedTuple):
    """What a rule about one question adds to the fit and to the blocks of each position."""

    condition: Condition
    fits: Sequence[int]
    blocks: Sequence[int]


class Tables:
    """The tables of one rules file.

    `scale` has for each position the factor that brings its points to `common`, the multiple of
    every `most`, so that fits are compared as whole numbers; `least`, `close` and `joint_gain`
    are on that scale. `joint_gain` returns for a rival, by number, an upper bound of what rules
    that ask about several questions can change in favour of each position over it; the last
    number stands for no position. `joined` are the questions that such rules ask about.
    """

    def __init__(
        self,
        rules: Rules,
        forms: Mapping[str, Form],
        conditions: Mapping[str, Condition],
        most: Mapping[str, int],
    ) -> None:
        self._count = count = len(rules.positions)
        width = width_of(rules)
        parts: dict[str, list[tuple[Condition, int]]] = defaultdict(list)
        self._always, self._counters = 0, 0
        joined = {id_: terms(each) for id_, each in conditions.items() if len(asks(each)) > 1}
        groups = self._group(joined, parts)
        alike = {sum(each.ends.values()): each for each in groups.values()}
        self._together = tuple(alike.items())
        before = (self._counters + 7) // 8
        self._counts = reader(before, 3 * count, width)
        self._first_rule = 8 * (before + 3 * count * width)
        self.joined: frozenset[str] = frozenset()
        for number, (id_, rule) in enumerate(rules.rules.items()):
            adds = 1 << self._first_rule + number
            adds += counted(rule, tuple(rules.positions), 8 * width) << 8 * before
            questions = asks(conditions[id_])
            if len(questions) == 1:
                parts[next(iter(questions))].append((conditions[id_], adds))
            elif not questions:
                self._always += adds if holds(conditions[id_], {}) else 0
            else:
                self.joined |= questions
                groups[id_].add(joined[id_], adds)
        self._bytes = (self._first_rule + len(rules.rules) + 7) // 8
        self._most_kept = TABLE_LIMIT * ENTRY // max(self._bytes, ENTRY)
        for _, each in self._together:
            each.most_kept = self._most_kept
        self._parts = {question: Parts(question, parts[question]) for question in forms}
        self._tables: dict[str, dict[Answer, int]] = {question: {} for question in forms}
        single = [
            question
            for question, form in forms.items()
            if form.kind != "multiple" and form.only_if == All()
        ]
        self._pairs: list[tuple[str, str, Pair]] = [
            (one, two, {}) for one, two in zip(single[::2], single[1::2], strict=False)
        ]
        paired = {question for pair in self._pairs for question in pair[:2]}
        self._unasked = {question: each.adds(None) for question, each in self._parts.items()}
        self._blocks: dict[tuple[str, Answer | None], Counts] = {}
        self._gate_tests = [test for form in forms.values() for test in tests(form.only_if)]
        # Fits are compared as whole numbers: points scaled to the common multiple of every `most`.
        common = lcm(*(most for most in most.values() if most), 1)
        self.scale = tuple(common // most if most else 0 for most in most.values())
        thresholds = rules.outcome
        self.common = common
        self.least = ceil(Fraction(thresholds.least_fit) * common / 100)
        self.close = floor(Fraction(thresholds.close) * common / 100)
        self._places = tuple(zip(range(count), range(count, 2 * count), self.scale, strict=True))
        others = [(id_, table) for id_, table in self._tables.items() if id_ not in paired]
        sums = Sums(
            nothing_asked=self._always + sum(self._unasked.values()),
            pairs=self._pairs,
            always_asked=[other for other in others if forms[other[0]].only_if == All()],
            sometimes_asked=[other for other in others if forms[other[0]].only_if != All()],
            together=self._together,
            counts=self._counts,
            size=self._bytes,
            first_rule=self._first_rule,
            scale=self.scale,
            least=self.least,
        )
        self.tally, self.read = unrolled(sums, self.total)
        self._moved = [self._fits_of(adds) for _, each in self._together for _, adds in each.rules]
        self.joint_gain = lru_cache(JOINT_GAINS)(self._joint_gain)

    def _joint_gain(self, rival: int) -> Sequence[int]:
        gain = [0] * (self._count + 1)
        for fits in self._moved:
            of_rival = fits[rival]
            gain = [most + abs(fit - of_rival) for most, fit in zip(gain, fits, strict=True)]
        return gain

    def _group(
        self, joined: Mapping[str, Iterable[Term]], parts: dict[str, list[tuple[Condition, int]]]
    ) -> dict[str, Together]:
        """Return the tables of the rules about several questions, by rule."""
        groups: dict[str, Together] = {}
        last = Together()
        for id_, its in joined.items():
            if last.ends and not last.has_room(its):
                last = Together()
            for term in its:
                if term not in last.ends:
                    last.ends[term] = self._add_counter(term, parts)
            groups[id_] = last
        return groups

    def _add_counter(self, term: Term, parts: dict[str, list[tuple[Condition, int]]]) -> int:
        """Make a counter for a term; return its end bit."""
        by_question: dict[str, list[Condition]] = defaultdict(list)
        for test, truth in term:
            by_question[test.question].append(test if truth else Not(test))
        step = 1 << self._counters
        for question, conditions in by_question.items():
            parts[question].append((All(tuple(conditions)), step))
        end = step << (len(by_question) - 1).bit_length()
        self._always += end - len(by_question) * step
        self._counters = end.bit_length()
        return end

    def total(self, answers: Answers) -> int:
        """Return the sum of what the answers of a complete sheet add, each by itself.

        What they add is kept in the tables.
        """
        adds = {id_: self.number(id_, answers.get(id_)) for id_ in self._tables}
        for one, two, pair in self._pairs:
            if one in answers and two in answers and len(pair) < self._most_kept:
                its = pair.setdefault(answers[one][0], {})
                if len(its) < self._most_kept:
                    its[answers[two][0]] = sum(adds[id_] - self._unasked[id_] for id_ in (one, two))
        return self._always + sum(adds.values())

    def verdict(self, sum_: int) -> object:
        """Return what is best, ruled out and to be confirmed where answers add up to `sum_`."""
        for ends, adds in self._together:
            sum_ += adds[sum_ & ends]
        counts = self._counts(sum_.to_bytes(self._bytes, "little"))
        standings, best, most = [], [], self.least - 1
        for position, blocks, scale in self._places:
            if counts[blocks]:
                standings.append(2)
            else:
                standings.append(counts[blocks + self._count] > 0)
                fit = counts[position] * scale
                if fit > most:
                    best, most = [position], fit
                elif fit == most:
                    best.append(position)
        return standings, best

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
        adds = self._parts[question].adds(answer)
        if len(table) < self._most_kept:
            table[answer] = adds - unasked
        return adds

    def parts(self, question: str) -> Iterator[Part]:
        """Yield what each rule about this question alone does, with no position as the last."""
        for condition, adds in self._parts[question].all:
            blocks = self.split(self._counts_of(adds))[1]
            yield Part(condition, self._fits_of(adds), (*blocks, 0))

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
            if len(self._blocks) < self._most_kept:
                self._blocks[question, answer] = known
        return known

    def _fits_of(self, sum_: int) -> list[int]:
        return [*self.scaled(self._counts_of(sum_)), 0]

    def _counts_of(self, sum_: int) -> Counts:
        return self._counts(sum_.to_bytes(self._bytes, "little"))

    def tests_of(self, question: str) -> frozenset[Given]:
        """Return every test of a question, in a rule or in an `only_if`."""
        of_rules = (test for each, _ in self._parts[question].all for test in tests(each))
        of_gates = (test for test in self._gate_tests if test.question == question)
        return frozenset((*of_rules, *of_gates))

    def effect_key(self, question: str, answer: Answer) -> object:
        """Return a key that is equal for answers to which all rules and gates react alike."""
        gates = (test for test in self._gate_tests if test.question == question)
        return self.number(question, answer), tuple(given(test, answer) for test in gates)
