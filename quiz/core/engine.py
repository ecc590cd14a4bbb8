"""Rules and an answer sheet to an outcome.

A rules file is compiled once. What a rule adds is one whole number with a field for
each count there is (points, blocks and checks of every position, and the rule itself),
so that an outcome is a sum. Each answer knows what it adds by itself, through the
rules that ask about its question alone, and which terms of the other rules it leaves
standing; a table then tells what the terms add that all answers leave standing. An
answer's entry is made when it is first met: a multiple question has too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from typing import NamedTuple

from quiz.core.conditions import Condition, Term, asks, read, terms
from quiz.core.model import Answer, Answers, Assessment, Outcome, Reason, Rules, Standing
from quiz.core.sheet import Form, forms, given, holds, shapes
from quiz.core.space import Freedom, Space, can_avoid, greatest

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


class Engine:
    """A compiled rules file; holds no state but what it remembers of answers met before."""

    def __init__(self, rules: Rules, digest: str) -> None:
        self.rules = rules
        self.digest = digest
        self.forms = forms(rules)
        self.positions = tuple(rules.positions)
        self._rule_ids = tuple(rules.rules)
        known = shapes(rules)
        conditions = {id_: read(rule.when, known) for id_, rule in rules.rules.items()}
        self._notice_conditions = {
            id_: read(notice.when, known) for id_, notice in rules.notices.items()
        }
        self.most = {
            position: greatest(
                self.forms,
                [
                    (conditions[id_], rule.earns[position])
                    for id_, rule in rules.rules.items()
                    if position in rule.earns
                ],
            )
            for position in self.positions
        }
        self._gates = {
            position: Space(
                self.forms,
                [
                    conditions[id_]
                    for id_, rule in rules.rules.items()
                    if position in (rule.blocks or ())
                ],
            )
            for position in self.positions
        }
        self._compile(conditions)

    def _compile(self, conditions: Mapping[str, Condition]) -> None:
        rules = self.rules.rules
        self._width = max(
            1, sum(sum(r.earns.values()) for r in rules.values()) + len(rules)
        ).bit_length()
        self._field = (1 << self._width) - 1
        count = len(self.positions)
        self._first_rule = 3 * count * self._width
        together: dict[Term, int] = {}
        joint: list[tuple[int, int]] = []
        alone: dict[str, list[tuple[Condition, int]]] = {question: [] for question in self.forms}
        self._always = 0
        for number, (id_, rule) in enumerate(rules.items()):
            adds = 1 << (self._first_rule + number)
            for position in rule.positions:
                place = self.positions.index(position)
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
            (question, _Alone(alone[question], together, question)) for question in self.forms
        )
        self._together = _Together(joint)
        # Fits are compared as whole numbers: points scaled to the common multiple of every `most`.
        common = lcm(*(most for most in self.most.values() if most), 1)
        self._scale = tuple(common // most if most else 0 for most in self.most.values())
        thresholds = self.rules.outcome
        self._least = ceil(Fraction(thresholds.least_fit) * common / 100)
        self._close = floor(Fraction(thresholds.close) * common / 100)
        self._shifts = tuple(number * self._width for number in range(3 * count))

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
        number = len(self.positions)
        points, blocks = counts[:number], counts[number : 2 * number]
        best, best_fit = -1, -1
        for position, scale in enumerate(self._scale):
            if not blocks[position]:
                fit = points[position] * scale
                if fit > best_fit:
                    best, best_fit = position, fit
        if best_fit < self._least:
            best = -1
        return Tally(
            sum_ >> self._first_rule,
            tuple(points),
            tuple(blocks),
            tuple(counts[2 * number :]),
            best,
        )

    def asked(self, answers: Answers) -> tuple[str, ...]:
        """Return the questions that are asked on the answers given so far, in order."""
        kept: dict[str, Answer] = {}
        asked = []
        for question, form in self.forms.items():
            if holds(form.only_if, kept):
                asked.append(question)
                if question in answers:
                    kept[question] = answers[question]
        return tuple(asked)

    def kept(self, answers: Answers) -> dict[str, Answer]:
        """Return the answers without those to questions that are not asked, in file order."""
        return {q: answers[q] for q in self.asked(answers) if q in answers}

    def first_unanswered(self, answers: Answers) -> str | None:
        """Return the first question that is asked and has no answer."""
        return next((q for q in self.asked(answers) if q not in answers), None)

    def outcome(self, answers: Answers) -> Outcome:
        """Return what follows from a complete answer sheet."""
        tally = self.tally(answers)
        scaled = [points * scale for points, scale in zip(tally.points, self._scale, strict=True)]
        standings = [self._standing(number, tally, answers) for number in range(len(scaled))]
        close: list[str] = []
        tied: list[str] = []
        if tally.best >= 0:
            best_fit = scaled[tally.best]
            others = [n for n in range(len(scaled)) if n != tally.best and not tally.blocks[n]]
            others.sort(key=lambda number: -scaled[number])
            close = [self.positions[n] for n in others if best_fit - scaled[n] <= self._close]
            tied = [self.positions[n] for n in others if scaled[n] == best_fit]
        best = self.positions[tally.best] if tally.best >= 0 else None
        reasons = self._reasons(tally.applies)
        positions = {
            position: Assessment(
                points=tally.points[number],
                most=self.most[position],
                fit=percent(tally.points[number], self.most[position]),
                standing=standings[number],
                reasons=tuple(reasons[position]),
            )
            for number, position in enumerate(self.positions)
        }
        notices = tuple(
            id_
            for id_, notice in self.rules.notices.items()
            if holds(self._notice_conditions[id_], answers)
            and fits(notice.if_ or {}, best, close, positions)
        )
        return Outcome(
            self.rules.edition, self.digest, best, tuple(close), tuple(tied), positions, notices
        )

    def _reasons(self, applies: int) -> dict[str, list[Reason]]:
        reasons: dict[str, list[Reason]] = {position: [] for position in self.positions}
        for number, id_ in enumerate(self._rule_ids):
            if applies >> number & 1:
                rule = self.rules.rules[id_]
                for position in rule.positions:
                    reasons[position].append(Reason(id_, rule.effect, rule.earns.get(position, 0)))
        return reasons

    def _standing(self, number: int, tally: Tally, answers: Answers) -> Standing:
        if not tally.blocks[number]:
            return "check" if tally.checks[number] else "open"
        questions = self.rules.questions
        freedom = {
            question: freedom_of(form, answers.get(question), questions[question].can_change)
            for question, form in self.forms.items()
        }
        return "not_yet" if can_avoid(self._gates[self.positions[number]], freedom) else "closed"


def freedom_of(form: Form, answer: Answer | None, can_change: str) -> Freedom:
    """Return the answers an applicant could come to give.

    A question that was not asked so far may be answered in any way. `up` allows
    higher choices of a scale, or more choices of a multiple question, for which an
    exclusive one may be given up; a single question has no direction, so it stays.
    """
    nothing: frozenset[str] = frozenset()
    if answer is None or can_change == "yes":
        return Freedom(nothing, frozenset(form.choices))
    if isinstance(answer, str):
        rises = can_change == "up" and form.kind == "scale"
        return Freedom(
            nothing, frozenset(form.choices[form.choices.index(answer) :] if rises else [answer])
        )
    present = frozenset(answer)
    if can_change == "no":
        return Freedom(present, nothing)
    ordinary = frozenset(form.choices) - form.exclusive
    return Freedom(present & ordinary, ordinary | present)


def percent(points: int, most: int) -> int:
    """Return points / most as a whole percent, rounded half up; 0 where nothing can be earned."""
    return (200 * points + most) // (2 * most) if most else 0


def fits(
    expected: Mapping[str, Sequence[str]],
    best: str | None,
    close: Sequence[str],
    positions: Mapping[str, Assessment],
) -> bool:
    """Return whether an outcome is as a persona's `expect` or a notice's `if` says."""
    near = {best, *close}
    for key, wanted in expected.items():
        if key == "best":
            fit = (best or "none") in wanted
        elif key == "close":
            fit = near.issuperset(wanted)
        else:
            fit = positions[key].standing in wanted
        if not fit:
            return False
    return True


def ranked(outcome: Outcome) -> tuple[str, ...]:
    """Return the positions, the best match first, then by standing and fit; ties in file order."""
    places = {"open": 0, "check": 0, "not_yet": 1, "closed": 2}

    def rank(position: str) -> tuple[bool, int, Fraction]:
        seen = outcome.positions[position]
        fit = Fraction(seen.points, seen.most) if seen.most else Fraction(0)
        return position != outcome.best, places[seen.standing], -fit

    return tuple(sorted(outcome.positions, key=rank))
