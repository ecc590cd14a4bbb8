"""How much hangs on results that are removed or deleted, to be told before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, select

from quiz.store.schema import notes, results, share_results, visits


@dataclass(frozen=True, slots=True)
class ResultsCounts:
    """How many results there are, notes on them, and shares that show them.

    `notes` counts written notes and the changes in the history; `visits` is how many people began
    by an invitation that goes too, `mails` how many mails a team wrote to a person, and
    `recipients` how many personal invitations it has for that person.
    """

    results: int
    notes: int
    shares: int
    visits: int = 0
    mails: int = 0
    recipients: int = 0


def count_results(connection: Connection, condition: ColumnElement[bool]) -> ResultsCounts:
    """Count the results of a condition and what hangs on them."""
    ids = select(results.c.id).where(condition)
    row = connection.execute(
        select(
            select(func.count()).select_from(results).where(condition).scalar_subquery(),
            select(func.count()).where(notes.c.result.in_(ids)).scalar_subquery(),
            select(func.count(share_results.c.share.distinct()))
            .where(share_results.c.result.in_(ids))
            .scalar_subquery(),
        )
    ).one()
    return ResultsCounts(*row)


def count_invitation(
    connection: Connection, invitation: int, condition: ColumnElement[bool]
) -> ResultsCounts:
    """Count the results of an invitation, those that began by it, and what hangs on them."""
    counts = count_results(connection, and_(results.c.invitation == invitation, condition))
    began = connection.scalar(select(func.count()).where(visits.c.invitation == invitation))
    return ResultsCounts(counts.results, counts.notes, counts.shares, began or 0)
