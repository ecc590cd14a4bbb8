"""The other answers that an applicant could give to a question, and what each does to positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, product
from math import prod
from operator import sub
from typing import TypeAlias

from quiz.core.decide.fronts import MOST_CHOICES, Fronts
from quiz.core.decide.options import Effect, Options, Way, most_gained
from quiz.core.decide.tables import Tables
from quiz.core.language.conditions import All, Given
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form
from quiz.core.space import Freedom, freedom_of

REMEMBERED = 65_536
"""Size of the cache: other answers that are kept, over all options."""

MOST_WAYS = 512
"""Most answers to a multiple question that can differ in effect; more are not searched."""

FEW_WAYS = 64
"""Ways of a multiple question that are simply listed; of more, a front is found where it can be."""


class Ways:
    """The options for answers to a rules file's questions, with a cache.

    The effect of an answer to one of the `interacting` questions depends on other answers too.
    """

    def __init__(
        self,
        forms: Mapping[str, Form],
        can_change: Mapping[str, str],
        tables: Tables,
        interacting: frozenset[str],
    ) -> None:
        self._forms = forms
        self._can_change = can_change
        self._tables = tables
        self._interacting = interacting
        self._known: dict[tuple[str, Answer | None], Options] = {}
        self._kept = 0
        self._fronts: dict[str, Fronts] = {}

    def options_for(self, question: str, present: Answer | None) -> Options:
        """Return the options for an answer."""
        known = self._known.get((question, present))
        if known is None:
            known = self._options(question, present)
            self._kept += 1 + known.ways
            if self._kept < REMEMBERED:
                self._known[question, present] = known
        return known

    def _options(self, question: str, present: Answer | None) -> Options:
        kinds = self._kinds(question, present)
        independent = present is not None and question not in self._interacting
        size = prod(map(len, kinds))
        if independent and size > FEW_WAYS and self._ordinary(question) <= MOST_CHOICES:
            return self._options_of_fronts(question, present or ())
        too_many = size > MOST_WAYS
        ways = [] if too_many else self._distinct_ways(question, present, kinds)
        effects = [self._effect(question, present, way.answer) for way in ways]
        ways = [way._replace(fits=effect.fits) for way, effect in zip(ways, effects, strict=True)]
        closed = self._closed(question, present)
        numbers = range(len(self._tables.scale) + 1)
        free = most_gained(closed, numbers)
        others = tuple(
            tuple(
                way
                for way, effect in zip(ways, effects, strict=True)
                if effect.helps(number) or not independent
            )
            for number in numbers
        )
        return Options(
            present=present,
            adds=self._tables.number(question, present),
            adds_without=self._tables.number(question, None),
            others=others.__getitem__,
            moves=any(others),
            gains=[
                [most - least for most, least in zip(*both, strict=True)]
                for both in zip(most_gained(effects + closed, numbers), free, strict=True)
            ],
            free=free,
            blocks=frozenset(
                number
                for effect in effects + closed
                for number in numbers
                if effect.blocks[number] > 0
            ),
            ways=len(ways),
            too_many=too_many,
            wish=present is not None and self._can_change[question] == "wish",
        )

    def _ordinary(self, question: str) -> int:
        form = self._forms[question]
        return len(form.choices) - len(form.exclusive)

    def _closed(self, question: str, present: Answer | None) -> list[Effect]:
        """Return the effect of a question no longer being asked, where that can be."""
        can_close = present is not None and self._forms[question].only_if != All()
        return [self._effect(question, present, None)] if can_close else []

    def _options_of_fronts(self, question: str, present: Answer) -> Options:
        """Return the options for an answer of which the search looks at those alone that matter."""
        form = self._forms[question]
        if question not in self._fronts:
            self._fronts[question] = Fronts(question, form, self._tables)
        fronts = self._fronts[question]
        here = fronts.number(present)
        allowed = fronts.allowed(present, freedom_of(form, present, self._can_change[question]))
        adds = self._tables.number(question, present)

        @cache
        def others(position: int) -> Sequence[Way]:
            gains = fronts.gains[-1]
            return [
                Way(
                    steps,
                    fronts.places[number],
                    fronts.answers[number],
                    self._tables.number(question, fronts.answers[number]),
                    [int(each) for each in gains[here] - gains[number]],
                )
                for number, steps in fronts.front(position, present, allowed)
            ]

        closed = self._closed(question, present)
        numbers = range(len(self._tables.scale) + 1)
        free = most_gained(closed, numbers)
        gained = [
            (each[allowed] - each[here]).max(axis=0, initial=0).tolist() for each in fronts.gains
        ]
        more_blocks = (fronts.blocks[allowed] > fronts.blocks[here]).any(axis=0)
        return Options(
            present=present,
            adds=adds,
            adds_without=self._tables.number(question, None),
            others=others,
            moves=bool(allowed.any()),
            gains=[
                [max(most, least) - least for most, least in zip(*both, strict=True)]
                for both in zip(gained, free, strict=True)
            ],
            free=free,
            blocks=frozenset(
                number
                for number in numbers
                if more_blocks[number] or any(effect.blocks[number] > 0 for effect in closed)
            ),
            ways=FEW_WAYS,
            too_many=False,
            wish=self._can_change[question] == "wish",
        )

    def _effect(self, question: str, present: Answer | None, other: Answer | None) -> Effect:
        adds, blocks = self._tables.adds, self._tables.blocks
        return Effect(
            tuple(map(sub, adds(question, other), adds(question, present))),
            (*map(sub, blocks(question, other), blocks(question, present)), 0),
        )

    def _kinds(self, question: str, present: Answer | None) -> Sequence[_Kind]:
        """Return the choices of a multiple question by kind; none for another question."""
        form = self._forms[question]
        if form.kind != "multiple":
            return ()
        tests = self._tables.tests_of(question)
        alike: dict[frozenset[Given], list[str]] = {}
        for choice in form.choices:
            if choice not in form.exclusive:
                key = frozenset(test for test in tests if choice in test.choices)
                alike.setdefault(key, []).append(choice)
        freedom = freedom_of(form, present, self._can_change[question])
        return [_kind(choices, frozenset(present or ()), freedom) for choices in alike.values()]

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
