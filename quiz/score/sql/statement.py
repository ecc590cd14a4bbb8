"""Makes the statement, stage by stage: each is a named query, of which the next one reads.

The sheets are joined with the table of each question and the columns are added up ("answered"),
rules about several questions are added ("ruled"), some of them by tables of their own, the counts
are read out of their words ("counted"), and from these follow the outcomes, in
quiz.score.sql.outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlglot import ParseError, exp, parse_one

from quiz.core.decide.engine import Engine
from quiz.score.sql.answers import CELL, cells_of, marks_of, of_one, of_several
from quiz.score.sql.dialects import check, fenced, sent_everywhere, settled
from quiz.score.sql.joint_rules import Together, has, table_of, terms_that_hold, together
from quiz.score.sql.layout import JOINED, Field, Joint, Layout
from quiz.score.sql.nodes import (
    Node,
    case,
    column,
    common_bits,
    compared,
    either,
    field,
    joined,
    literal,
    named,
    source,
    total,
)
from quiz.score.sql.outcomes import best, compared_with_best, final

SHEETS = "sheets"


class Sheets(NamedTuple):
    """The table of sheets: its name, the column of each question, those that are carried along.

    A question without a column was not asked of anybody.
    """

    table: str
    columns: Mapping[str, str]
    carried: Sequence[str]


def statement(engine: Engine, sheets: Sheets, dialect: str) -> str:
    """Return the statement that scores all sheets of a table.

    Raises CannotSayError, TooLargeError, TooManyCombinationsError and sqlglot.ParseError.
    """
    layout = Layout(engine)
    table = _table(sheets.table, dialect)
    stages: list[tuple[str, exp.Select]] = []
    for number, (id_, form) in enumerate(engine.forms.items()):
        if form.kind == "multiple":
            cells = cells_of(_cell(sheets, id_), table.copy(), dialect)
            stages += [
                (f"cells{number}", cells),
                (f"marks{number}", fenced(marks_of(layout, id_, f"cells{number}"), dialect)),
                (f"answers{number}", fenced(of_several(layout, id_, f"marks{number}"), dialect)),
            ]
        else:
            stages.append((f"answers{number}", of_one(layout, id_, dialect)))
    joint = together(layout)
    stages += [(rules.name, table_of(rules, dialect)) for rules in joint]
    for name, made in (
        ("answered", _answered(layout, sheets, table, dialect)),
        ("ruled", _ruled(layout, sheets, joint)),
        ("counted", _counted(layout, sheets)),
        ("best", best(layout, "counted")),
        ("compared", compared_with_best(layout, "best")),
    ):
        stages.append((name, fenced(made, dialect)))
    found = final(layout, sheets.carried, "compared", dialect)
    for name, stage in stages:
        found = found.with_(exp.to_identifier(name, quoted=True), as_=stage, copy=False)
    text = settled(found, dialect).sql(dialect=dialect, pretty=True, copy=False)
    check(text, len(engine.forms) + 1, dialect)
    return text


def _table(name: str, dialect: str) -> Node:
    """Return the table with a name. Raises sqlglot.ParseError where it is none."""
    found = parse_one(name, into=exp.Table, dialect=dialect)
    if ";" in name or found.alias:
        raise ParseError(f"{name!r} is not the name of one table")
    return found


def _cell(sheets: Sheets, question: str, table: str | None = None) -> Node:
    """Return the cell of a question; an empty text where it was not asked."""
    if question not in sheets.columns:
        return literal("")
    given = exp.cast(column(sheets.columns[question], table), "TEXT")
    return exp.Coalesce(this=given, expressions=[literal("")])


def _carried(sheets: Sheets) -> list[Node]:
    return [column(f"given{place}") for place in range(len(sheets.carried))]


def _answered(layout: Layout, sheets: Sheets, table: Node, dialect: str) -> exp.Select:
    """Join the sheets with the answers to each question, and add up what these add."""
    of: dict[str, list[Node]] = {}
    forms = layout.engine.forms
    for number, id_ in enumerate(forms):
        for name in layout.columns(id_):
            of.setdefault(name, []).append(column(name, f"a{number}"))
    columns: list[Node] = [
        named(column(name, SHEETS), f"given{place}") for place, name in enumerate(sheets.carried)
    ]
    for name, parts in of.items():
        if name[0] == "t":
            columns.append(named(common_bits(parts), name))
        elif name[0] == "r":
            columns.append(named(parts[0], name))
        else:
            always = layout.always.get(name, 0)
            columns.append(named(total([*parts, *([literal(always)] if always else [])]), name))
    for number, id_ in enumerate(forms):
        if id_ in layout.gates:
            answered = compared(exp.NEQ, column(CELL, f"a{number}"), "")
            columns.append(named(either(answered, 1), f"g{number}"))
    unread = [
        (exp.Is(this=column(CELL, f"a{number}"), expression=exp.null()), id_)
        for number, id_ in enumerate(forms)
    ]
    columns.append(named(case(unread), "unread"))
    found = exp.select(*columns).from_(exp.alias_(table.copy(), SHEETS, table=True, quoted=True))
    for number, id_ in enumerate(forms):
        on = compared(exp.EQ, _cell(sheets, id_, SHEETS), column(CELL, f"a{number}"))
        answers = exp.alias_(
            source(f"answers{number}"), f"a{number}", table=True, quoted=True, copy=False
        )
        found = found.join(answers, on=on, join_type="left", copy=False)
    several = [f"a{n}" for n, form in enumerate(forms.values()) if form.kind == "multiple"]
    return sent_everywhere(found, several, dialect)


def _ruled(layout: Layout, sheets: Sheets, tables: Sequence[Together]) -> exp.Select:
    """Add what rules about several questions add, and say which sheets cannot be scored."""
    of = {rule.id: table for table in tables for rule in table.rules}
    met = _kept(layout, "w")
    words = []
    for name in _words(layout):
        parts: list[Node] = [each for each in met if each.name == name]
        if not parts:
            parts.append(exp.cast(literal(layout.always.get(name, 0)), "BIGINT"))
        parts += [column(table.adds()[name]) for table in tables if name in table.adds()]
        parts += [
            either(has(layout, joint.mask), joint.adds[name])
            for joint in layout.joint
            if name in joint.adds and joint.id not in of
        ]
        words.append(named(total(parts), name))
    rules: list[Node] = []
    for each in layout.names:
        if not isinstance(each, Joint):
            rules.append(literal(each) if each.startswith(JOINED) else column(each))
        elif each.id not in of:
            rules.append(either(has(layout, each.mask), f"{JOINED}{each.id}"))
        elif of[each.id].rules[0] is each:  # its table names the following ones too
            rules.append(column(of[each.id].names))
    numbers = {id_: number for number, id_ in enumerate(layout.engine.forms)}
    unasked = [
        (compared(exp.NEQ, column(f"g{numbers[id_]}"), either(has(layout, mask), 1)), id_)
        for id_, mask in layout.gates.items()
    ]
    wrong: Node = column("unread")
    if unasked:
        wrong = exp.Coalesce(this=wrong, expressions=[case(unasked)])
    found = exp.select(
        *_carried(sheets),
        *_kept(layout, "k"),
        *words,
        named(joined(rules), "rules"),
        named(wrong, "wrong"),
    ).from_(source("answered"), copy=False)
    for table in tables:
        held = terms_that_hold(layout, table.word, table.bits)
        on = compared(exp.EQ, held, column(table.key))
        found = found.join(source(table.name), on=on, join_type="left", copy=False)
    return found


def _counted(layout: Layout, sheets: Sheets) -> exp.Select:
    """Read the points, blocks and checks out of their words."""
    columns = []
    for kind, fields in (
        ("p", layout.points),
        ("b", layout.blocks),
        ("c", layout.checks),
        ("x", layout.closings),
    ):
        columns += [named(_count(of), f"{kind}{place}") for place, of in enumerate(fields)]
    return exp.select(
        *_carried(sheets), column("wrong"), *_kept(layout, "k"), column("rules"), *columns
    ).from_(source("ruled"), copy=False)


def _count(of: Field) -> Node:
    return field(column(f"w{of.word}"), of.shift, of.width)


def _words(layout: Layout) -> list[str]:
    fields = [*layout.points, *layout.blocks, *layout.checks, *layout.closings]
    return list(dict.fromkeys(f"w{field.word}" for field in fields))


def _kept(layout: Layout, kinds: str) -> list[exp.Column]:
    """Return the columns of some kinds, by their first letter, to which answers add."""
    met = [effect.column for each in layout.effects.values() for effect in each]
    return [column(name) for name in dict.fromkeys(met) if name[0] in kinds]
