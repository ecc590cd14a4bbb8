"""Rules about several questions: which of their terms hold is read out of the words of terms.

Those that follow each other in the file have a table of what they add together for each
combination of their terms, where there are few; the others are tested one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlglot import exp

from quiz.score.sql.dialects import rows
from quiz.score.sql.layout import JOINED, Joint, Layout
from quiz.score.sql.nodes import Node, any_of, column, compared, literal

MOST_TERMS = 6
"""A table of combinations has at most 2 to this power rows."""

MOST_TABLES = 20
"""How many such tables are joined."""


class Together(NamedTuple):
    """Rules that follow each other in the file, and whose terms are some bits of one word."""

    number: int
    word: str
    bits: int
    rules: list[Joint]

    @property
    def name(self) -> str:
        """The name of the table."""
        return f"joint{self.number}"

    @property
    def key(self) -> str:
        """The column of the bits of the terms that hold."""
        return f"terms{self.number}"

    @property
    def names(self) -> str:
        """The column of the text that names the rules that apply."""
        return f"names{self.number}"

    def adds(self) -> dict[str, str]:
        """Return for each word to which the rules add the column of what they add."""
        words = dict.fromkeys(word for rule in self.rules for word in rule.adds)
        return {word: f"{word}_{self.number}" for word in words}


def together(layout: Layout) -> list[Together]:
    """Return the rules that have a table together; a single one is tested as fast without."""
    runs: list[list[Joint]] = [[]]
    for each in layout.names:
        if not isinstance(each, Joint):
            runs.append([])
        elif _are_few(_terms_of([*runs[-1], each])):
            runs[-1].append(each)
        else:
            runs.append([each])
    shared = [rules for rules in runs if len(rules) > 1][:MOST_TABLES]
    return [
        Together(number, *next(iter(_terms_of(rules).items())), rules)
        for number, rules in enumerate(shared)
    ]


def _terms_of(rules: Iterable[Joint]) -> dict[str, int]:
    """Return the bits of the terms of rules, by their word."""
    found: dict[str, int] = {}
    for rule in rules:
        for word, bits in rule.mask.items():
            found[word] = found.get(word, 0) | bits
    return found


def _are_few(terms: Mapping[str, int]) -> bool:
    """Return whether there can be a table of all combinations of terms."""
    return len(terms) == 1 and all(bits.bit_count() <= MOST_TERMS for bits in terms.values())


def table_of(rules: Together, dialect: str) -> exp.Select:
    """Return the table of what the rules add, with a row for each combination of their terms."""
    adds = rules.adds()
    table: list[tuple[int | str, ...]] = []
    for held in _within(rules.bits):
        applying = [rule for rule in rules.rules if rule.mask.get(rules.word, 0) & held]
        sums = [sum(rule.adds.get(word, 0) for rule in applying) for word in adds]
        table.append((held, *sums, "".join(f"{JOINED}{rule.id}" for rule in applying)))
    return rows([rules.key, *adds.values(), rules.names], table, dialect)


def _within(bits: int) -> Iterator[int]:
    """Yield all numbers that have no bits but these."""
    some = bits
    while True:
        yield some
        if not some:
            return
        some = (some - 1) & bits


def has(layout: Layout, mask: Mapping[str, int]) -> Node:
    """Return whether one of some terms holds."""
    held = [terms_that_hold(layout, word, bits) for word, bits in mask.items()]
    return any_of([compared(exp.NEQ, each, 0) for each in held])


def terms_that_hold(layout: Layout, word: str, bits: int) -> Node:
    """Return which of some terms of a word hold; all, where no answer leaves one of them out."""
    met = {effect.column for each in layout.effects.values() for effect in each}
    possible = column(word) if word in met else literal(bits)
    return exp.paren(exp.BitwiseAnd(this=possible, expression=literal(bits)))
