"""Turns for work that takes much time or memory, so that it never occupies all threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from werkzeug.exceptions import ServiceUnavailable

RETRY_BUSY = 5
"""Seconds after which somebody who got no turn is asked to come back."""


class Busy(ServiceUnavailable):
    """Too many are waiting for a turn; it gets an error page with `Retry-After`."""

    def __init__(self) -> None:
        super().__init__(retry_after=RETRY_BUSY)


class Turns:
    """Lets some threads work at once and some wait; all others are asked to come back.

    The thread that has a turn must not ask for another one of the same kind.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._places = BoundedSemaphore(at_once + waiting)
        self._working = BoundedSemaphore(at_once)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn and keep it for the block; raises Busy if too many wait already."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._working:
                yield
        finally:
            self._places.release()
