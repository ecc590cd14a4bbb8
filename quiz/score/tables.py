"""A rules file as NumPy tables, from which whole columns of answers are decided at once.

Every answer that occurs to a question is one row of that question's tables, and a column of
answers is an array of row numbers. What a rule about one question adds stands in the rows of
that question. A rule about several questions has terms: each row says which terms the answer
leaves possible, and a term holds where all questions do. The same is used for `only_if`.

Points, blocks and checks are fields of 64-bit words, several to a word; a field is as wide as
the largest sum of the file needs, so that fields never run into each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Condition, Term, asks, terms
from quiz.core.language.model import Answer
from quiz.core.language.rule import Rule
from quiz.core.language.sheet import given, holds

Words: TypeAlias = NDArray[np.uint64]
Codes: TypeAlias = NDArray[np.int64]

WORD = 64
WIDEST = 32
"""Bits of a field at most; a file with larger sums is refused."""

NOT_ASKED = 0
"""The row of a question that was not asked."""


class Field(NamedTuple):
    """Where a sum stands: its word, its lowest bit, and the mask of its bits above that."""

    word: int
    shift: int
    mask: int


class BulkTables:
    """The tables of one rules file.

    Raises TooLargeError where the file has sums that do not fit into fields.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.positions = engine.positions
        self.rules = tuple(engine.rules.rules)
        self._fields = _fields(engine)
        self._count_words = 1 + max(field.word for field in self._fields)
        self._rule_words = len(self.rules) // WORD + 1
        self._adds: dict[str, list[tuple[Condition, Words]]] = {id_: [] for id_ in engine.forms}
        always = self._nothing()
        joint: list[tuple[tuple[Term, ...], Words]] = []
        for number, (id_, rule) in enumerate(engine.rules.rules.items()):
            condition, adds = engine.conditions[id_], self._added(number, rule)
            questions = asks(condition)
            if len(questions) == 1:
                self._adds[next(iter(questions))].append((condition, adds))
            elif questions:
                joint.append((terms(condition), adds))
            elif holds(condition, {}):
                always += adds
        self._always = always
        gates = {id_: form.only_if for id_, form in engine.forms.items() if form.only_if != All()}
        bits = dict.fromkeys(term for of_rule, _ in joint for term in of_rule)
        bits |= dict.fromkeys(term for gate in gates.values() for term in terms(gate))
        self._terms = {term: bit for bit, term in enumerate(bits)}
        self._term_words = len(self._terms) // WORD + 1
        self._in_terms = {test.question for term in self._terms for test, _ in term}
        self._joint = [(self._mask(of_rule), adds) for of_rule, adds in joint]
        self._gates = {id_: self._mask(terms(gate)) for id_, gate in gates.items()}
        self._rows = {id_: _Rows(self, id_) for id_ in engine.forms}

    def row(self, question: str, answer: Answer) -> int:
        """Return the row of an answer, which is made where it is new."""
        return self._rows[question].row(answer)

    def answers(self, question: str) -> Sequence[Answer | None]:
        """Return the answers of a question by row; the first row is that of no answer."""
        return self._rows[question].answers

    def decide(self, codes: Mapping[str, Codes]) -> Sums:
        """Return the sums of sheets, given the row of every question as columns of equal length."""
        possible = self._possible(codes)
        asked = {id_: _any_bit(possible, mask) for id_, mask in self._gates.items()}
        wrong = np.zeros(len(possible[0]), dtype=bool)
        for id_, column in codes.items():
            answered = column != NOT_ASKED
            wrong |= (answered != asked[id_]) if id_ in asked else ~answered
        sums = [np.full(len(wrong), word, dtype=np.uint64) for word in self._always]
        for id_, column in codes.items():
            if self._adds[id_]:
                _add(sums, self._rows[id_].adds(), column)
        if self._joint:
            which, found = _distinct(possible)
            together = np.zeros((len(sums), len(found)), dtype=np.uint64)
            for mask, adds in self._joint:
                held = ((found & mask) != 0).any(axis=1)
                together[:, held] += adds[:, None]
            _add(sums, together, which)
        return Sums(self, sums, wrong)

    def fields(self, kind: int, sums: Sequence[Words]) -> list[NDArray[np.int64]]:
        """Return the points (0), blocks (1) or checks (2) of every position."""
        count = len(self.positions)
        return [
            ((sums[field.word] >> np.uint64(field.shift)) & np.uint64(field.mask)).astype(np.int64)
            for field in self._fields[kind * count : (kind + 1) * count]
        ]

    def applies(self, sums: Sequence[Words]) -> NDArray[np.uint8]:
        """Return which rules apply: a row of bytes for each sheet, with a bit for each rule.

        The lowest bit of the first byte is that of the first rule.
        """
        words = np.stack(sums[self._count_words :], axis=1).astype("<u8")
        return words.view(np.uint8)[:, : (len(self.rules) + 7) // 8]

    def _possible(self, codes: Mapping[str, Codes]) -> list[Words]:
        """Return, word by word, the terms that hold on each sheet."""
        length = len(next(iter(codes.values())))
        possible = [
            np.full(length, np.iinfo(np.uint64).max, dtype=np.uint64)
            for _ in range(self._term_words)
        ]
        for id_ in self._in_terms:
            for word, of_answers in zip(possible, self._rows[id_].meets(), strict=True):
                np.bitwise_and(word, of_answers.take(codes[id_]), out=word)
        return possible

    def _nothing(self) -> Words:
        return np.zeros(self._count_words + self._rule_words, dtype=np.uint64)

    def _added(self, number: int, rule: Rule) -> Words:
        """Return what a rule adds where it applies; `number` is its place in the file."""
        adds = self._nothing()
        kind, count = ("points", "blocks", "check").index(rule.effect), len(self.positions)
        for place, position in enumerate(self.positions):
            if position in rule.positions:
                field = self._fields[kind * count + place]
                adds[field.word] += np.uint64(rule.earns.get(position, 1) << field.shift)
        adds[self._count_words + number // WORD] |= np.uint64(1 << number % WORD)
        return adds

    def _mask(self, held: Sequence[Term]) -> Words:
        mask = np.zeros(self._term_words, dtype=np.uint64)
        for term in held:
            bit = self._terms[term]
            mask[bit // WORD] |= np.uint64(1 << bit % WORD)
        return mask

    def added_by(self, question: str, answer: Answer | None) -> Words:
        """Return what an answer adds by itself."""
        sheet = {} if answer is None else {question: answer}
        adds = self._nothing()
        for condition, words in self._adds[question]:
            if holds(condition, sheet):
                adds += words
        return adds

    def met_by(self, question: str, answer: Answer | None) -> Words:
        """Return the terms that an answer leaves possible."""
        return self._mask(
            [
                term
                for term in self._terms
                if all(
                    given(test, answer) == truth
                    for test, truth in term
                    if test.question == question
                )
            ]
        )


class Sums:
    """The sums of a batch of sheets; `wrong` are those with an answer too many or too few."""

    def __init__(self, tables: BulkTables, sums: list[Words], wrong: NDArray[np.bool_]) -> None:
        self.tables, self.sums, self.wrong = tables, sums, wrong

    def kept(self, which: NDArray[np.bool_]) -> Sums:
        """Return the sums of some of the sheets."""
        return Sums(self.tables, [sum_[which] for sum_ in self.sums], self.wrong[which])


class TooLargeError(Exception):
    """The points of a rules file do not fit into the fields of the tables."""


class _Rows:
    """The rows of one question, in the order in which its answers were met."""

    def __init__(self, tables: BulkTables, question: str) -> None:
        self._tables, self._question = tables, question
        self.answers: list[Answer | None] = [None]
        self._row: dict[Answer, int] = {}
        self._adds = [tables.added_by(question, None)]
        self._meets = [tables.met_by(question, None)]
        self._stacked: tuple[int, Words, Words] | None = None

    def row(self, answer: Answer) -> int:
        found = self._row.get(answer)
        if found is None:
            found = self._row[answer] = len(self.answers)
            self.answers.append(answer)
            self._adds.append(self._tables.added_by(self._question, answer))
            self._meets.append(self._tables.met_by(self._question, answer))
        return found

    def adds(self) -> Words:
        return self._stack()[1]

    def meets(self) -> Words:
        return self._stack()[2]

    def _stack(self) -> tuple[int, Words, Words]:
        """Return the tables, a row for each word, as they are as long as there is no new answer."""
        if self._stacked is None or self._stacked[0] != len(self.answers):
            adds, meets = (
                np.ascontiguousarray(np.stack(rows, axis=1)) for rows in (self._adds, self._meets)
            )
            self._stacked = len(self.answers), adds, meets
        return self._stacked


def combined(columns: Sequence[NDArray[Any]]) -> tuple[Codes, Codes]:
    """Return the number of the combination in each row, and where each combination first stands.

    The numbers in all columns but the first one are small.
    """
    numbers = columns[0]
    for column in columns[1:]:
        numbers = _dense(numbers)
        numbers = numbers * (int(column.max(initial=0)) + 1) + column
    numbers = _dense(numbers)
    first = np.full(int(numbers.max(initial=-1)) + 1, -1, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return numbers, first


def _dense(numbers: NDArray[Any]) -> Codes:
    """Return numbers from 0 on, the same for equal ones; a hash table is faster than sorting."""
    encoded = pa.array(numbers).dictionary_encode()
    codes: Codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes


def _distinct(words: Sequence[Words]) -> tuple[Codes, Words]:
    """Return which of the distinct rows each row is, and these."""
    which, first = combined([words[0], *map(_dense, words[1:])])
    return which, np.stack([word[first] for word in words], axis=1)


def _add(sums: Sequence[Words], words: Sequence[Words] | Words, rows: Codes) -> None:
    """Add to each word of the sums what stands for it in these rows of a table."""
    for sum_, word in zip(sums, words, strict=True):
        np.add(sum_, word.take(rows), out=sum_)


def _any_bit(words: Sequence[Words], mask: Words) -> NDArray[np.bool_]:
    found = np.zeros(len(words[0]), dtype=bool)
    for word, bits in zip(words, mask, strict=True):
        if bits:
            found |= (word & bits) != 0
    return found


def _fields(engine: Engine) -> list[Field]:
    """Return the field of the points, blocks and checks of every position."""
    rules, positions = engine.rules.rules.values(), engine.positions
    largest = max(len(rules), *(sum(rule.earns.get(id_, 0) for rule in rules) for id_ in positions))
    width = max(largest.bit_length(), 1)
    if width > WIDEST:
        raise TooLargeError
    per_word, mask = WORD // width, (1 << width) - 1
    return list(_laid_out(3 * len(positions), per_word, width, mask))


def _laid_out(count: int, per_word: int, width: int, mask: int) -> Iterator[Field]:
    for number in range(count):
        yield Field(number // per_word, number % per_word * width, mask)
