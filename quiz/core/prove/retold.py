"""What a recorded answer sheet would be told by another rules file than the one it was made for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.core.decide.engine import Engine
from quiz.core.language.model import NONE, Answer, Answers
from quiz.core.language.sheet import Form, holds, reread_answers

Bests = frozenset[str]
"""All best matches of a sheet: several of an exact tie, and nothing where no position fits."""

MOST_SHEETS = 1_000
"""Most sheets that one recorded sheet may become by what a newer file asks besides."""


@dataclass(frozen=True, slots=True)
class Retold:
    """The best matches of a recorded sheet by the old file, and those that it may have by the new.

    There are several possibilities where the new file asks what the sheet does not answer.
    """

    before: Bests
    after: frozenset[Bests]

    @property
    def flips(self) -> bool:
        """Whether it has other best matches, whatever is answered to new questions."""
        return self.before not in self.after

    @property
    def depends(self) -> bool:
        """Whether the answers to new questions decide if it has other best matches."""
        return self.before in self.after and len(self.after) > 1


def retell(old: Engine, new: Engine, sheet: Answers) -> Retold | None:
    """Return what a recorded sheet is told by both files, or None if it cannot be compared.

    An answer to a question that `new` does not ask is passed over. A single question or a scale
    that it asks besides is answered in every way.
    """
    known, faults = reread_answers(old.forms, sheet)
    completed = () if faults else _completed(new.forms, sheet)
    reread = [reread_answers(new.forms, each) for each in completed]
    if not reread or any(faults for _, faults in reread):
        return None
    after = frozenset(frozenset(new.bests(answers)) for answers, _ in reread)
    return Retold(frozenset(old.bests(known)), after)


def _completed(forms: dict[str, Form], sheet: Answers) -> list[dict[str, Answer]]:
    """Return the sheets that a recorded one may become; none if that cannot be told.

    Its own answers are not checked here.
    """
    sheets: list[dict[str, Answer]] = [{}]
    for id_, form in forms.items():
        asked = [each for each in sheets if holds(form.only_if, each)]
        if not asked:
            continue
        if id_ in sheet:
            answers = [tuple(sheet[id_])]
        elif form.kind == "multiple":
            return []
        else:
            answers = [(choice,) for choice in form.choices]
        others = [each for each in sheets if not holds(form.only_if, each)]
        sheets = others + [{**each, id_: answer} for each in asked for answer in answers]
        if len(sheets) > MOST_SHEETS:
            return []
    return sheets


@dataclass(frozen=True, slots=True)
class Told:
    """How many results are told the same: all best matches before, and the possibilities after."""

    before: tuple[str, ...]
    after: tuple[tuple[str, ...], ...]
    results: int


@dataclass(frozen=True, slots=True)
class RecordedResults:
    """How many recorded results are told something else.

    `matrix` has those that flip and those of which it depends on the answers to new questions.
    """

    flips: int
    same: int
    depends: int
    not_comparable: int
    matrix: tuple[Told, ...]


def retell_all(old: Engine, new: Engine, sheets: Iterable[Answers]) -> RecordedResults:
    """Return how many of the recorded sheets are told something else by `new`, and what."""
    return recorded(old, new, Counter(retell(old, new, sheet) for sheet in sheets))


def recorded(old: Engine, new: Engine, counts: Mapping[Retold | None, int]) -> RecordedResults:
    """Return what is told of recorded sheets, given how many of them are told what."""
    known = {told: number for told, number in counts.items() if told is not None}
    flips = sum(number for told, number in known.items() if told.flips)
    depends = sum(number for told, number in known.items() if told.depends)
    names = list(dict.fromkeys((*old.positions, *new.positions, NONE)))

    def named(bests: Bests) -> tuple[str, ...]:
        return tuple(name for name in names if name in (bests or {NONE}))

    def place(bests: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(map(names.index, bests))

    matrix = [
        Told(named(told.before), tuple(sorted(map(named, told.after), key=place)), number)
        for told, number in known.items()
        if told.flips or told.depends
    ]
    matrix.sort(key=lambda told: (-told.results, place(told.before), [*map(place, told.after)]))
    return RecordedResults(
        flips, sum(known.values()) - flips - depends, depends, counts.get(None, 0), tuple(matrix)
    )
