"""Scores batches of sheets: the columns of each question in, the columns of outcomes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from quiz.core.decide.engine import Engine
from quiz.core.language.links import without_links
from quiz.core.language.sheet import read_answers
from quiz.score.columns import INVALID, Cells, Columns, encoded_texts
from quiz.score.names import list_of, text_of, text_of_bits
from quiz.score.outcomes import Deciding, Outcomes
from quiz.score.standings import STANDINGS
from quiz.score.tables import NOT_ASKED, BulkTables, Codes, TooLargeError

NAME = pa.dictionary(pa.int32(), pa.string())
NAMES = pa.list_(NAME)


class Rejected(NamedTuple):
    """A sheet that cannot be scored: its place in the batch, from 0, and every reason."""

    row: int
    reasons: tuple[str, ...]


class Scoring:
    """Scores sheets by one rules file, from columns that were found in a table.

    With a `language` there is a list of reasons in words for each position too. With `as_text`
    each list is one text, for files that have no lists.
    Raises TooLargeError where the file's points are too large.
    """

    def __init__(
        self, engine: Engine, columns: Columns, language: str | None, *, as_text: bool = False
    ) -> None:
        self._engine, self._columns = engine, columns
        self._as_text = as_text
        self._names, self._type_of_names = (text_of, pa.string()) if as_text else (list_of, NAMES)
        self._tables = BulkTables(engine)
        self._deciding = Deciding(self._tables)
        if not self._deciding.fits_words():
            raise TooLargeError
        self._cells = {id_: Cells(self._tables, id_) for id_ in engine.forms}
        self._reasons = _reasons(engine, language) if language else {}

    def schema(self, given: pa.Schema) -> pa.Schema:
        """Return the columns of the outcomes; `given` are those that are carried through."""
        fields, carried = self._fields(), []
        outcomes = {name for name, _ in fields}
        taken = outcomes.union(given.names)
        for field in given:
            name = field.name
            while name in outcomes or (name != field.name and name in taken):
                name = f"given_{name}"
            taken.add(name)
            carried.append(field.with_name(name))
        return pa.schema([*carried, *fields])

    def _fields(self) -> list[tuple[str, pa.DataType]]:
        names = self._type_of_names
        kinds = (("points", pa.int64()), ("fit", pa.int64()), ("standing", NAME))
        return [
            ("best", NAME),
            ("close", names),
            ("tied", names),
            *((f"{name}_{id_}", kind) for name, kind in kinds for id_ in self._engine.positions),
            ("rules", names),
            *((f"reasons_{id_}", names) for id_ in self._reasons),
        ]

    def score(
        self, batch: pa.RecordBatch, given: pa.Schema, schema: pa.Schema
    ) -> tuple[pa.RecordBatch, list[Rejected]]:
        """Return the outcomes of the sheets that can be scored, and the other sheets."""
        known, wrong = {}, np.zeros(batch.num_rows, dtype=bool)
        for id_ in self._engine.forms:
            codes = known[id_] = self._codes(id_, batch)
            if codes.min(initial=NOT_ASKED) == INVALID:
                wrong |= codes == INVALID
                known[id_] = np.maximum(codes, NOT_ASKED)
        sums = self._tables.decide(known)
        wrong |= sums.wrong
        rejected = list(self._rejected(batch, np.flatnonzero(wrong).tolist()))
        carried = batch.select(given.names)
        if rejected:
            right = ~wrong
            known = {id_: column[right] for id_, column in known.items()}
            sums, carried = sums.kept(right), carried.filter(pa.array(right))
        found = self._deciding.outcomes(sums, known)
        return pa.RecordBatch.from_arrays(
            [*carried.columns, *self._columns_of(found)], schema=schema
        ), rejected

    def _codes(self, question: str, batch: pa.RecordBatch) -> Codes:
        cells, columns = self._cells[question], self._columns
        if question in columns.whole:
            return cells.codes(batch.column(columns.whole[question]))
        split = columns.split.get(question)
        if split:
            return cells.codes_of_bits({id_: batch.column(name) for id_, name in split.items()})
        return np.zeros(batch.num_rows, dtype=np.int64)

    def _columns_of(self, found: Outcomes) -> list[pa.Array]:
        positions, rules = self._engine.positions, tuple(self._engine.rules.rules)
        best = pa.array(found.best.astype(np.int32), mask=found.best < 0)
        return [
            pa.DictionaryArray.from_arrays(best, list(positions)),
            self._names(positions, found.close, found.order),
            self._names(positions, found.tied, found.order),
            *map(pa.array, found.points),
            *map(pa.array, found.fit),
            *(
                pa.DictionaryArray.from_arrays(each.astype(np.int32), list(STANDINGS))
                for each in found.standing
            ),
            text_of_bits(rules, found.applies) if self._as_text else list_of(rules, found.rules),
            *(
                self._names(words, found.rules[:, numbers])
                for numbers, words in self._reasons.values()
            ),
        ]

    def _rejected(self, batch: pa.RecordBatch, rows: Sequence[int]) -> Iterator[Rejected]:
        """Yield why each of these sheets is none, in the words of `quiz explain`."""
        if not rows:
            return
        taken = batch.take(pa.array(rows))
        read = {id_: list(self._raw(id_, taken)) for id_ in self._engine.forms}
        for place, row in enumerate(rows):
            sheet, reasons = {}, []
            for id_, cells in read.items():
                answer, reason = cells[place]
                if reason:
                    reasons.append(reason)
                elif answer:
                    sheet[id_] = answer[0] if len(answer) == 1 else answer
            _, faults = read_answers(self._engine.forms, sheet)
            said = [fault.message for fault in faults]
            yield Rejected(row, tuple(dict.fromkeys([*reasons, *said])))

    def _raw(self, question: str, batch: pa.RecordBatch) -> Iterator[tuple[list[str], str | None]]:
        """Yield the choices in each row as they are written, or why they cannot be read."""
        cells, columns = self._cells[question], self._columns
        split = columns.split.get(question, {})
        if question in columns.whole:
            encoded = encoded_texts(batch.column(columns.whole[question]))
            chosen = [cells.chosen(text or "") for text in encoded.dictionary.to_pylist()]
            for at in encoded.indices.to_pylist():
                yield [] if at is None else chosen[at], None
        elif split:
            texts = {
                id_: encoded_texts(batch.column(name)).to_pylist() for id_, name in split.items()
            }
            for row in range(batch.num_rows):
                said = {id_: cells.says_yes(id_, texts[id_][row]) for id_ in split}
                unclear = next((id_ for id_, yes in said.items() if yes is None), None)
                reason = None
                if unclear is not None:
                    cell = texts[unclear][row]
                    reason = f"column {split[unclear]!r} has {cell!r}; write yes, or leave it empty"
                yield [id_ for id_, yes in said.items() if yes], reason
        else:
            yield from [([], None)] * batch.num_rows


def _reasons(engine: Engine, language: str) -> Mapping[str, tuple[Any, list[str]]]:
    """Return for each position the numbers of the rules about it, and what they say."""
    rules = list(engine.rules.rules.values())
    found = {}
    for id_ in engine.positions:
        numbers = [number for number, rule in enumerate(rules) if id_ in rule.positions]
        words = [without_links(rules[number].because[language]) for number in numbers]
        found[id_] = np.array(numbers, dtype=np.int64), words
    return found
