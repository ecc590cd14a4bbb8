"""When to come back: the blocks of an outcome that lapse, and on which day each of them does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quiz.core.decide.notices import fits
from quiz.core.language.conditions import Shape, asks, read
from quiz.core.language.dates import period
from quiz.core.language.field_types import DayOrMonth, FromEdition
from quiz.core.language.model import Answers, Outcome
from quiz.core.language.rule import Rule
from quiz.core.language.rules_file import DateRange, Rules
from quiz.core.language.sheet import holds, shapes


class End(NamedTuple):
    """When a block lapses: a day, or a month that may be only `about` right.

    Where it lapses with an edition, `date` is what opens first in that edition.
    """

    day: DayOrMonth
    about: bool
    date: str | None


class Lapse(NamedTuple):
    """A rule that blocks `positions`, and when it lapses.

    `others` are the rules that block these positions besides it; they lapse as well, or rest
    on answers that can change.
    """

    rule: str
    positions: tuple[str, ...]
    others: tuple[str, ...]
    end: End


class Lapses:
    """When the blocks of one rules file lapse, for any outcome of it."""

    def __init__(self, rules: Rules) -> None:
        known = shapes(rules)
        self._rules = rules
        self._lasting = frozenset(
            id_ for id_, rule in rules.rules.items() if _lasts(rule, rules, known)
        )
        self._dates = tuple(
            (id_, date, None if date.when is None else read(date.when, known))
            for id_, date in rules.dates.items()
        )

    def of(self, outcome: Outcome, answers: Answers | None) -> tuple[Lapse, ...]:
        """Return the blocks of an outcome that lapse on a day that the rules tell.

        Left out are positions that something else rules out for good, and editions of which no
        day is known. Where the answers are None, dates that depend on them are not known.
        """
        blocks = {
            position: [reason.rule for reason in seen.reasons if reason.effect == "blocks"]
            for position, seen in outcome.positions.items()
        }
        blocking = dict.fromkeys(rule for its in blocks.values() for rule in its)
        found = []
        for rule in blocking:
            if not self._rules.rules[rule].until:
                continue
            positions = [
                id_ for id_, its in blocks.items() if rule in its and self._lasting.isdisjoint(its)
            ]
            end = self._end(rule, positions, outcome, answers) if positions else None
            if end:
                besides = dict.fromkeys(each for id_ in positions for each in blocks[id_])
                others = tuple(each for each in besides if each != rule)
                found.append(Lapse(rule, tuple(positions), others, end))
        return tuple(found)

    def _end(
        self, rule: str, positions: Sequence[str], outcome: Outcome, answers: Answers | None
    ) -> End | None:
        """Return when a block lapses; None where the rules tell no day."""
        until = self._rules.rules[rule].until
        if isinstance(until, dt.date):
            return End(DayOrMonth(until.year, until.month, until.day), about=False, date=None)
        if not isinstance(until, FromEdition):
            return None
        opening = []
        for id_, date, when in self._dates:
            seen = period(date, str(until.from_edition))
            if (
                seen.first
                and all(dt.MINYEAR <= end.year <= dt.MAXYEAR for end in seen[:2] if end)
                and any(_meant(date, position, outcome) for position in positions)
                and (when is None or (answers is not None and holds(when, answers)))
            ):
                opening.append(End(seen.first, seen.about, id_))
        return min(
            opening, key=lambda end: (end.day.year, end.day.month, end.day.day or 1), default=None
        )


def _lasts(rule: Rule, rules: Rules, known: Mapping[str, Shape]) -> bool:
    """Return whether a rule, if it blocks, neither lapses nor rests on what can change."""
    asked = asks(read(rule.when, known))
    return not rule.until and all(rules.questions[id_].can_change == "no" for id_ in asked)


def _meant(date: DateRange, position: str, outcome: Outcome) -> bool:
    """Return whether a date would stand on the result if this position were the best match."""
    seen = {**outcome.positions}
    seen[position] = seen[position]._replace(standing="open")
    return fits(date.if_ or {}, position, (), (), seen)
