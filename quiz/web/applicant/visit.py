"""What is noted of whoever takes the quiz by an invitation; nothing where there is none.

Noting must keep nobody from answering: where the database fails, the log says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from quiz.core.language.model import Answers
from quiz.store import KeptResult, NewResult, StoreError
from quiz.web.framework import sitting
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.services import services


def started(known_by: str, invitation: int) -> None:
    """Note that a sitting began by an invitation."""
    _note(lambda: services().store.visits.start(known_by, invitation, datetime.now(UTC)))


def reached(asked: Sequence[str], answers: Answers) -> None:
    """Note the last question that has an answer, of those `asked`."""
    if sitting.invited():
        last = [question for question in asked if question in answers][-1]
        _note(lambda: services().store.visits.reach(sitting.current(), last))


def keep(new: NewResult) -> tuple[KeptResult, bool]:
    """Keep a result, for the team that invited too; return whether no team has missed it.

    A team misses it where its invitation was closed, or lost its last place, on the way.
    """
    store, by = services().store, sitting.invited()
    if by is None:
        return store.results.add(new), True
    for_team = store.results.add_invited(new, by.id, name=by.name, email=by.email)
    _note(lambda: store.visits.finish(sitting.current(), datetime.now(UTC)))
    return for_team or store.results.add(new), for_team is not None


def _note(write: Callable[[], None]) -> None:
    try:
        write()
    except StoreError as error:
        log_store_error(error)
