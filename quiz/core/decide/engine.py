"""Decides the outcome of an answer sheet: best match, standings, reasons, and changes to others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Literal

from quiz.core.decide.notices import Notices
from quiz.core.decide.opening import Opening
from quiz.core.decide.ruled_out import RuledOut
from quiz.core.decide.tables import Tables
from quiz.core.decide.unrolled import Tally
from quiz.core.decide.whatif import Search, WhatIf
from quiz.core.language.conditions import read
from quiz.core.language.model import (
    Answer,
    Answers,
    Assessment,
    Closest,
    Outcome,
    Reason,
    Standing,
)
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import forms, gates, holds, shapes
from quiz.core.space import greatest, without_wishes

NONE_NEEDED = Search(None)
"""The changes of the best match, and of positions none of which can come to be it."""

NOT_SEARCHED = Search(None, searched=False)


class Engine:
    """A compiled rules file; its only state is a cache of what was worked out about answers.

    Raises TooManyStatesError where the rules join too many questions to be decided exactly,
    which the loader reports as a problem of the file.
    """

    def __init__(self, rules: Rules, digest: str) -> None:
        self.rules = rules
        self.digest = digest
        self.forms = forms(rules)
        self._gates = gates(self.forms)
        self.positions = tuple(rules.positions)
        self._reasons_of_rules = tuple(
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
        self.date_conditions = {id_: read(date.when, known) for id_, date in rules.dates.items()}
        self._notices = Notices(rules.notices, self.notice_conditions)
        self._dates = Notices(rules.dates, self.date_conditions)
        self.tells = {
            id_: frozenset(c for c, choice in question.choices.items() if choice.tells)
            for id_, question in rules.questions.items()
            if any(choice.tells for choice in question.choices.values())
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
        blocks = [
            {
                id_: conditions[id_]
                for id_, rule in rules.rules.items()
                if position in (rule.blocks or ())
            }
            for position in self.positions
        ]
        self.ruled_out = RuledOut(self.forms, blocks)
        blocking = [list(each.values()) for each in blocks]
        can_change = {id_: question.can_change for id_, question in rules.questions.items()}
        lasting = {id_: without_wishes(each) for id_, each in can_change.items()}
        self._opening = Opening(lasting, self.forms, blocking, self.tables)
        self._opening_by_wishes = (
            None
            if lasting == can_change
            else Opening(can_change, self.forms, blocking, self.tables)
        )
        self._what_if = WhatIf(rules, self.forms, blocking, self.tables)

    def asked(self, answers: Answers) -> tuple[str, ...]:
        """Return the questions that are asked on the answers given so far, in order."""
        kept = self.kept(answers)
        return tuple([question for question in self.forms if self._is_asked(question, kept)])

    def kept(self, answers: Answers) -> dict[str, Answer]:
        """Return the answers without those to questions that are not asked, in file order."""
        kept: dict[str, Answer] = {}
        for question in self.forms:
            if question in answers and self._is_asked(question, kept):
                kept[question] = answers[question]
        return kept

    def _is_asked(self, question: str, earlier: Answers) -> bool:
        return question not in self._gates or holds(self._gates[question], earlier)

    def best(self, answers: Answers) -> str | None:
        """Return the best match for a complete answer sheet."""
        best = self.tables.best(answers)
        return self.positions[best] if best >= 0 else None

    def bests(self, answers: Answers) -> tuple[str, ...]:
        """Return all best matches for a complete answer sheet: several of an exact tie."""
        _, counts, winner = self.tally(answers)
        points, blocks, _ = self.tables.split(counts)
        _, tied = self._close_and_tied(winner, self.tables.scaled(points), blocks)
        return (self.positions[winner], *tied) if winner >= 0 else ()

    def outcome(self, answers: Answers, *, with_changes: bool = True) -> Outcome:
        """Return the outcome of a complete answer sheet.

        Without changes, they are told as not searched, and how close it was as unknown: that
        takes most of the time.
        """
        applies, counts, winner = tally = self.tally(answers)
        points, blocks, checks = self.tables.split(counts)
        best = self.positions[winner] if winner >= 0 else None
        close, tied = self._close_and_tied(winner, self.tables.scaled(counts), blocks)
        standings = [
            self._standing(number, blocks[number], checks[number], answers)
            for number in range(len(self.positions))
        ]
        reasons = self._reasons(applies)
        changes = [NOT_SEARCHED] * len(self.positions)
        closest: Closest | Literal["unknown"] | None = "unknown"
        if with_changes:
            changes, closest = self._changes(answers, tally, standings)
        positions = {
            position: Assessment(
                points=points[number],
                most=self.most[position],
                fit=percent(points[number], self.most[position]),
                standing=standings[number],
                reasons=tuple(reasons[position]),
                change=changes[number].changes,
                searched=changes[number].searched,
            )
            for number, position in enumerate(self.positions)
        }
        notices, dates = [
            some.on(answers, best, close, tied, positions) for some in (self._notices, self._dates)
        ]
        return Outcome(
            self.rules.edition,
            self.digest,
            best,
            close,
            tied,
            positions,
            notices,
            closest,
            self._told(answers),
            dates,
        )

    def _changes(
        self, answers: Answers, tally: Tally, standings: Sequence[Standing]
    ) -> tuple[list[Search], Closest | Literal["unknown"] | None]:
        """Return the fewest changes for each position, and how close it was."""
        wishes = self._opening_by_wishes
        reachable = [
            number
            for number, each in enumerate(standings)
            if each != "closed" or (wishes is not None and wishes.can_open(answers, number))
        ]
        if not reachable:
            return [NONE_NEEDED] * len(self.positions), None
        around = self._what_if.around(answers, tally, reachable)
        changes = [
            NONE_NEEDED if number == tally[2] else around.change(number)
            for number in range(len(self.positions))
        ]
        return changes, around.closest()

    def _told(self, answers: Answers) -> tuple[tuple[str, str], ...]:
        """Return the choices given that tell something, each with its question."""
        return tuple(
            (question, choice)
            for question, telling in self.tells.items()
            for choice in answers.get(question, ())
            if choice in telling
        )

    def _close_and_tied(
        self, winner: int, scaled: Sequence[int], blocks: Sequence[int]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the other positions that are close to the best one, and those tied with it."""
        if winner < 0:
            return (), ()
        best_fit = scaled[winner]
        others = [n for n in range(len(scaled)) if n != winner and not blocks[n]]
        others.sort(key=lambda number: -scaled[number])
        close = [self.positions[n] for n in others if best_fit - scaled[n] <= self.tables.close]
        tied = [self.positions[n] for n in others if scaled[n] == best_fit]
        return tuple(close), tuple(tied)

    def _reasons(self, applies: int) -> dict[str, list[Reason]]:
        reasons: dict[str, list[Reason]] = {position: [] for position in self.positions}
        for found in compress(self._reasons_of_rules, map("1".__eq__, reversed(f"{applies:b}"))):
            for position, reason in found:
                reasons[position].append(reason)
        return reasons

    def _standing(self, position: int, blocks: int, checks: int, answers: Answers) -> Standing:
        if not blocks:
            return "check" if checks else "open"
        return "not_yet" if self._opening.can_open(answers, position) else "closed"


def percent(points: int, most: int) -> int:
    """Return points / most as a whole percent, rounded half up; 0 where nothing can be earned."""
    return (200 * points + most) // (2 * most) if most else 0


def ranked(outcome: Outcome) -> tuple[str, ...]:
    """Return the positions: the best match first, then by standing and fit; ties in file order."""
    places = {"open": 0, "check": 0, "not_yet": 1, "closed": 2}

    def rank(position: str) -> tuple[bool, int, float]:
        seen = outcome.positions[position]
        # Division rounds correctly, so equal fits stay equal and others apart, below 2^26 points.
        fit = seen.points / seen.most if seen.most else 0.0
        return position != outcome.best, places[seen.standing], -fit

    return tuple(sorted(outcome.positions, key=rank))
