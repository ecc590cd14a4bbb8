"""The table of each question: what every answer to it adds.

That of a question with one choice is written out. The answers to one with several are too many:
each distinct cell that occurs is read once, and what it adds is worked out for it alone.
"""

from __future__ import annotations

from sqlglot import exp

from quiz.core.language.conditions import All, Any_, Condition, Given, Not
from quiz.core.language.sheet import holds
from quiz.score.sql.dialects import found_first, rows
from quiz.score.sql.layout import FIRST, JOINED, Closing, Effect, Layout
from quiz.score.sql.nodes import (
    Node,
    all_of,
    any_of,
    column,
    compared,
    either,
    joined,
    literal,
    named,
    one_of,
    source,
    total,
    without_first,
)

CELL = "cell"
SEPARATOR = ";"
OTHER_SEPARATORS = (",", "|")


def of_one(layout: Layout, question: str, dialect: str) -> exp.Select:
    """Return the table of a question of which one choice is given, or none."""
    form = layout.engine.forms[question]
    answers = [*form.choices, *([""] if question in layout.gates else [])]
    columns = layout.columns(question)
    table = [
        (answer, *(_sum(layout, question, name, answer) for name in columns)) for answer in answers
    ]
    return rows([CELL, *columns], table, dialect)


def _sum(layout: Layout, question: str, name: str, answer: str) -> int | str:
    """Return what an answer adds to a column."""
    sheet = {question: (answer,)} if answer else {}
    found = layout.start(question, name)
    for effect in layout.effects[question]:
        if effect.column != name:
            continue
        if isinstance(effect, Closing):
            applies = (
                sum(code for when, code in effect.codes if holds(when, sheet)) in effect.closed
            )
        else:
            applies = holds(effect.condition, sheet)
        if applies:
            found += effect.adds  # type: ignore[operator] # both are numbers or texts
    return found.removeprefix(JOINED) if name == FIRST and isinstance(found, str) else found


def cells_of(question: exp.Expr, sheets: exp.Expr, dialect: str) -> exp.Select:
    """Return the distinct cells of a column, with their choices between separators."""
    found = found_first(exp.select(named(question, CELL)).distinct().from_(sheets), dialect)
    cell: Node = exp.Trim(this=column(CELL))
    for sign in OTHER_SEPARATORS:
        cell = exp.func("REPLACE", cell, literal(sign), literal(SEPARATOR))
    cell = exp.func("REPLACE", cell, literal(f"{SEPARATOR} "), literal(SEPARATOR))
    between = joined([literal(SEPARATOR), cell, literal(SEPARATOR)])
    return exp.select(column(CELL), named(between, "choices")).from_(found.subquery("given"))


def marks_of(layout: Layout, question: str, cells: str) -> exp.Select:
    """Return which choices each cell has, and how long what it has besides separators is."""
    marks = [
        named(
            either(
                compared(
                    exp.GT,
                    exp.StrPosition(
                        this=column("choices"), substr=literal(f"{SEPARATOR}{choice}{SEPARATOR}")
                    ),
                    0,
                ),
                1,
            ),
            f"c{place}",
        )
        for place, choice in enumerate(layout.engine.forms[question].choices)
    ]
    bare = exp.func("REPLACE", column("choices"), literal(SEPARATOR), literal(""))
    return exp.select(column(CELL), named(exp.Length(this=bare), "length"), *marks).from_(
        source(cells), copy=False
    )


def of_several(layout: Layout, question: str, marks: str) -> exp.Select:
    """Return the table of a question with several choices, of the cells that are answers."""
    form = layout.engine.forms[question]
    given = {choice: column(f"c{place}") for place, choice in enumerate(form.choices)}
    lengths = total(exp.Mul(this=has, expression=literal(len(id_))) for id_, has in given.items())
    alone = [compared(exp.EQ, given[id_], 0) for id_ in form.choices if id_ in form.exclusive]
    one = compared(exp.EQ, total(given.values()), 1)
    answered = any_of([all_of([*alone, compared(exp.GT, total(given.values()), 0)]), one])
    if question in layout.gates:
        answered = any_of([answered, compared(exp.EQ, column("length"), 0)])
    places = {choice: place for place, choice in enumerate(form.choices)}
    values = []
    for name in layout.columns(question):
        effects = [each for each in layout.effects[question] if each.column == name]
        start = layout.start(question, name)
        adds = [_adds(effect, places) for effect in effects]
        if isinstance(start, str):
            names = joined(adds)
            values.append(named(without_first(JOINED, names) if name == FIRST else names, name))
        else:
            # Small numbers have 32 bits in some dialects; what is added to 64 bits has 64.
            values.append(named(total([exp.cast(literal(start), "BIGINT"), *adds]), name))
    return (
        exp.select(column(CELL), *values)
        .from_(source(marks), copy=False)
        .where(all_of([compared(exp.EQ, column("length"), lengths), answered]))
    )


def _adds(effect: Effect | Closing, places: dict[str, int]) -> Node:
    if isinstance(effect, Effect):
        return either(_holds(effect.condition, places), effect.adds)
    codes = total(either(_holds(when, places), code) for when, code in effect.codes)
    return either(one_of(codes, effect.closed), effect.adds)


def _holds(condition: Condition, places: dict[str, int]) -> Node:
    """Return whether a condition about one question holds on a cell, which is never unknown."""
    match condition:
        case Given():
            marks = [column(f"c{places[choice]}") for choice in sorted(condition.choices)]
            return compared(exp.GTE, total(marks), condition.least)
        case Not():
            return exp.not_(exp.paren(_holds(condition.part, places)))
        case All():
            return all_of([_holds(part, places) for part in condition.parts])
        case Any_():
            return any_of([_holds(part, places) for part in condition.parts])
