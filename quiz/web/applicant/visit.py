"""Visits: how far applicants with an invitation have come. Others are not recorded.

Recording must not keep anybody from answering, so a failure of the database is only logged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from quiz.core.language.model import Answers
from quiz.store import KeptResult, NewResult, StoreError
from quiz.web.framework import sitting
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.services import services


def record_start(sitting_id: str, invitation: int) -> None:
    """Record that a sitting began by an invitation."""
    _record(lambda: services().store.visits.start(sitting_id, invitation, datetime.now(UTC)))


def record_progress(asked: Sequence[str], answers: Answers) -> None:
    """Record the last of the questions `asked` that has an answer."""
    if sitting.invited():
        last = [question for question in asked if question in answers][-1]
        _record(lambda: services().store.visits.reach(sitting.sitting_id(), last))


def add_result(new: NewResult) -> tuple[KeptResult, bool]:
    """Store a result, with the invitation of the sitting if there is one.

    Also returns False if the inviting team did not get it, because the invitation was closed
    or its last place was taken meanwhile; else True. Raises StoreError.
    """
    store, invited = services().store, sitting.invited()
    if invited is None:
        return store.results.add(new), True
    for_team = store.results.add_invited(new, invited.id, name=invited.name, email=invited.email)
    _record(lambda: store.visits.finish(sitting.sitting_id(), datetime.now(UTC)))
    return for_team or store.results.add(new), for_team is not None


def _record(write: Callable[[], None]) -> None:
    try:
        write()
    except StoreError as error:
        log_store_error(error)
