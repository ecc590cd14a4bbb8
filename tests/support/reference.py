"""The reference implementation of the rules language: slow, simple, and apart from quiz.core.

It follows the language document sentence by sentence over the plain data that a
YAML or JSON parser gives (`quiz` below is that data, the whole file), tries every
answer sheet where the product is clever, and must not know quiz.core.
"""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import Any

from support.reference_changes import changes, effort, may_become, wishes
from support.reference_sheets import (
    Quiz,
    Sheet,
    as_list,
    every_sheet,
    holds,
    rules,
)

# ---- Points and fit


def reasons(quiz: Quiz, answers: Sheet, position: str) -> list[tuple[str, str, int]]:
    """What the rules that apply say of a position: rule, effect, points (0 for a gate)."""
    found = []
    for id_, rule in rules(quiz).items():
        if not holds(rule.get("when"), answers, quiz):
            continue
        for effect in ("points", "check", "blocks"):
            if position in as_list(rule.get(effect, [])) and effect != "points":
                found.append((id_, effect, 0))
            elif effect == "points" and position in rule.get("points", {}):
                found.append((id_, effect, rule["points"][position]))
    return found


def points(quiz: Quiz, answers: Sheet, position: str) -> int:
    """The sum over the rules that apply."""
    return sum(earned for _, _, earned in reasons(quiz, answers, position))


class Reference:
    """One file with its answer sheets, greatest sums, and the reasons on a sheet, found once."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self._reasons: dict[Any, list[tuple[str, str, int]]] = {}
        self.sheets = list(every_sheet(quiz))
        self.positions = list(quiz["positions"])
        self.most = {
            each: max(self.points(sheet, each) for sheet in self.sheets) for each in self.positions
        }
        thresholds = quiz.get("outcome", {})
        self.least_fit = Fraction(str(thresholds.get("least_fit", 0))) / 100
        self.close_by = Fraction(str(thresholds.get("close", 0))) / 100

    def reasons(self, answers: Sheet, position: str) -> list[tuple[str, str, int]]:
        """What `reasons` returns."""
        sheet = (position, *((id_, tuple(as_list(answer))) for id_, answer in answers.items()))
        if sheet not in self._reasons:
            self._reasons[sheet] = reasons(self.quiz, answers, position)
        return self._reasons[sheet]

    def points(self, answers: Sheet, position: str) -> int:
        """The sum over the rules that apply."""
        return sum(earned for _, _, earned in self.reasons(answers, position))

    def fit(self, answers: Sheet, position: str) -> Fraction:
        """Points of most, exactly; 0 for a position that no rule can give a point."""
        if not self.most[position]:
            return Fraction(0)
        return Fraction(self.points(answers, position), self.most[position])

    # ---- Standing

    def blocked(self, answers: Sheet, position: str) -> bool:
        return any(effect == "blocks" for _, effect, _ in self.reasons(answers, position))

    def checked(self, answers: Sheet, position: str) -> bool:
        return any(effect == "check" for _, effect, _ in self.reasons(answers, position))

    def standing(self, answers: Sheet, position: str) -> str:
        """Blocked is not_yet where some allowed change unblocks it, and else closed."""
        if not self.blocked(answers, position):
            return "check" if self.checked(answers, position) else "open"
        changed = (
            sheet
            for sheet in self.sheets
            if may_become(self.quiz, answers, sheet) and not wishes(self.quiz, answers, sheet)
        )
        unblocked = any(not self.blocked(sheet, position) for sheet in changed)
        return "not_yet" if unblocked else "closed"

    def available(self, answers: Sheet) -> list[str]:
        """The positions that are open or check, in the order of the file."""
        return [each for each in self.positions if not self.blocked(answers, each)]

    # ---- Best, close, tied

    def best(self, answers: Sheet) -> str | None:
        """The highest fit among those open or check, the first of a tie, if it is enough."""
        first = max(self.available(answers), key=lambda each: self.fit(answers, each), default=None)
        if first is None or self.fit(answers, first) < self.least_fit:
            return None
        return first

    def close(self, answers: Sheet) -> list[str]:
        """The others that are open or check, at most `close` points below; best fit first."""
        best = self.best(answers)
        if best is None:
            return []
        least = self.fit(answers, best) - self.close_by
        others = [each for each in self.available(answers) if each != best]
        near = [each for each in others if self.fit(answers, each) >= least]
        return sorted(near, key=lambda each: -self.fit(answers, each))

    def tied(self, answers: Sheet) -> list[str]:
        """The others that are open or check and fit exactly as well as the best."""
        best = self.best(answers)
        others = [each for each in self.available(answers) if best and each != best]
        return [each for each in others if self.fit(answers, each) == self.fit(answers, best or "")]

    def bests(self, answers: Sheet) -> list[str]:
        """The best and those tied with it, or the word for none."""
        return [self.best(answers) or "none", *self.tied(answers)]

    # ---- Notices

    def expectation_met(self, expected: dict[str, Any], answers: Sheet) -> bool:
        """What a persona's `expect` and a notice's `if` say of an outcome; all of it."""
        for key, allowed in expected.items():
            if key == "best":
                met = bool(set(self.bests(answers)) & set(as_list(allowed)))
            elif key == "close":
                near = [self.best(answers), *self.close(answers)]
                met = all(each in near for each in as_list(allowed))
            else:
                met = self.standing(answers, key) in as_list(allowed)
            if not met:
                return False
        return True

    def standing_by(self, answers: Sheet, key: str) -> list[str]:
        """The notices, or dates, whose `if` fits the outcome and whose `when` holds.

        Either may be left out.
        """
        return [
            id_
            for id_, each in self.quiz.get(key, {}).items()
            if holds(each.get("when"), answers, self.quiz)
            and self.expectation_met(each.get("if", {}), answers)
        ]

    # ---- The whole outcome

    def outcome(self, answers: Sheet) -> dict[str, Any]:
        """All that follows from an answer sheet, save `change`."""
        return {
            "best": self.best(answers),
            "close": self.close(answers),
            "tied": self.tied(answers),
            "positions": {
                each: {
                    "points": self.points(answers, each),
                    "most": self.most[each],
                    "fit": whole_percent(self.fit(answers, each)),
                    "standing": self.standing(answers, each),
                    "reasons": self.reasons(answers, each),
                }
                for each in self.positions
            },
            "notices": self.standing_by(answers, "notices"),
            "tells": tells(self.quiz, answers),
            "dates": self.standing_by(answers, "dates"),
        }

    # ---- What would change it

    def change(self, answers: Sheet, position: str) -> list[tuple[str, Any, Any]] | None:
        """The fewest answers to change so that `position` is best; None where none does.

        Fewest changes, then fewest steps, then what stands first in the file. An answer
        that becomes moot is no change and is not listed.
        """
        ways = [
            sheet
            for sheet in self.sheets
            if may_become(self.quiz, answers, sheet) and self.best(sheet) == position
        ]
        if not ways:
            return None
        sheet = min(ways, key=lambda each: effort(self.quiz, answers, each))
        return [(id_, answers.get(id_), sheet[id_]) for id_ in changes(answers, sheet)]

    def closest(self, answers: Sheet) -> tuple[str, Any, Any, str | None] | None:
        """The one answer to change after which the best match is another, or none, or one at last.

        A change that opens a question makes two. The fewest steps win, then what stands
        first in the file; with it, what is best then. None where no single change does.
        """
        ways = [
            sheet
            for sheet in self.sheets
            if may_become(self.quiz, answers, sheet)
            and len(changes(answers, sheet)) == 1
            and self.best(sheet) != self.best(answers)
        ]
        if not ways:
            return None
        sheet = min(ways, key=lambda each: effort(self.quiz, answers, each))
        (id_,) = changes(answers, sheet)
        return id_, answers[id_], sheet[id_], self.best(sheet)

    # ---- Over all answer sheets

    def promise_holds(self, promise: dict[str, Any]) -> bool:
        """never: nobody; possible: somebody; share: the percentage between the two ends.

        Every position that is tied for best counts; of a share, the one listed first alone.
        """
        (kind,) = (kind for kind in ("never", "possible", "share") if kind in promise)
        claim = promise[kind]
        meant = [sheet for sheet in self.sheets if self.meant(claim, sheet)]
        if kind != "share":
            somebody = any(claim["best"] in self.bests(sheet) for sheet in meant)
            return somebody == (kind == "possible")
        such = sum((self.best(sheet) or "none") == claim["best"] for sheet in meant)
        percent = Fraction(100 * such, len(meant) or 1)
        least, greatest = claim.get("at_least", 0), claim.get("at_most", 100)
        return Fraction(str(least)) <= percent <= Fraction(str(greatest))

    def meant(self, claim: dict[str, Any], answers: Sheet) -> bool:
        """Whether a claim is about a sheet: its `when` and its `if` hold."""
        return holds(claim.get("when"), answers, self.quiz) and self.expectation_met(
            claim.get("if", {}), answers
        )

    def census(self) -> Counter[str]:
        """How many answer sheets each best match has."""
        return Counter(self.best(sheet) or "none" for sheet in self.sheets)


def tells(quiz: Quiz, answers: Sheet) -> list[tuple[str, str]]:
    """The choices given that tell something, in the order of the file."""
    return [
        (id_, choice)
        for id_, question in quiz["questions"].items()
        for choice, keys in question["choices"].items()
        if isinstance(keys, dict) and "tells" in keys
        if choice in as_list(answers.get(id_, []))
    ]


def whole_percent(fit: Fraction) -> int:
    """Half a percent goes up."""
    return math.floor(fit * 100 + Fraction(1, 2))
