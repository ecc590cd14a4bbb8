"""Finds the line whose indentation is the cause of an error of the YAML parser.

It must not know what a rules file contains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quiz.core.language.outline import Entry

_TOP = Entry(-1, -1, is_dash=False, opens=True)

_OR_TEXT = "; if it belongs to the text above it, put that whole text in quotes"


def wrong_indentation(entries: Sequence[Entry], line: int) -> tuple[int, int, str] | None:
    """Return the line and column, from 0, and a message where the error of a line is of this kind.

    The parser finds the error on the first line that does not fit to the lines above it. The
    mistake may be in one of these.
    """
    index = next((i for i, each in enumerate(entries) if each.line == line), None)
    if index is None:
        return None
    if before := _too_far_left(entries, index):
        return _said(before, entries[index].column)
    parents = _parents(entries)
    parent = parents[index]
    step = _step(entries, parents)
    if moved := _parent_too_far(entries, parents, index, step):
        return _said(parent, moved)
    beside = [i for i, each in enumerate(parents) if each == parent]
    if entries[beside[0]].is_dash != entries[index].is_dash:  # a list and keys are not mixed
        alike = [each for each in entries[:index] if each.is_dash == entries[index].is_dash]
        meant = parent if parent.is_dash or not alike else alike[-1]
        is_said = meant.column not in (-1, entries[index].column)
        return _said(entries[index], meant.column) if is_said else None
    column = _usual([entries[i] for i in beside], parent, step)
    wrong = next((i for i in beside if entries[i].column != column), None)
    if wrong is None or entries[wrong].line > line:
        return None
    return _moved(entries, wrong, parent, column, line)


def _moved(
    entries: Sequence[Entry], wrong: int, parent: Entry, column: int, line: int
) -> tuple[int, int, str] | None:
    """Return what is said of a wrong entry, whose column is this one, or that of its neighbours."""
    entry, above = entries[wrong], entries[wrong - 1] if wrong else _TOP
    below = entries[wrong + 1] if wrong + 1 < len(entries) else _TOP
    if not entry.opens:
        is_between = below.column == above.column or (above.opens and below.column > above.column)
        column = below.column if is_between and below.line >= 0 else column
    elif entry.column < below.column <= column and parent.column >= 0:
        column = parent.column  # with what is below it, it belongs beside its parent
    elif below.line > line and below.column <= column:
        return None
    if column == entry.column:
        return None
    is_in_text = entry.line == line and not above.opens and above.column < entry.column
    return _said(entry, column, _OR_TEXT if is_in_text else "")


def _said(entry: Entry, column: int, more: str = "") -> tuple[int, int, str]:
    has = f"{entry.column} space{'' if entry.column == 1 else 's'}"
    said = f"this line is indented by {has}, the lines beside it by {column}; give it as many{more}"
    return entry.line, entry.column, said


def _too_far_left(entries: Sequence[Entry], index: int) -> Entry | None:
    """Return the entry before another one where it seems to end the block of that, but does not.

    It has nothing below it, and stands between lines that are indented as the other one, or
    is the first below a key.
    """
    before = entries[index - 1] if index else _TOP
    entry = entries[index]
    if before.opens or before.line == entry.line or before.depth >= entry.depth:
        return None
    above = [each for each in entries[: index - 1] if each.line < before.line]
    if above and above[-1].opens and above[-1].column == before.column and not before.is_dash:
        return before
    for each in reversed(above):
        if each.depth <= before.depth:
            return None
        if each.depth == entry.depth:
            return before
    return None


def _parent_too_far(
    entries: Sequence[Entry], parents: Sequence[Entry], index: int, step: int
) -> int | None:
    """Return where the parent of an entry is meant to be, where its own indentation is wrong.

    That is so where it follows right below a key that has nothing else below it, where it ends
    a block that goes on below it, or where the entry stands as deep below the parent of the
    parent as the file mostly indents.
    """
    entry, parent = entries[index], parents[index]
    place = entries.index(parent) if parent.line >= 0 else index
    if index <= place + 1:
        return None
    above = entries[place - 1] if place else _TOP
    if above.opens and above.depth == parent.depth and not parent.is_dash:
        return parent.column + step
    first, second = entries[place + 1 : place + 3]
    goes_on = first.is_dash or (second.column == first.column and not first.opens)
    if first.column == entry.column + step and goes_on:
        for each in reversed(entries[:place]):
            if each.depth <= parent.depth:
                break
            if each.depth == entry.depth:
                return entry.column
    usual = parents[place].column + step
    fits = entry.column == usual != parent.column and entry.is_dash == parent.is_dash
    return usual if fits and parents[place].column >= 0 else None


def _parents(entries: Sequence[Entry]) -> list[Entry]:
    """Return what each entry belongs to, by its indentation."""
    parents = []
    stack = [_TOP]
    for entry in entries:
        while stack[-1].depth >= entry.depth:
            stack.pop()
        parents.append(stack[-1])
        if entry.opens:
            stack.append(entry)
    return parents


def _step(entries: Sequence[Entry], parents: Sequence[Entry]) -> int:
    """Return by how much the file mostly indents what belongs to a key."""
    steps = Counter(
        entry.column - parent.column
        for entry, parent in zip(entries, parents, strict=True)
        if parent.column >= 0 and not parent.is_dash and not entry.is_dash
    )
    return steps.most_common(1)[0][0] if steps else 2


def _usual(beside: Sequence[Entry], parent: Entry, step: int) -> int:
    """Return the column at which the entries beside each other are meant to be."""
    if beside[0].line == parent.line or parent.line < 0:
        return beside[0].column if parent.line >= 0 else 0
    columns = Counter(each.column for each in beside)
    (most, count), *_ = columns.most_common()
    by_step = parent.column + step
    return by_step if beside[0].column == by_step or columns[by_step] >= min(2, count) else most
