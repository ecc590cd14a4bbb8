"""Conditions on results and recipients of a team. Where one takes several values, any is enough.

A condition says nothing about who may see a result; see filter.py.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from quiz.core.language.model import Standing
from quiz.store import search_terms
from quiz.store.schema import notes, recipients, results

Condition = ColumnElement[bool]


def invitation(*ids: int) -> Condition:
    """Return the condition that a result came by one of these invitations."""
    return results.c.invitation.in_(ids)


def best(*positions: str) -> Condition:
    """Return the condition that one of these is a best match; search_terms.NONE for none."""
    tied = (search_terms.has(search_terms.tied(position)) for position in positions)
    return or_(results.c.best.in_(positions), *tied)


def standing(*standings: tuple[str, Standing]) -> Condition:
    """Return the condition that a position has a standing; each is a position with one."""
    return or_(*(search_terms.has(search_terms.standing(*each)) for each in standings))


def answer(question: str, *choices: str) -> Condition:
    """Return the condition that one of these choices was given to a question."""
    return or_(
        false(), *(search_terms.has(search_terms.answer(question, each)) for each in choices)
    )


def stage(*ids: int) -> Condition:
    """Return the condition that a result is in one of these stages."""
    return results.c.stage.in_(ids)


def in_charge(*ids: int | None) -> Condition:
    """Return the condition that one of these recruiters is in charge; None for nobody."""
    people = results.c.in_charge.in_([id_ for id_ in ids if id_ is not None])
    return or_(people, results.c.in_charge.is_(None)) if None in ids else people


def fit(least: int) -> Condition:
    """Return the condition that the best match fits at least so well, in percent."""
    return results.c.fit >= least


def due() -> Condition:
    """Return the condition that there is a day to come back to a result."""
    return results.c.due_on.is_not(None)


def has_email() -> Condition:
    """Return the condition that the applicant gave an e-mail address."""
    return results.c.email.is_not(None)


def has_notes() -> Condition:
    """Return the condition that the team has written a note about a result."""
    written = and_(notes.c.result == results.c.id, notes.c.kind == "note")
    return select(notes.c.id).where(written).correlate(results).exists()


def since(moment: dt.datetime) -> Condition:
    """Return the condition that a result was made at a moment or later."""
    return results.c.created_at >= moment


def before(moment: dt.datetime) -> Condition:
    """Return the condition that a result was made before a moment."""
    return results.c.created_at < moment


def found_by(part: str) -> Condition:
    """Return the condition that the name, the e-mail address or a note contains a text.

    It does not matter how it is written: see search_terms.folded().
    """
    part = search_terms.searched(part)
    if not part:
        return false()
    noted = select(notes.c.result).where(notes.c.says_folded.contains(part, autoescape=True))
    return or_(
        results.c.name_folded.contains(part, autoescape=True),
        results.c.email_folded.contains(part, autoescape=True),
        results.c.id.in_(noted.where(notes.c.result == results.c.id)),
    )


def invited_by(part: str) -> Condition:
    """Return the condition that the name or the e-mail address of a recipient contains a text.

    A recipient is found as a result is by found_by().
    """
    part = search_terms.searched(part)
    return recipients.c.sought.contains(part, autoescape=True) if part else false()


def negated(condition: Condition) -> Condition:
    """Return the condition that another one does not hold, or cannot: nobody is in charge, say."""
    return not_(func.coalesce(condition, false()))
