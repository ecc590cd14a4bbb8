"""Visits: how far applicants with an invitation have come. Others are not recorded.

Recording must not keep anybody from answering, so a failure of the database is only logged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from quiz.core.language.model import Answers
from quiz.store import KeptResult, NewResult, QuotaExceeded, StoreError
from quiz.web.framework import sitting
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.rate_limits import KEPT_RESULTS, PLACES, RESULTS, VISITS, TooMany
from quiz.web.pages.services import services


def record_start(sitting_id: str, invitation: int) -> None:
    """Record that a sitting begins by an invitation; raise TooMany if too many do."""
    visits, quotas = services().store.visits, [VISITS.of_network()]
    try:
        _record(lambda: visits.start(sitting_id, invitation, datetime.now(UTC), quotas))
    except QuotaExceeded as error:
        raise TooMany(VISITS, error.until) from error


def record_recipient(recipient: int) -> None:
    """Record that somebody to whom the invitation was sent personally has begun."""
    _record(lambda: services().store.recipients.start(recipient, datetime.now(UTC)))


def record_progress(asked: Sequence[str], answers: Answers) -> None:
    """Record the last of the questions `asked` that has an answer."""
    if sitting.invited():
        last = [question for question in asked if question in answers][-1]
        _record(lambda: services().store.visits.reach(sitting.sitting_id(), last))


def add_result(new: NewResult) -> tuple[KeptResult, bool]:
    """Store a result, with the invitation of the sitting if there is one.

    Also returns False if the inviting team did not get it, because the invitation was closed
    or its last place was taken meanwhile; else True. Raises StoreError, and
    QuotaExceeded if too many results come from the network.
    """
    store, invited = services().store, sitting.invited()
    quotas = [RESULTS.of_network(), KEPT_RESULTS.of_network()]
    if invited is None:
        return store.results.add(new, quotas), True
    for_team = store.results.add_invited(
        new,
        invited.id,
        name=invited.name,
        email=invited.email,
        recipient=invited.recipient,
        quotas=[*quotas, PLACES.of_network()],
    )
    _record(lambda: store.visits.finish(sitting.sitting_id(), datetime.now(UTC)))
    return for_team or store.results.add(new, quotas), for_team is not None


def _record(write: Callable[[], None]) -> None:
    try:
        write()
    except StoreError as error:
        log_store_error(error)
