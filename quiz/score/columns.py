"""Which columns of a table answer which question, and what their cells say.

A column is named for its question, by the id or by its text in any language. A question with
several choices may also have a column for each choice, such as `duties.clubs` or
"What would you enjoy? [Clubs]", as forms on the web export them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from quiz.core.language.conditions import All
from quiz.core.language.model import Answer
from quiz.core.language.question import Question
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import canonical, read_answers
from quiz.score.tables import NOT_ASKED, BulkTables, Codes

LISTED = "\x1f"
"""Joins the entries of a list, so that lists of a column can be compared as texts."""

SEPARATORS = (";", ",", "|", "\n", LISTED)
"""What stands between the choices of a cell that has several."""

NAMED_FOR_A_CHOICE = ("{}.{}", "{}/{}", "{}:{}", "{}: {}", "{} [{}]")
"""How the column of one choice is named, of the question and the choice."""

YES = frozenset({"yes", "true", "1", "x", "y", "on", "✓", "checked", "selected", "はい", "○"})
NO = frozenset({"", "no", "false", "0", "n", "off", "unchecked", "いいえ", "×"})
"""What a column of one choice has in its cells; the text of the choice itself means yes."""

PLAIN_TEXTS = 4096
"""Texts that are kept with their plain form, because choices and answers are read many times."""

INVALID = -1
"""The row of a cell that is no answer."""


class Columns(NamedTuple):
    """The columns of a table: those of each question, and those that nothing was taken from.

    `whole` has the column of a question; `split` the column of each choice of a question.
    """

    whole: Mapping[str, str]
    split: Mapping[str, Mapping[str, str]]
    others: tuple[str, ...]

    @property
    def answers(self) -> frozenset[str]:
        """The names of all columns of questions."""
        split = (name for found in self.split.values() for name in found.values())
        return frozenset((*self.whole.values(), *split))

    def missing(self, rules: Rules) -> list[str]:
        """Return the questions that no column answers."""
        return [id_ for id_ in rules.questions if id_ not in self.whole and id_ not in self.split]


def find_columns(names: Sequence[str], rules: Rules, given: Mapping[str, str]) -> Columns:
    """Return what each column is for; `given` names the column of some questions.

    A text that two questions share says nothing.
    """
    whole = dict(given)
    split: dict[str, dict[str, str]] = {}
    meanings = _meanings(rules)
    for name in names:
        question, choice = meanings.get(plain(name), (None, None))
        if question is None or name in given.values() or question in given:
            continue
        if choice is None:
            whole.setdefault(question, name)
        else:
            split.setdefault(question, {}).setdefault(choice, name)
    split = {question: found for question, found in split.items() if question not in whole}
    found = Columns(whole, split, ())
    return found._replace(others=tuple(name for name in names if name not in found.answers))


@lru_cache(PLAIN_TEXTS)
def plain(text: str) -> str:
    """Return a text without differences that people do not see: of width, case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _meanings(rules: Rules) -> dict[str, tuple[str | None, str | None]]:
    """Return the question, and the choice if it is for one, that each plain name stands for."""
    found: dict[str, tuple[str | None, str | None]] = {}

    def add(name: str, meaning: tuple[str, str | None]) -> None:
        before = found.setdefault(plain(name), meaning)
        if before != meaning:
            found[plain(name)] = None, None

    for id_, question in rules.questions.items():
        split = _says(question) if question.kind == "multiple" else {}
        for ask in (id_, *question.ask.values()):
            add(ask, (id_, None))
            for choice, says in split.items():
                for text, form in product(says, NAMED_FOR_A_CHOICE):
                    add(form.format(ask, text), (id_, choice))
    for id_ in rules.questions:  # an id is always that question
        found[plain(id_)] = id_, None
    return found


def _says(question: Question) -> dict[str, list[str]]:
    """Return the id and all texts of each choice."""
    return {
        id_: [id_, *choice.says.values(), *(choice.label.values() if choice.label else ())]
        for id_, choice in question.choices.items()
    }


class Cells:
    """Reads the cells of one question's columns, each distinct one once."""

    def __init__(self, tables: BulkTables, question: str) -> None:
        rules = tables.engine.rules
        self._tables, self._question = tables, question
        self._form = tables.engine.forms[question]
        self._always = {question: replace(self._form, only_if=All())}
        self._choices: dict[str, str] = {}
        for id_, says in _says(rules.questions[question]).items():
            for text in says[1:]:
                self._choices.setdefault(plain(text), id_)
        self._choices |= {plain(id_): id_ for id_ in self._form.choices}
        # Signs that are in no choice. A line break is a space in its plain text.
        self._between = {
            sign
            for sign in SEPARATORS
            if not sign.isspace() and not any(sign in text for text in self._choices)
        }
        self._row: dict[str, int] = {"": NOT_ASKED}
        self._row_of_bits: dict[int, int] = {0: NOT_ASKED}

    def codes(self, column: pa.Array) -> Codes:
        """Return the row of each cell of a column; INVALID for what is no answer."""
        encoded = encoded_texts(column)
        rows = [self.row(text) for text in encoded.dictionary.to_pylist()]
        codes: Codes = np.array([*rows, NOT_ASKED], dtype=np.int64).take(_places(encoded))
        return codes

    def row(self, text: str | None) -> int:
        """Return the row of a cell."""
        text = text or ""
        found = self._row.get(text)
        if found is None:
            answer = self.chosen(text)
            found = self._row_of(answer) if answer else NOT_ASKED
            self._row[text] = found
        return found

    def chosen(self, text: str) -> list[str]:
        """Return the choices that a cell names; what is none of them stands as it is."""
        whole = plain(text)
        if not whole:
            return []
        if whole in self._choices or self._form.kind != "multiple":
            return [self._choices.get(whole, text)]
        return list(self._several(text))

    def _several(self, text: str) -> Iterable[str]:
        """Yield the choices of a cell that has several; a choice may have a separator in it."""
        signs = [sign for sign in SEPARATORS if sign in text]
        if len(signs) == 1 and signs[0] in self._between:
            for part in text.split(signs[0]):
                if said := plain(part):
                    yield self._choices.get(said, part.strip())
            return
        rest = text
        while rest.strip(" "):
            ends = [at for at, sign in enumerate(rest) if sign in SEPARATORS] + [len(rest)]
            end = next((at for at in reversed(ends) if plain(rest[:at]) in self._choices), ends[0])
            if plain(rest[:end]):
                yield self._choices.get(plain(rest[:end]), rest[:end].strip())
            rest = rest[end + 1 :]

    def codes_of_bits(self, columns: Mapping[str, pa.Array]) -> Codes:
        """Return the row of each set of choices, of which each has a column."""
        bits = np.zeros(len(next(iter(columns.values()))), dtype=np.int64)
        wrong = np.zeros(len(bits), dtype=bool)
        places = {choice: place for place, choice in enumerate(self._form.choices)}
        for choice, column in columns.items():
            encoded = encoded_texts(column)
            said = [self.says_yes(choice, text) for text in encoded.dictionary.to_pylist()]
            at = _places(encoded)
            yes = np.array([*(each is True for each in said), False])[at]
            bits |= yes.astype(np.int64) << places[choice]
            wrong |= np.array([*(each is None for each in said), False])[at]
        found, which = np.unique(bits, return_inverse=True)
        rows = np.array([self._row_of_choices(int(each)) for each in found], dtype=np.int64)
        return np.where(wrong, INVALID, rows[which])

    def says_yes(self, choice: str, text: str | None) -> bool | None:
        """Return whether a cell of a choice's own column means yes; None for what means neither."""
        said = plain(text or "")
        if said in NO:
            return False
        return True if said in YES or self._choices.get(said) == choice else None

    def _row_of_choices(self, bits: int) -> int:
        found = self._row_of_bits.get(bits)
        if found is None:
            chosen = [id_ for place, id_ in enumerate(self._form.choices) if bits >> place & 1]
            found = self._row_of_bits[bits] = self._row_of(chosen)
        return found

    def _row_of(self, chosen: Sequence[str]) -> int:
        """Return the row of choices, or INVALID where the question does not take them."""
        raw = chosen[0] if len(chosen) == 1 else list(chosen)
        if read_answers(self._always, {self._question: raw})[1]:
            return INVALID
        answer: Answer = canonical(self._form, chosen)
        return self._tables.row(self._question, answer)


def _places(column: pa.DictionaryArray) -> NDArray[np.int32]:
    """Return the place of each cell in the dictionary, and of none the place after its last."""
    places = column.indices
    if places.null_count:
        places = places.fill_null(len(column.dictionary))
    found: NDArray[np.int32] = places.to_numpy(zero_copy_only=False)
    return found


def encoded_texts(column: pa.Array) -> pa.DictionaryArray:
    """Return a column as texts with each distinct one once; a list is one text."""
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = pc.binary_join(column.cast(pa.list_(pa.string())), LISTED)
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    return column
