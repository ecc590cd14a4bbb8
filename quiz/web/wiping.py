"""Removing what deleted results have left in the files of the database."""

from __future__ import annotations

from quiz.store import StoreError
from quiz.web.errors import log_store_error
from quiz.web.parts import parts


def wipe() -> None:
    """Remove it; where that fails, the results are gone all the same, and the next time does."""
    try:
        parts().store.wipe()
    except StoreError as error:
        log_store_error(error)
