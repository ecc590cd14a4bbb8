"""Short names for the nodes of SQLGlot's syntax tree from which the statement is made.

Only what all dialects have in the same meaning: CASE stands for GREATEST, say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

from sqlglot import exp

Node = exp.Expr

GROUP = 100
"""How many parts a sum or a text has at most, before they are joined in groups."""


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a column; all names are quoted, since ids may be words of SQL."""
    return exp.column(name, table=table, quoted=True)


def source(name: str) -> exp.Table:
    """Return a named query to read of."""
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def literal(value: int | str) -> Node:
    """Return a number or a text."""
    return exp.Literal.number(value) if isinstance(value, int) else exp.Literal.string(value)


def named(node: Any, name: str) -> Node:
    """Return a column of a result."""
    return exp.alias_(node, name, quoted=True, copy=False)


def total(parts: Iterable[Node]) -> Node:
    """Return a sum, 0 of nothing."""
    return _joined(
        lambda of: reduce(lambda one, two: exp.Add(this=one, expression=two), of),
        parts,
        literal(0),
    )


def joined(parts: Iterable[Node]) -> Node:
    """Return texts one after the other."""
    return _joined(
        lambda of: exp.Concat(expressions=of, safe=False, coalesce=False), parts, literal("")
    )


def without_first(sign: str, text: Node) -> Node:
    """Return a text without the sign with which it begins, unless it is empty."""
    return exp.Trim(this=text, expression=literal(sign), position="LEADING")


def common_bits(parts: Iterable[Node]) -> Node:
    """Return the bits that all of several numbers have."""
    return reduce(lambda one, two: exp.BitwiseAnd(this=one, expression=two), parts)


def times(one: Node, number: int) -> Node:
    """Return a multiple of a column."""
    return one if number == 1 else exp.Mul(this=one, expression=literal(number))


def less(one: Node, two: Node) -> Node:
    """Return the difference of two columns or products."""
    return exp.Sub(this=one, expression=two)


def field(word: Node, shift: int, width: int) -> Node:
    """Return some bits of a word."""
    by = exp.BitwiseRightShift(this=word, expression=literal(shift)) if shift else word
    return exp.BitwiseAnd(this=by, expression=literal((1 << width) - 1))


def case(cases: Sequence[tuple[Node, Any]], default: Any = None) -> Node:
    """Return the value of the first condition that holds; without any, the default."""
    if not cases:
        return exp.null() if default is None else _node(default)
    found = exp.Case(ifs=[exp.If(this=when, true=_node(then)) for when, then in cases])
    if default is not None:
        found.set("default", _node(default))
    return found


def either(condition: Node, value: int | str) -> Node:
    """Return a value where a condition holds; else 0 or an empty text."""
    return case([(condition, value)], 0 if isinstance(value, int) else "")


def compared(kind: type[exp.Binary], one: Node, two: Node | int | str) -> Node:
    """Return a comparison."""
    return kind(this=one, expression=_node(two))


def one_of(number: Node, numbers: Iterable[int]) -> Node:
    """Return whether a number is one of several, of which there is one at least."""
    return exp.In(this=number, expressions=[literal(each) for each in sorted(numbers)])


def all_of(conditions: Sequence[Node]) -> Node:
    """Return a condition that holds where all of several do."""
    return (
        exp.and_(*conditions, copy=False)
        if conditions
        else exp.EQ(this=literal(1), expression=literal(1))
    )


def any_of(conditions: Sequence[Node]) -> Node:
    """Return a condition that holds where one of several does."""
    return (
        exp.or_(*conditions, copy=False)
        if conditions
        else exp.EQ(this=literal(1), expression=literal(0))
    )


def _node(value: Any) -> Node:
    return literal(value) if isinstance(value, int | str) else value


def _joined(join: Callable[[list[Node]], Node], parts: Iterable[Node], nothing: Node) -> Node:
    """Join parts, very many of them in groups: databases limit how deep expressions nest."""
    found = list(parts)
    while len(found) > GROUP:
        groups = (found[start : start + GROUP] for start in range(0, len(found), GROUP))
        found = [exp.Paren(this=join(group)) for group in groups]
    return join(found) if len(found) > 1 else found[0] if found else nothing
