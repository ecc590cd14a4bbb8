"""Pages that are made once and shown again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress


class PageCache:
    """The pages last made, `limit` of them at most. Threads may make the same one twice."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pages: dict[Hashable, bytes] = {}

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the page of `key`, which must hold all that the page depends on."""
        page = self._pages.get(key)
        if page is None:
            page = make()
            while self._pages and len(self._pages) >= self._limit:
                with suppress(KeyError, StopIteration, RuntimeError):  # another thread was first
                    del self._pages[next(iter(self._pages))]
            self._pages[key] = page
        return page
