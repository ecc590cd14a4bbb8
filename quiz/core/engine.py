"""Rules and an answer sheet to an outcome: best match, standings, reasons, what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quiz.core.conditions import read
from quiz.core.model import Answer, Answers, Assessment, Outcome, Reason, Rules, Standing
from quiz.core.sheet import forms, holds, shapes
from quiz.core.space import greatest
from quiz.core.tables import Tables
from quiz.core.whatif import WhatIf


class Engine:
    """A compiled rules file; holds no state but what it remembers of answers met before.

    Raises TooManyStatesError where the rules join too many questions to be decided exactly,
    which the loader reports as a problem of the file.
    """

    def __init__(self, rules: Rules, digest: str) -> None:
        self.rules = rules
        self.digest = digest
        self.forms = forms(rules)
        self.positions = tuple(rules.positions)
        self._says = tuple(
            tuple(
                (position, Reason(id_, rule.effect, rule.earns.get(position, 0)))
                for position in rule.positions
            )
            for id_, rule in rules.rules.items()
        )
        known = shapes(rules)
        conditions = {id_: read(rule.when, known) for id_, rule in rules.rules.items()}
        self.conditions = conditions
        self.notice_conditions = {
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
        self.tables = Tables(rules, self.forms, conditions, self.most)
        self.tally = self.tables.tally
        self._what_if = WhatIf(rules, self.forms, conditions, self.tables)

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

    def best(self, answers: Answers) -> str | None:
        """Return the best match for a complete answer sheet."""
        best = self.tables.best(answers)
        return self.positions[best] if best >= 0 else None

    def outcome(self, answers: Answers) -> Outcome:
        """Return what follows from a complete answer sheet."""
        applies, counts, winner = self.tally(answers)
        points, blocks, checks = self.tables.split(counts)
        scaled = self.tables.scaled(counts)
        close: list[str] = []
        tied: list[str] = []
        if winner >= 0:
            best_fit = scaled[winner]
            others = [n for n in range(len(scaled)) if n != winner and not blocks[n]]
            others.sort(key=lambda number: -scaled[number])
            close = [self.positions[n] for n in others if best_fit - scaled[n] <= self.tables.close]
            tied = [self.positions[n] for n in others if scaled[n] == best_fit]
        best = self.positions[winner] if winner >= 0 else None
        reasons = self._reasons(applies)
        positions = {}
        for number, position in enumerate(self.positions):
            standing = self._standing(position, blocks[number], checks[number], answers)
            cannot_change = position == best or standing == "closed"
            positions[position] = Assessment(
                points=points[number],
                most=self.most[position],
                fit=percent(points[number], self.most[position]),
                standing=standing,
                reasons=tuple(reasons[position]),
                change=None if cannot_change else self._what_if.change(answers, position),
            )
        notices = tuple(
            id_
            for id_, notice in self.rules.notices.items()
            if holds(self.notice_conditions[id_], answers)
            and fits(notice.if_ or {}, best, close, positions)
        )
        return Outcome(
            self.rules.edition, self.digest, best, tuple(close), tuple(tied), positions, notices
        )

    def _reasons(self, applies: int) -> dict[str, list[Reason]]:
        reasons: dict[str, list[Reason]] = {position: [] for position in self.positions}
        while applies:
            lowest = applies & -applies
            for position, reason in self._says[lowest.bit_length() - 1]:
                reasons[position].append(reason)
            applies ^= lowest
        return reasons

    def _standing(self, position: str, blocks: int, checks: int, answers: Answers) -> Standing:
        if not blocks:
            return "check" if checks else "open"
        return "not_yet" if self._what_if.can_open(answers, position) else "closed"


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

    def rank(position: str) -> tuple[bool, int, float]:
        seen = outcome.positions[position]
        # Division rounds correctly, so equal fits stay equal and others apart, below 2^26 points.
        fit = seen.points / seen.most if seen.most else 0.0
        return position != outcome.best, places[seen.standing], -fit

    return tuple(sorted(outcome.positions, key=rank))
