"""Changing the work on many results at once, writing one note on all of them, and undoing that.

The history of each result says what was changed and what it was before. All that was done at
once has one moment and one writer there, by which it is found again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    update,
)

from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.filter import Which, chosen, of_team, visible_to
from quiz.store.notes import Kind
from quiz.store.retention import Retention
from quiz.store.schema import notes, results
from quiz.store.webhook_events import emit
from quiz.store.work import is_of_team

BulkKind = Literal["stage", "in_charge", "note"]

_HISTORY = ("result", "recruiter", "at", "kind", "says", "says_folded", "was")
_ENTRY = notes.alias()
_OF_RESULT = _ENTRY.c.result == results.c.id


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What was done at once, and with how many results it is still so.

    `says` is the id of the new stage or of the person in charge, or the note; `by` is the
    recruiter who did it. The id is that of its first entry in the history.
    """

    id: int
    kind: BulkKind
    says: str
    by: int
    results: int


class BulkChanges:
    """The changes of all teams; None stands for what a team does not have."""

    def __init__(self, database: Database, erasure: Erasure, retention: Retention) -> None:
        self._database = database
        self._erasure = erasure
        self._retention = retention

    def change(
        self,
        team: int,
        which: Which,
        recruiter: int,
        kind: Literal["stage", "in_charge"],
        value: int | None,
        now: dt.datetime,
    ) -> BulkChange | None:
        """Give a stage or a person to those of these results that the team has.

        Returns None if there are none. Results that have it already are left out, and a stage or
        a person of another team changes none.
        """
        column = results.c[kind]
        differ = and_(chosen(team, which, self._retention), column.is_distinct_from(value))
        if value is not None:
            differ = and_(differ, is_of_team(kind, team, value))
        says = "" if value is None else str(value)
        entries = _entries(recruiter, now, kind, says=literal(says), was=_as_text(column))
        its = and_(_ENTRY.c.recruiter == recruiter, _ENTRY.c.at == now, _ENTRY.c.kind == kind)
        with self._database.write_transaction("change many results", patient=True) as connection:
            number = _lock(connection, differ)
            if not number:
                return None
            connection.execute(insert(notes).from_select(_HISTORY, entries.where(differ)))
            these = results.c.id.in_(select(_ENTRY.c.result).where(its, _ENTRY.c.was.is_not(None)))
            connection.execute(update(results).where(these).values({kind: value}))
            if kind == "stage":
                emit(connection, "result.stage_changed", these)
            return BulkChange(_first(connection, its), kind, says, recruiter, number)

    def add_note(
        self,
        team: int,
        which: Which,
        recruiter: int,
        says: str,
        now: dt.datetime,
    ) -> BulkChange | None:
        """Write one note on those of these results that the team has; None if there are none."""
        condition = chosen(team, which, self._retention)
        folded = literal(search_terms.folded(says))
        entries = _entries(recruiter, now, "note", literal(says), literal(""), folded)
        its = and_(_ENTRY.c.recruiter == recruiter, _ENTRY.c.at == now, _ENTRY.c.kind == "note")
        with self._database.write_transaction("add many notes", patient=True) as connection:
            number = _lock(connection, condition)
            if not number:
                return None
            connection.execute(insert(notes).from_select(_HISTORY, entries.where(condition)))
            return BulkChange(_first(connection, its), "note", says, recruiter, number)

    def note_mail(self, team: int, which: Which, recruiter: int, now: dt.datetime) -> None:
        """Note on each of these results with an address that it was listed for a mail.

        The entry says of how many. It cannot be undone: the addresses have been seen.
        """
        condition = and_(chosen(team, which, self._retention), results.c.email.is_not(None))
        with self._database.write_transaction("note a mail", patient=True) as connection:
            says = literal(str(_lock(connection, condition)))
            entries = _entries(recruiter, now, "mail", says, cast(null(), Text))
            connection.execute(insert(notes).from_select(_HISTORY, entries.where(condition)))

    def find(self, team: int, change: int) -> BulkChange | None:
        """Return a change of a team, as far as it can still be undone."""
        with self._database.read_connection("find a change", patient=True) as connection:
            its = self._its(connection, team, change)
            if its is None:
                return None
            query = select(func.count()).select_from(results).join(_ENTRY, _OF_RESULT)
            number = connection.scalar(query.where(its.entries, its.still)) or 0
            return BulkChange(change, its.kind, its.says, its.by, number)

    def undo(self, team: int, change: int, recruiter: int, now: dt.datetime) -> int | None:
        """Make the results of a change what they were, where nobody has changed them since.

        Returns how many there are; None where the team has no such change. Of a note, the copies
        that nobody has changed are deleted.
        """
        found = self.find(team, change)
        if found and found.kind == "note":
            return self._delete_notes(team, change)
        with self._database.write_transaction("undo a change", patient=True) as connection:
            its = self._its(connection, team, change)
            if its is None or its.kind == "note":
                return None
            number = _lock(connection, and_(its.still, _has(its.entries)))
            column = results.c[its.kind]
            entries = _entries(recruiter, now, its.kind, says=_ENTRY.c.was, was=_as_text(column))
            undone = entries.join(_ENTRY, _OF_RESULT).where(its.entries, its.still)
            connection.execute(insert(notes).from_select(_HISTORY, undone))
            # One statement for each stage or person before: there are few.
            for was in connection.scalars(select(_ENTRY.c.was).distinct().where(its.entries)).all():
                these = and_(its.still, _has(and_(its.entries, _ENTRY.c.was == was)))
                values = {its.kind: int(was) if was else None}
                connection.execute(update(results).where(these).values(values))
            if its.kind == "stage":
                made = and_(_ENTRY.c.recruiter == recruiter, _ENTRY.c.at == now)
                changed = select(_ENTRY.c.result).where(made, _ENTRY.c.kind == "stage")
                emit(connection, "result.stage_changed", results.c.id.in_(changed))
        return number

    def _delete_notes(self, team: int, change: int) -> int | None:
        with self._erasure.transaction("delete many notes") as connection:
            its = self._its(connection, team, change)
            if its is None:
                return None
            these = select(_ENTRY.c.id).join(results, _OF_RESULT).where(its.entries, its.still)
            return connection.execute(delete(notes).where(notes.c.id.in_(these))).rowcount

    def _its(self, connection: Connection, team: int, change: int) -> _Its | None:
        first = connection.execute(
            select(notes.c.recruiter, notes.c.at, notes.c.kind, notes.c.says)
            .join(results, notes.c.result == results.c.id)
            .where(notes.c.id == change, notes.c.was.is_not(None), of_team(team))
        ).one_or_none()
        if first is None:
            return None
        recruiter, at, kind, says = first
        entries = and_(
            _ENTRY.c.recruiter == recruiter,
            _ENTRY.c.at == at,
            _ENTRY.c.kind == kind,
            _ENTRY.c.says == says,
            _ENTRY.c.was.is_not(None),
        )
        if kind == "note":
            same = _ENTRY.c.edited_at.is_(None)
        else:
            same = results.c[kind].is_not_distinct_from(int(says) if says else None)
        return _Its(kind, says, recruiter, entries, and_(visible_to(team, self._retention), same))


class _Its(NamedTuple):
    """What a change did, its entries, and the condition that it is still so of a result."""

    kind: BulkKind
    says: str
    by: int
    entries: ColumnElement[bool]
    still: ColumnElement[bool]


def _entries(
    recruiter: int,
    now: dt.datetime,
    kind: Kind,
    says: ColumnElement[str],
    was: ColumnElement[str],
    folded: ColumnElement[Any] | None = None,
) -> Any:
    """Return the entries in the history, as a query over results."""
    return select(
        results.c.id,
        literal(recruiter),
        literal(now, notes.c.at.type),
        literal(kind),
        says,
        cast(null(), Text) if folded is None else folded,
        was,
    )


def _has(entries: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a result has one of these entries; they are read once."""
    return results.c.id.in_(select(_ENTRY.c.result).where(entries))


def _as_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return an id as the history has it: empty where there is none."""
    return func.coalesce(cast(column, Text), "")


def _first(connection: Connection, its: ColumnElement[bool]) -> int:
    first = select(func.min(_ENTRY.c.id)).where(its, _ENTRY.c.was.is_not(None))
    return connection.scalar(first) or 0


def _lock(connection: Connection, condition: ColumnElement[bool]) -> int:
    """Lock results until the transaction ends, and return how many there are.

    In one order, so that two changes of the same results do not wait for each other.
    """
    ids = select(results.c.id).where(condition).order_by(results.c.id)
    return len(connection.execute(ids.with_for_update(of=results)).all())
