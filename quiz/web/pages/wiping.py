"""Removing what was deleted from the unused parts of the database's files too."""

from __future__ import annotations

from quiz.store import StoreError
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.services import services


def wipe() -> None:
    """Remove it; where that fails, it is deleted all the same, and the next time removes it."""
    try:
        services().store.wipe()
    except StoreError as error:
        log_store_error(error)
