"""What recorded sheets are told by another rules file, with the tables that score many sheets.

It tells the same as `quiz.core.prove.retold`, which reads and decides one sheet after another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Any_, Condition, Given, Not
from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import Form, given, reread_answers
from quiz.core.prove.retold import MOST_SHEETS, Bests, RecordedResults, Retold, recorded
from quiz.score.columns import INVALID
from quiz.score.outcomes import Deciding
from quiz.score.tables import NOT_ASKED, BulkTables, Codes, TooLargeError

__all__ = ["Retelling", "TooLargeError"]

TOGETHER = 1_024
"""Sheets read together; each may become MOST_SHEETS."""

MOST_POSITIONS = 62
"""Positions whose bits fit into one 64-bit number."""


class Retelling:
    """Tells recorded sheets what two rules files say.

    Raises TooLargeError where the points or the positions of a file are too large.
    """

    def __init__(self, old: Engine, new: Engine) -> None:
        self._old, self._new = _File(old), _File(new)

    def retell_all(self, sheets: Iterable[Answers]) -> RecordedResults:
        """Return how many of the recorded sheets are told something else by the new file."""
        counts: Counter[Retold | None] = Counter()
        rest = iter(sheets)
        while batch := list(islice(rest, TOGETHER)):
            counts.update(self.retell(batch))
        return recorded(self._old.engine, self._new.engine, counts)

    def retell(self, sheets: Sequence[Answers]) -> Iterator[Retold | None]:
        """Yield what each of some sheets is told, or None if it cannot be compared."""
        old, new = self._old, self._new
        codes = {id_: old.codes(id_, sheets) for id_ in old.engine.forms}
        known, before = old.bests(codes)
        comparable, owners, completed = _completed(new, sheets)
        comparable &= known & [codes.keys() >= sheet.keys() for sheet in sheets]
        readable, after = new.bests(completed)
        comparable[owners[~readable]] = False
        told: dict[int, set[int]] = defaultdict(set)
        for owner, bests in np.unique(np.stack([owners, after]), axis=1).T.tolist():
            told[owner].add(bests)
        for number, bests in enumerate(before.tolist()):
            if comparable[number]:
                yield Retold(old.named(bests), frozenset(map(new.named, told[number])))
            else:
                yield None


def _completed(
    new: _File, sheets: Sequence[Answers]
) -> tuple[NDArray[np.bool_], Codes, dict[str, Codes]]:
    """Return which sheets can be completed, and what they may become: owners and codes.

    As in `quiz.core.prove.retold`, a question asked besides is answered in every way.
    """
    possible = np.ones(len(sheets), dtype=bool)
    owners = np.arange(len(sheets))
    codes: dict[str, Codes] = {}
    for id_, form in new.engine.forms.items():
        asked = new.holds(form.only_if, codes, len(owners))
        answered = new.codes(id_, sheets)[owners]
        open_ = asked & (answered == NOT_ASKED)
        if form.kind == "multiple":
            possible[owners[open_]] = False
            ways = np.ones(len(owners), dtype=np.int64)
        else:
            ways = np.where(open_, len(form.choices), 1)
        sizes = np.bincount(owners, weights=ways, minlength=len(sheets))
        possible &= sizes <= MOST_SHEETS
        ways[~possible[owners]] = 0
        from_ = np.repeat(np.arange(len(owners)), ways)
        number = np.arange(len(from_)) - np.repeat(np.cumsum(ways) - ways, ways)
        column = np.where(asked, answered, NOT_ASKED)[from_]
        if form.kind != "multiple":
            rows = np.array([new.row(id_, (choice,)) for choice in form.choices])
            column = np.where(open_[from_], rows[number], column)
        owners = owners[from_]
        codes = {other: each[from_] for other, each in codes.items()} | {id_: column}
    return possible, owners, codes


class _File:
    """A rules file, with the rows of the answers that were met in recorded sheets."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._tables = BulkTables(engine)
        self._deciding = Deciding(self._tables)
        if not self._deciding.fits_words() or len(engine.positions) > MOST_POSITIONS:
            raise TooLargeError
        self._rows = {id_: _Rows(self, id_, form) for id_, form in engine.forms.items()}
        self._bits = 1 << np.arange(len(engine.positions), dtype=np.int64)
        self._named: dict[int, Bests] = {}

    def row(self, question: str, answer: Answer) -> int:
        """Return the row of a valid answer."""
        return self._tables.row(question, answer)

    def codes(self, question: str, sheets: Sequence[Answers]) -> Codes:
        """Return the row of each sheet's answer to a question."""
        rows = self._rows[question]
        return np.array([rows[sheet.get(question)] for sheet in sheets], dtype=np.int64)

    def bests(self, codes: Mapping[str, Codes]) -> tuple[NDArray[np.bool_], Codes]:
        """Return which sheets are complete and valid, and a bit for each best match of these."""
        invalid = np.any([column == INVALID for column in codes.values()], axis=0)
        sums = self._tables.decide({id_: np.maximum(c, NOT_ASKED) for id_, c in codes.items()})
        return ~(invalid | sums.wrong), self._bits @ self._deciding.bests(sums)

    def named(self, bits: int) -> Bests:
        """Return the best matches that bits stand for."""
        if bits not in self._named:
            positions = enumerate(self.engine.positions)
            self._named[bits] = frozenset(id_ for place, id_ in positions if bits >> place & 1)
        return self._named[bits]

    def holds(
        self, condition: Condition, codes: Mapping[str, Codes], length: int
    ) -> NDArray[np.bool_]:
        """Return on which sheets a condition holds; an answer that is none passes no test."""
        match condition:
            case Given():
                answers = self._tables.answers(condition.question)
                passes = np.array([*(given(condition, each) for each in answers), False])
                return passes[codes[condition.question]]  # INVALID is the last one
            case Not():
                return ~self.holds(condition.part, codes, length)
            case All():
                held = np.ones(length, dtype=bool)
                for part in condition.parts:
                    held &= self.holds(part, codes, length)
            case Any_():
                held = np.zeros(length, dtype=bool)
                for part in condition.parts:
                    held |= self.holds(part, codes, length)
        return held


class _Rows(dict[Answer | None, int]):
    """Maps the recorded answers to a question to their rows, or to INVALID."""

    def __init__(self, file: _File, question: str, form: Form) -> None:
        super().__init__({None: NOT_ASKED})
        self._file, self._question = file, question
        self._form = {question: Form(form.kind, form.choices, form.exclusive, All())}

    def __missing__(self, answer: Answer) -> int:
        answers, faults = reread_answers(self._form, {self._question: answer})
        row = INVALID if faults else self._file.row(self._question, answers[self._question])
        self[answer] = row
        return row
