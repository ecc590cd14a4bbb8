"""Queues the digests that are due; what they say is written by whoever knows the pages."""

from __future__ import annotations

import logging
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
        due, failed = 0, 0

        def write(digest: Digest) -> NewMail | None:
            nonlocal failed
            try:
                return self._write(digest)
            except Exception:
                logging.getLogger("quiz").exception("the quiz failed at a digest")
                failed += 1
                return None

        while not is_stopped() and self._store.digests.send_one(write, now):
            due += 1
        if due:
            outcome = f"digests due: {due}" + (
                f", not made: {failed}, see the log" if failed else ""
            )
            self._store.jobs.note_done("digests", now, datetime.now(UTC), outcome)
