"""The other answers that an applicant could give to a question, and what each does to positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, product
from math import prod
from operator import sub
from typing import TYPE_CHECKING, TypeAlias

from quiz.core.decide.options import (
    FEW_POSITIONS,
    Effect,
    Options,
    Way,
    beyond,
    can_be_listed,
    kept,
    most_gained,
)
from quiz.core.decide.tables import Tables
from quiz.core.language.conditions import All, Given
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form
from quiz.core.space import Freedom, freedom_of

if TYPE_CHECKING:
    from quiz.core.decide.fronts import Fronts

REMEMBERED = 524_288
"""Size of the cache: the numbers that are kept, one for each other answer and position."""

MOST_NUMBERS = 16_384
"""Most numbers, one for each other answer and position, that are worked out for one sheet.

They take up to 40 ms before the search begins; where there would be more, nothing is searched.
"""

MOST_WAYS = 512
"""Most answers to a multiple question that can differ in effect; more are not searched."""

ANSWERS_A_WAY = 16
"""Answers, listed to find a front, whose numbers together take as long as those of one way."""

MOST_COMPARED = 67_108_864
"""Most numbers that are compared to find all fronts of one sheet, which takes up to 60 ms."""

FEW_WAYS = 64
"""Ways of a multiple question that are simply listed; of more, a front is found where it can be."""


class Ways:
    """The options for answers to a rules file's questions, with a cache.

    The effect of an answer to one of the `interacting` questions depends on other answers too.
    `joint_blocks` has for a question the positions, by number, that rules block which ask about
    it and about others.
    """

    def __init__(
        self,
        forms: Mapping[str, Form],
        can_change: Mapping[str, str],
        tables: Tables,
        interacting: frozenset[str],
        joint_blocks: Mapping[str, frozenset[int]],
    ) -> None:
        self._forms = forms
        self._can_change = can_change
        self._tables = tables
        self._interacting = interacting
        self._joint_blocks = joint_blocks
        self.numbers = len(tables.scale) + 1  # the last one stands for no position
        self._with_fronts = sum(
            form.kind == "multiple"
            and can_change[question] != "no"
            and question not in interacting
            and can_be_listed(form, tables)
            for question, form in forms.items()
        )
        self._alike: dict[str, Sequence[Sequence[str]]] = {}
        self._known: dict[tuple[str, Answer | None], Options] = {}
        self._kept = 0
        self._fronts: dict[str, Fronts] = {}

    def options_for(self, question: str, present: Answer | None) -> Options:
        """Return the options for an answer."""
        known = self._known.get((question, present))
        if known is None:
            known = self._options(question, present)
            self._kept += self.numbers + known.numbers
            if self._kept < REMEMBERED:
                self._known[question, present] = known
        return known

    def _options(self, question: str, present: Answer | None) -> Options:
        kinds = self._kinds(question, present)
        independent = present is not None and question not in self._interacting
        size = prod(map(len, kinds))
        if independent and size > FEW_WAYS and can_be_listed(self._forms[question], self._tables):
            return self._options_of_fronts(question, present or ())
        too_many = size > MOST_WAYS
        ways = [] if too_many else self._distinct_ways(question, present, kinds)
        if len(ways) * self.numbers > MOST_NUMBERS:
            ways, too_many = [], True
        effects = [self._effect(question, present, way.answer) for way in ways]
        ways = [way._replace(fits=effect.fits) for way, effect in zip(ways, effects, strict=True)]
        closed = self._closed(question, present)
        free = most_gained(closed, self.numbers) if closed else None

        def others(position: int) -> Sequence[Way]:
            pairs = zip(ways, effects, strict=True)
            return [way for way, effect in pairs if not independent or effect.helps(position)]

        few = self.numbers <= FEW_POSITIONS
        listed = tuple(map(others, range(self.numbers if few else 0)))

        return Options(
            present=present,
            adds=self._tables.number(question, present),
            adds_without=self._tables.number(question, None),
            others=listed.__getitem__ if few else cache(others),
            moves=any(not independent or effect.helps_any() for effect in effects),
            gains=beyond(most_gained(effects + closed, self.numbers), free, self.numbers),
            free=free,
            blocked=self._blocked(question, present),
            blocks=self._joint_blocks.get(question, frozenset()).union(
                number
                for effect in effects + closed
                for number, blocks in enumerate(effect.blocks)
                if blocks > 0
            ),
            ways=len(ways),
            numbers=len(ways) * self.numbers,
            too_many=too_many,
            wish=present is not None and self._can_change[question] == "wish",
        )

    def _blocked(self, question: str, present: Answer | None) -> Sequence[int]:
        return [n for n, blocks in enumerate(self._tables.blocks(question, present)) if blocks]

    def _closed(self, question: str, present: Answer | None) -> list[Effect]:
        """Return the effect of a question no longer being asked, where that can be."""
        can_close = present is not None and self._forms[question].only_if != All()
        return [self._effect(question, present, None)] if can_close else []

    def _options_of_fronts(self, question: str, present: Answer) -> Options:
        """Return the options for an answer of which the search looks at those alone that matter."""
        form = self._forms[question]
        if question not in self._fronts:
            from quiz.core.decide.fronts import Fronts  # with NumPy; a start does not wait for it

            compared = MOST_COMPARED // (self.numbers * max(self._with_fronts, 1))
            self._fronts[question] = Fronts(question, form, self._tables, compared)
        fronts = self._fronts[question]
        here = fronts.number(present)
        allowed = fronts.allowed(present, freedom_of(form, present, self._can_change[question]))

        @cache
        def others(position: int) -> Sequence[Way]:
            return [
                Way(
                    steps,
                    fronts.places[number],
                    fronts.answers[number],
                    self._tables.number(question, fronts.answers[number]),
                    (fronts.fits[number] - fronts.fits[here]).tolist(),
                )
                for number, steps in fronts.front(position, present, allowed)
            ]

        closed = self._closed(question, present)
        free = most_gained(closed, self.numbers) if closed else None
        gained = fronts.gains(present, allowed)
        more_blocks = (fronts.blocks[allowed] > fronts.blocks[here]).any(axis=0)
        return Options(
            present=present,
            adds=self._tables.number(question, present),
            adds_without=self._tables.number(question, None),
            others=others,
            moves=bool(allowed.any()),
            gains=beyond(kept(gained, self.numbers), free, self.numbers),
            free=free,
            blocked=self._blocked(question, present),
            blocks=frozenset(
                number
                for number in range(self.numbers)
                if more_blocks[number] or any(effect.blocks[number] > 0 for effect in closed)
            ),
            ways=FEW_WAYS,
            numbers=max(FEW_WAYS, len(fronts.answers) // ANSWERS_A_WAY) * self.numbers,
            too_many=False,
            wish=self._can_change[question] == "wish",
        )

    def _effect(self, question: str, present: Answer | None, other: Answer | None) -> Effect:
        adds, blocked = self._tables.adds, self._tables.blocks
        fits = tuple(map(sub, adds(question, other), adds(question, present)))
        blocks = (*map(sub, blocked(question, other), blocked(question, present)), 0)
        return Effect(fits, blocks, min(fits), max(blocks) > 0)

    def _kinds(self, question: str, present: Answer | None) -> Sequence[_Kind]:
        """Return the choices of a multiple question by kind; none for another question."""
        form = self._forms[question]
        if form.kind != "multiple":
            return ()
        if question not in self._alike:
            self._alike[question] = self._alike_to_tests(question)
        freedom = freedom_of(form, present, self._can_change[question])
        given = frozenset(present or ())
        return [_kind(choices, given, freedom) for choices in self._alike[question]]

    def _alike_to_tests(self, question: str) -> Sequence[Sequence[str]]:
        """Return the choices of a multiple question by the tests that they meet."""
        form = self._forms[question]
        tests = self._tables.tests_of(question)
        alike: dict[frozenset[Given], list[str]] = {}
        for choice in form.choices:
            if choice not in form.exclusive:
                key = frozenset(test for test in tests if choice in test.choices)
                alike.setdefault(key, []).append(choice)
        return list(alike.values())

    def _distinct_ways(
        self, question: str, present: Answer | None, kinds: Sequence[_Kind]
    ) -> list[Way]:
        """Return the other answers that are allowed, the first of those with equal effects."""
        found: dict[object, Way] = {}
        for way in sorted(self._all_ways(question, present, kinds)):
            found.setdefault(self._tables.effect_key(question, way.answer), way)
        return list(found.values())

    def _all_ways(
        self, question: str, present: Answer | None, kinds: Sequence[_Kind]
    ) -> Iterator[Way]:
        form = self._forms[question]
        places = {choice: place for place, choice in enumerate(form.choices)}
        freedom = freedom_of(form, present, self._can_change[question])
        every: Iterator[Answer] = (
            ((choice,) for choice in form.choices if choice in freedom.optional)
            if form.kind != "multiple"
            else _multiple_answers(form, freedom, kinds)
        )
        for answer in every:
            if answer == present:
                continue
            steps = 1
            if present is not None and form.kind == "scale":
                steps = abs(places[answer[0]] - places[present[0]])
            elif present is not None and form.kind == "multiple":
                steps = len(set(answer) ^ set(present))
            place = tuple(places[choice] for choice in answer)
            yield Way(steps, place, answer, self._tables.number(question, answer))


_Kind: TypeAlias = Sequence[Sequence[str]]
"""What can be chosen among choices that no test tells apart: the best set of each size.

Only the size of the set changes the effect of an answer. The best one has the fewest steps
from the present answer, and of those the one that comes first in the file.
"""


def _kind(choices: Sequence[str], present: frozenset[str], freedom: Freedom) -> _Kind:
    kept = [choice for choice in choices if choice in present and choice in freedom.required]
    given = [choice for choice in choices if choice in present and choice in freedom.optional]
    more = [choice for choice in choices if choice not in present and choice in freedom.optional]
    fewer = [[*kept, *given[:size]] for size in range(len(given))]
    return [*fewer, *([*kept, *given, *more[:size]] for size in range(len(more) + 1))]


def _multiple_answers(
    form: Form, freedom: Freedom, kinds: Sequence[_Kind]
) -> Iterator[tuple[str, ...]]:
    """Yield answers to a multiple question that `freedom` allows, one of each distinct effect.

    Choices of `kinds` are combined; each exclusive choice stands alone.
    """
    required, optional = freedom
    for choice in form.choices:
        if choice in form.exclusive & (required | optional) and required <= {choice}:
            yield (choice,)
    if required & form.exclusive:
        return
    for chosen in product(*kinds):
        taken = set(chain.from_iterable(chosen))
        if taken:
            yield tuple([choice for choice in form.choices if choice in taken])
