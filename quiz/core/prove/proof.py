"""Proves what a rules file claims about itself, over all answer sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from quiz.core.decide.engine import Engine
from quiz.core.decide.notices import fits
from quiz.core.language.conditions import Condition, Not, read
from quiz.core.language.model import NONE, Answer
from quiz.core.language.rules_file import Promise, Share
from quiz.core.language.sheet import shapes, sheet_of
from quiz.core.prove.counting import MOST_STATES, MOST_WORK, Counting, Truths
from quiz.core.prove.expectations import Expectation, at_best
from quiz.core.space import Space, TooManyStatesError, can_avoid


@dataclass(frozen=True, slots=True)
class Census:
    """The exact number of answer sheets, in all and by best match (`none` last).

    `tied` are those whose best match is an exact tie, `open_sheets` and `open_best`
    the same counts over the sheets on which at least one position is not blocked.
    """

    sheets: int
    best: Mapping[str, int]
    tied: int
    open_sheets: int
    open_best: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PromiseResult:
    """Whether a promise holds, None where the rules are too large to prove it, with the `reason`.

    A broken promise has a counterexample where there can be one: no single sheet shows
    that something is impossible.
    """

    promise: Promise
    holds: bool | None
    counterexample: dict[str, Answer] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PersonaResult:
    """Whether an example applicant's outcome is as the file expects; `got` has the same keys."""

    name: str
    holds: bool
    got: dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything proved about a file; `counting` and `census` are None where it is too large.

    `reason` then says why, in the words of the file.
    """

    counting: Counting | None
    census: Census | None
    promises: tuple[PromiseResult, ...]
    personas: tuple[PersonaResult, ...]
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether everything that the file claims is proved."""
        claims = [claim.holds for claim in self.promises] + [each.holds for each in self.personas]
        return self.census is not None and all(claims)


def prove(engine: Engine) -> Proof:
    """Return what can be proved about a file: its census, its promises, its personas."""
    try:
        counting = count(engine)
    except TooManyStatesError as error:
        # Some promises may still be proved; all of them together get as much work again.
        work = MOST_WORK // max(len(engine.rules.promises), 1)
        return Proof(None, None, promises(engine, work), personas(engine), str(error))
    return Proof(counting, census(engine, counting), promises(engine), personas(engine))


def count(engine: Engine) -> Counting:
    """Return the count of all answer sheets.

    Raises TooManyStatesError where the rules have too many states to be counted.
    """
    return Counting([engine], engine.forms)


def census(engine: Engine, counting: Counting) -> Census:
    """Return how many answer sheets have each best match."""
    best, tied = counting.best()
    some_open = np.zeros(len(best), np.bool_)
    for position in engine.positions:
        some_open |= ~counting.blocked(position)

    def by_best(among: Truths) -> dict[str, int]:
        return {
            name: counting.total((best == number) & among)
            for name, number in _numbers(engine).items()
        }

    return Census(
        sheets=counting.total(),
        best=by_best(np.ones(len(best), np.bool_)),
        tied=counting.total(tied),
        open_sheets=counting.total(some_open),
        open_best=by_best(some_open),
    )


def promises(engine: Engine, most_work: int = MOST_WORK) -> tuple[PromiseResult, ...]:
    """Return for each promise of the file whether it holds on all answer sheets."""

    @lru_cache(maxsize=1)  # promises about the same sheets stand together in a file
    def counted(
        when: Condition, never_blocked: str | None, seen: tuple[Condition, ...]
    ) -> Counting:
        return Counting([engine], engine.forms, when, never_blocked, most_work, seen)

    return tuple(_promise(engine, promise, counted) for promise in engine.rules.promises)


def _promise(
    engine: Engine,
    promise: Promise,
    counted: Callable[[Condition, str | None, tuple[Condition, ...]], Counting],
) -> PromiseResult:
    claim = promise.never or promise.possible or promise.share
    assert claim is not None  # noqa: S101 -- the loader refuses a promise without a claim
    # A sheet of a share counts, whether it has the best match or not.
    unblocked = None if promise.share or claim.best == NONE else claim.best
    when = read(claim.when, shapes(engine.rules))
    try:
        if unblocked and _is_always_blocked(engine, unblocked, when):
            return PromiseResult(promise, holds=promise.never is not None)
        expectation = Expectation(engine, claim.if_ or {})
        counting = counted(when, unblocked, tuple(expectation.seen))
    except TooManyStatesError as error:
        return PromiseResult(promise, None, reason=str(error))
    meant = expectation.met(counting)
    if promise.share:
        return _share(engine, promise, promise.share, counting, meant)
    found = np.flatnonzero(meant & at_best(counting, claim.best))
    if promise.possible:
        return PromiseResult(promise, bool(len(found)))
    shows = counting.example(int(found[0])) if len(found) else None
    return PromiseResult(promise, not len(found), shows)


def _share(
    engine: Engine, promise: Promise, claim: Share, counting: Counting, meant: Truths
) -> PromiseResult:
    """Return whether a share holds; of an exact tie, the first position of the file counts."""
    such = meant & (counting.best()[0] == _numbers(engine)[claim.best])
    share = Fraction(100 * counting.total(such), counting.total(meant) or 1)
    too_many = claim.at_most is not None and share > Fraction(claim.at_most)
    too_few = claim.at_least is not None and share < Fraction(claim.at_least)
    if not too_many and not too_few:
        return PromiseResult(promise, holds=True)
    shows = np.flatnonzero(such if too_many else meant & ~such)
    example = counting.example(int(shows[0])) if len(shows) else None
    return PromiseResult(promise, holds=False, counterexample=example)


def _is_always_blocked(engine: Engine, position: str, when: Condition) -> bool:
    """Return whether a position is blocked on all sheets on which `when` holds.

    This walk counts nothing and has only the questions of these conditions, so it is short.
    """
    rules = engine.rules.rules.items()
    blocks = [engine.conditions[id_] for id_, rule in rules if position in (rule.blocks or ())]
    return not can_avoid(Space(engine.forms, [*blocks, Not(when)], most_states=MOST_STATES))


def _numbers(engine: Engine) -> dict[str, int]:
    """Return the number by which a count knows each position, and `none`."""
    return {**{position: n for n, position in enumerate(engine.positions)}, NONE: -1}


def personas(engine: Engine) -> tuple[PersonaResult, ...]:
    """Return each persona of the file with its actual outcome."""
    return tuple(_persona(engine, name) for name in engine.rules.personas)


def persona_answers(engine: Engine, name: str) -> dict[str, Answer]:
    """Return a persona's answer sheet."""
    return sheet_of(engine.forms, engine.rules.personas[name].answers)


def _persona(engine: Engine, name: str) -> PersonaResult:
    expected = engine.rules.personas[name].expect
    outcome = engine.outcome(persona_answers(engine, name))
    got: dict[str, str | list[str]] = {}
    for key in ("best", *expected):
        if key == "best":
            got[key] = outcome.best or NONE
        elif key == "close":
            got[key] = [position for position in (outcome.best, *outcome.close) if position]
        else:
            got[key] = outcome.positions[key].standing
    holds = fits(expected, outcome.best, outcome.close, outcome.tied, outcome.positions)
    return PersonaResult(name, holds, got)
