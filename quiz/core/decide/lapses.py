"""When to come back: the blocks of an outcome that lapse, and on which day each of them does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from quiz.core.decide.engine import fits
from quiz.core.language.conditions import Shape, asks, read
from quiz.core.language.dates import period
from quiz.core.language.field_types import DayOrMonth, FromEdition
from quiz.core.language.model import Answers, Outcome
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


def lapses(outcome: Outcome, rules: Rules, answers: Answers | None) -> tuple[Lapse, ...]:
    """Return the blocks of an outcome that lapse on a day that the rules tell.

    Left out are positions that something else rules out for good, and editions of which no day
    is known. Where the answers are None, dates that depend on them are not known.
    """
    blocks = {
        position: [reason.rule for reason in seen.reasons if reason.effect == "blocks"]
        for position, seen in outcome.positions.items()
    }
    blocking = dict.fromkeys(rule for its in blocks.values() for rule in its)
    ending = [rule for rule in blocking if rules.rules[rule].until]
    if not ending:
        return ()
    known = shapes(rules)
    lasting = {rule for rule in blocking if _lasts(rule, rules, known)}
    found = []
    for rule in ending:
        positions = [id_ for id_, its in blocks.items() if rule in its and lasting.isdisjoint(its)]
        end = _end(rule, positions, outcome, rules, answers) if positions else None
        if end:
            besides = dict.fromkeys(each for id_ in positions for each in blocks[id_])
            others = tuple(each for each in besides if each != rule)
            found.append(Lapse(rule, tuple(positions), others, end))
    return tuple(found)


def _lasts(rule: str, rules: Rules, known: Mapping[str, Shape]) -> bool:
    """Return whether a block neither lapses nor rests on an answer that can change."""
    its = rules.rules[rule]
    asked = asks(read(its.when, known))
    return not its.until and all(rules.questions[id_].can_change == "no" for id_ in asked)


def _end(
    rule: str, positions: list[str], outcome: Outcome, rules: Rules, answers: Answers | None
) -> End | None:
    """Return when a block lapses; None where the rules tell no day."""
    until = rules.rules[rule].until
    if isinstance(until, dt.date):
        return End(DayOrMonth(until.year, until.month, until.day), about=False, date=None)
    if not isinstance(until, FromEdition):
        return None
    opening = []
    for id_, date in rules.dates.items():
        seen = period(date, str(until.from_edition))
        if (
            seen.first
            and all(dt.MINYEAR <= end.year <= dt.MAXYEAR for end in seen[:2] if end)
            and any(_meant(date, position, outcome) for position in positions)
            and _holds(date, rules, answers)
        ):
            opening.append(End(seen.first, seen.about, id_))
    return min(
        opening, key=lambda end: (end.day.year, end.day.month, end.day.day or 1), default=None
    )


def _meant(date: DateRange, position: str, outcome: Outcome) -> bool:
    """Return whether a date would stand on the result if this position were the best match."""
    seen = {**outcome.positions}
    seen[position] = seen[position]._replace(standing="open")
    return fits(date.if_ or {}, position, (), (), seen)


def _holds(date: DateRange, rules: Rules, answers: Answers | None) -> bool:
    """Return whether a date is for these answers."""
    if date.when is None:
        return True
    return answers is not None and holds(read(date.when, shapes(rules)), answers)
