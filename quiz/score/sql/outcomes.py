"""The last stages of the statement: the outcomes that follow from points, blocks and checks.

Fits are compared crosswise, as whole numbers: one is at least another where its points times
the other's most are at least the other's points times its own most. So nothing is rounded, and
nothing grows beyond 64 bits where the common multiple of every most would.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, gcd
from typing import Any

from sqlglot import exp

from quiz.score.sql.dialects import quotient
from quiz.score.sql.layout import JOINED, Layout
from quiz.score.sql.nodes import (
    Node,
    all_of,
    any_of,
    case,
    column,
    compared,
    either,
    joined,
    less,
    literal,
    named,
    one_of,
    source,
    times,
    total,
    without_first,
)

Comparison = type[exp.Binary]


def best(layout: Layout, before: str) -> exp.Select:
    """Find the best position, of which there is the number, or null."""
    places = range(len(layout.positions))
    least = Fraction(layout.engine.rules.outcome.least_fit) / 100
    found = []
    for place in places:
        enough = max(ceil(least * layout.most[place]), 0)
        if not layout.engine.most[layout.positions[place]] and least > 0:
            continue  # its fit is 0
        conditions = [compared(exp.EQ, column(f"b{place}"), 0)]
        if enough:
            conditions.append(compared(exp.GTE, column(f"p{place}"), enough))
        conditions += [
            any_of([
                compared(exp.GT, column(f"b{other}"), 0),
                _fits(layout, exp.GTE, place, other),
            ])
            for other in places
            if other != place
        ]  # fmt: skip
        found.append((all_of(conditions), place))
    number = case(found) if found else exp.cast(exp.null(), "BIGINT")
    return exp.select(exp.Star(), named(number, "best")).from_(source(before), copy=False)


def compared_with_best(layout: Layout, before: str) -> exp.Select:
    """Compare every position with the best one, and with each other in falling fit."""
    places = range(len(layout.positions))
    columns: list[Node] = []
    for place in places:
        others = [other for other in places if other != place]
        near = [
            all_of([compared(exp.EQ, column("best"), other), _near(layout, other, place)])
            for other in others
        ]
        tied = [
            all_of([compared(exp.EQ, column("best"), other), _fits(layout, exp.EQ, other, place)])
            for other in others
        ]
        free = compared(exp.EQ, column(f"b{place}"), 0)
        name = f"{JOINED}{layout.positions[place]}"
        columns += [
            named(either(all_of([free, any_of(near)]), name), f"near{place}"),
            named(either(all_of([free, any_of(tied)]), name), f"tied{place}"),
        ]
        if len(places) > 2:
            ahead = [
                either(_fits(layout, exp.GTE if other < place else exp.GT, other, place), 1)
                for other in others
            ]
            columns.append(named(total(ahead), f"rank{place}"))
    return exp.select(exp.Star(), *columns).from_(source(before), copy=False)


def final(layout: Layout, carried: Sequence[str], before: str, dialect: str) -> exp.Select:
    """Return the outcomes; those of a sheet that cannot be scored are null."""
    positions = layout.positions
    places = range(len(positions))
    near: list[Node] = [column(f"near{place}") for place in places]
    if len(positions) > 2:
        near = [
            case(
                [
                    (compared(exp.EQ, column(f"rank{place}"), rank), column(f"near{place}"))
                    for place in places
                ],
                "",
            )
            for rank in places
        ]
    tied: list[Node] = [column(f"tied{place}") for place in places]
    best_id = [(compared(exp.EQ, column("best"), place), positions[place]) for place in places]
    outcomes: list[tuple[str, Any]] = [
        ("best", case(best_id)),
        ("close", _listed(near, of=[column(f"near{place}") for place in places])),
        ("tied", _listed(tied, of=tied)),
        *((f"points_{id_}", column(f"p{place}")) for place, id_ in enumerate(positions)),
        *((f"fit_{id_}", _percent(layout, place, dialect)) for place, id_ in enumerate(positions)),
        *((f"standing_{id_}", _standing(layout, place)) for place, id_ in enumerate(positions)),
        ("rules", _names()),
    ]
    taken = {"wrong", *(name for name, _ in outcomes)}
    scored = exp.Is(this=column("wrong"), expression=exp.null())
    return exp.select(
        *(
            named(column(f"given{place}"), f"given_{name}" if name in taken else name)
            for place, name in enumerate(carried)
        ),
        *(named(case([(scored, node)]), name) for name, node in outcomes),
        column("wrong"),
    ).from_(source(before), copy=False)


def _fits(layout: Layout, comparison: Comparison, one: int, two: int) -> Node:
    """Compare the fits of two positions exactly."""
    of_one, of_two = layout.most[one], layout.most[two]
    shared = gcd(of_one, of_two)
    return compared(
        comparison,
        times(column(f"p{one}"), of_two // shared),
        times(column(f"p{two}"), of_one // shared),
    )


def _near(layout: Layout, best: int, other: int) -> Node:
    """Return whether a position is close to the best one."""
    close = Fraction(layout.engine.rules.outcome.close) / 100
    of_best, of_other = layout.most[best], layout.most[other]
    shared = gcd(of_best, of_other)
    behind = less(
        times(column(f"p{best}"), of_other // shared), times(column(f"p{other}"), of_best // shared)
    )
    return compared(exp.LTE, behind, floor(close * of_best * of_other / shared))


def _percent(layout: Layout, place: int, dialect: str) -> Node:
    """Return the fit of a position as a whole percent, rounded half up."""
    most = layout.most[place]
    if not layout.engine.most[layout.positions[place]]:
        return literal(0)
    doubled = total([times(column(f"p{place}"), 200), literal(most)])
    return quotient(doubled, 2 * most, dialect)


def _standing(layout: Layout, place: int) -> Node:
    closed: list[Node] = []
    for number, part in enumerate(layout.parts):
        if part.position == layout.positions[place]:
            if len(part.codes) > 1:
                closed.append(one_of(column(f"k{number}"), part.closed))
            elif not part.codes:  # all answers have the number 0
                closed.append(all_of([]))
    if layout.closings[place].width:
        closed.append(compared(exp.GT, column(f"x{place}"), 0))
    blocked = compared(exp.GT, column(f"b{place}"), 0)
    cases = [(all_of([blocked, any_of(closed)]), "closed")] if closed else []
    checked = compared(exp.GT, column(f"c{place}"), 0)
    return case([*cases, (blocked.copy(), "not_yet"), (checked, "check")], "open")


def _listed(texts: Sequence[Node], of: Sequence[Node]) -> Node:
    """Return a list of texts, most of which are empty in most sheets."""
    nothing = all_of([compared(exp.EQ, text.copy(), "") for text in of])
    return case([(nothing, "")], without_first(JOINED, joined(texts)))


def _names() -> Node:
    """Return the names of the rules. To cut the sign from all of them, databases copy them."""
    begins = exp.Like(this=column("rules"), expression=literal(f"{JOINED}%"))
    return case([(begins, without_first(JOINED, column("rules")))], column("rules"))
