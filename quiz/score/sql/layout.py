"""What each answer adds, as columns of whole numbers and of texts.

Points, blocks and checks are fields of words, several to a word. A rule about several questions
has terms: each answer says in bits of other words which terms it leaves possible, and a term
holds where all questions leave it so. The same is used for `only_if`. Rules that follow each
other in the file and ask about one question have one text that names those that apply. Every
name is preceded by JOINED, but not at the beginning of the FIRST text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Condition, Not, Term, asks, terms
from quiz.core.language.rule import Rule
from quiz.core.language.sheet import gates, holds
from quiz.score.sql.openings import Codes, Part, parts_of

WORD = 62
"""Bits of a word: a sum of words stays a positive 64-bit number."""

LARGEST = 1 << 63
"""Products of two sums of points stay below it; a file with larger ones is refused."""

JOINED = "; "
"""Stands between the entries of a list."""

FIRST = "r0"
"""The column of the text that names the first rules, if these ask about one question."""


class Field(NamedTuple):
    """Where a count stands: its word, its lowest bit, and how many bits it has."""

    word: int
    shift: int
    width: int


class Effect(NamedTuple):
    """What an answer adds to a column where a condition about its question holds."""

    column: str
    condition: Condition
    adds: int | str


class Closing(NamedTuple):
    """What an answer adds to a column where the sum of its codes is among `closed`."""

    column: str
    codes: Codes
    closed: frozenset[int]
    adds: int


class Joint(NamedTuple):
    """A rule about several questions: its id, its bits of the words of terms, what it adds."""

    id: str
    mask: Mapping[str, int]
    adds: Mapping[str, int]


class TooLargeError(Exception):
    """The points of a rules file are too large for the numbers of SQL."""


class Layout:
    """The columns to which the answers of a rules file add.

    Raises TooLargeError and TooManyCombinationsError.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine, self.positions = engine, engine.positions
        self.most = [engine.most[id_] or 1 for id_ in self.positions]
        if max(self.most) * max(*self.most, 200) >= LARGEST:
            raise TooLargeError
        self._rules = engine.rules.rules
        self.parts = [part for part in parts_of(engine) if part.closed]
        self.points, self.blocks, self.checks, self.closings = self._fields()
        self.always: dict[str, int] = {}
        self.effects: dict[str, list[Effect | Closing]] = {id_: [] for id_ in engine.forms}
        """What the answers to each question add."""

        self.joint: list[Joint] = []
        self.names: list[str | Joint] = []
        """What names the rules that apply, in the order of the file: the column of a text, a
        rule about several questions, or the text itself of those that always apply."""

        several = [id_ for id_ in self._rules if len(asks(engine.conditions[id_])) > 1]
        found = gates(engine.forms)
        conditions = [*(engine.conditions[id_] for id_ in several), *found.values()]
        bits = dict.fromkeys(term for each in conditions for term in terms(each))
        self._places = {term: divmod(bit, WORD) for bit, term in enumerate(bits)}
        self.gates = {id_: self._mask(terms(gate)) for id_, gate in found.items()}
        self._add_terms()
        self._add_rules()
        for number, part in enumerate(self.parts):
            self._add_part(f"k{number}", part)

    def columns(self, question: str) -> list[str]:
        """Return the columns to which answers to a question add."""
        return list(dict.fromkeys(effect.column for effect in self.effects[question]))

    def start(self, question: str, column: str) -> int | str:
        """Return what stands in a column before answers to a question add to it."""
        if column[0] == "r":
            return ""
        about = {bit for term, (word, bit) in self._places.items()
                 if column == f"t{word}" and _part_of(term, question)}  # fmt: skip
        return sum(
            1 << bit
            for word, bit in self._places.values()
            if column == f"t{word}" and bit not in about
        )

    def _fields(self) -> list[list[Field]]:
        rules = self._rules.values()
        widths = [
            [sum(rule.earns.get(id_, 0) for rule in rules).bit_length() for id_ in self.positions],
            *(
                [
                    sum(rule.effect == effect and id_ in rule.positions for rule in rules)
                    .bit_length()
                    for id_ in self.positions
                ]
                for effect in ("blocks", "check")
            ),
            [
                sum(part.position == id_ and len(part.codes) == 1 for part in self.parts)
                .bit_length()
                for id_ in self.positions
            ],
        ]  # fmt: skip
        word, used = 0, 0
        found: list[list[Field]] = []
        for row in widths:
            found.append([])
            for width in row:
                if width > WORD:
                    raise TooLargeError
                if used + width > WORD:
                    word, used = word + 1, 0
                found[-1].append(Field(word, used, width))
                used += width
        return found

    def _added(self, rule: Rule) -> dict[str, int]:
        """Return what a rule adds to each word where it applies."""
        fields = {"points": self.points, "blocks": self.blocks, "check": self.checks}[rule.effect]
        found: dict[str, int] = {}
        for place, id_ in enumerate(self.positions):
            if id_ in rule.positions:
                column = f"w{fields[place].word}"
                adds = rule.earns.get(id_, 1) << fields[place].shift
                found[column] = found.get(column, 0) + adds
        return found

    def _mask(self, of: Iterable[Term]) -> dict[str, int]:
        found: dict[str, int] = {}
        for term in of:
            word, bit = self._places[term]
            found[f"t{word}"] = found.get(f"t{word}", 0) | 1 << bit
        return found

    def _add_terms(self) -> None:
        for term, (word, bit) in self._places.items():
            for question in {test.question for test, _ in term}:
                condition = All(_part_of(term, question))
                self.effects[question].append(Effect(f"t{word}", condition, 1 << bit))

    def _add_rules(self) -> None:
        before: str | None = None
        for id_, rule in self._rules.items():
            condition, adds = self.engine.conditions[id_], self._added(rule)
            questions, name = asks(condition), f"{JOINED}{id_}"
            if len(questions) == 1:
                question = next(iter(questions))
                effects = self.effects[question]
                effects += [Effect(column, condition, each) for column, each in adds.items()]
                if question != before:
                    self.names.append(f"r{len(self.names)}")
                column = self.names[-1]
                assert isinstance(column, str)  # noqa: S101 - of this question
                effects.append(Effect(column, condition, name))
                before = question
                continue
            before = None
            if questions:
                self.joint.append(Joint(id_, self._mask(terms(condition)), adds))
                self.names.append(self.joint[-1])
            elif holds(condition, {}):
                for column, each in adds.items():
                    self.always[column] = self.always.get(column, 0) + each
                self.names.append(name)

    def _add_part(self, column: str, part: Part) -> None:
        for question, codes in part.codes.items():
            effects = self.effects[question]
            if len(part.codes) == 1:
                field = self.closings[self.positions.index(part.position)]
                adds = 1 << field.shift
                effects.append(Closing(f"w{field.word}", codes, part.closed, adds))
            else:
                effects += [Effect(column, condition, code) for condition, code in codes]


def _part_of(term: Term, question: str) -> tuple[Condition, ...]:
    return tuple(_literals(term, question))


def _literals(term: Term, question: str) -> Iterator[Condition]:
    for test, truth in term:
        if test.question == question:
            yield test if truth else Not(test)
