"""Queues the digests that are due; what they say is written by whoever knows the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from quiz.store import Digest, Digests, NewMail

LOOK_EVERY = timedelta(seconds=30)
"""How often it is looked up whether a digest is due."""


class DigestTask:
    """Queues digests, in any number of processes at once."""

    def __init__(self, digests: Digests, write: Callable[[Digest], NewMail]) -> None:
        self._digests = digests
        self._write = write
        self._looks_at = datetime.min.replace(tzinfo=UTC)

    def work(self, is_stopped: Callable[[], bool]) -> None:
        """Queue what is due now. Raises StoreError."""
        now = datetime.now(UTC)
        if now < self._looks_at <= now + LOOK_EVERY:
            return
        self._looks_at = now + LOOK_EVERY
        while not is_stopped() and self._digests.send_one(self._write, now):
            pass
