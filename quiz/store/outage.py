"""How long to wait for a database, which is less while it is known not to answer."""

from __future__ import annotations

import threading
from time import monotonic

BRIEF = 0.1
"""Seconds to wait for a database that has just let somebody wait in vain."""

FULL_AGAIN_AFTER = 1.0
"""Seconds until one caller waits as long as usual again."""


class Outage:
    """Remembers that a database did not answer, until it answers again.

    A server has few threads. If each of them waited as long as usual for a database that is
    frozen or locked, even pages that need none would wait. So after one wait in vain, others
    wait briefly, except for one caller a second.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._full_again_at: float | None = None

    @property
    def lasts(self) -> bool:
        """Whether the last wait was in vain."""
        return self._full_again_at is not None

    def begin(self) -> None:
        """Take note that the database did not answer in time."""
        self._full_again_at = monotonic() + FULL_AGAIN_AFTER

    def end(self) -> None:
        """Take note that it answered."""
        self._full_again_at = None

    def patience(self, usual: float) -> float:
        """Return how many seconds to wait now, of the `usual` ones."""
        if self._full_again_at is None:
            return usual
        with self._guard:
            now = monotonic()
            if now < (self._full_again_at or now):
                return BRIEF
            self._full_again_at = now + FULL_AGAIN_AFTER
            return usual
