"""Queues the digests that are due; what they say is written by whoever knows the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from quiz.store import Digest, NewMail, Store

LOOK_EVERY = timedelta(seconds=30)
"""How often it is looked up whether a digest is due."""


class DigestTask:
    """Queues digests, in any number of processes at once."""

    def __init__(self, store: Store, write: Callable[[Digest], NewMail]) -> None:
        self._store = store
        self._write = write
        self._looks_at = datetime.min.replace(tzinfo=UTC)

    def work(self, is_stopped: Callable[[], bool]) -> None:
        """Queue what is due now. Raises StoreError."""
        now = datetime.now(UTC)
        if now < self._looks_at <= now + LOOK_EVERY:
            return
        self._looks_at = now + LOOK_EVERY
        made = 0
        while not is_stopped() and self._store.digests.send_one(self._write, now):
            made += 1
        if made:
            self._store.jobs.note_done("digests", now, datetime.now(UTC), f"digests due: {made}")
