"""A cache of finished pages, whose keys cannot miss anything that the pages show."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

Page = TypeVar("Page", bound=Hashable)


class PageCache(Generic[Page]):
    """The pages last made, `limit` of them at most.

    A frozen value with everything that a page shows is both its key and the only argument of
    `make`, so two pages that differ cannot share a key. Besides it, `make` may use what does
    not change while the process runs: settings, templates, rules. Threads may make the same
    page twice.
    """

    def __init__(self, make: Callable[[Page], bytes], limit: int) -> None:
        self._make = make
        self._limit = limit
        self._made: dict[Page, bytes] = {}

    def get(self, page: Page) -> bytes:
        """Return the page that shows this, made now or before."""
        content = self._made.get(page)
        if content is None:
            content = self._make(page)
            while self._made and len(self._made) >= self._limit:
                with suppress(KeyError, StopIteration, RuntimeError):  # another thread was first
                    del self._made[next(iter(self._made))]
            self._made[page] = content
        return content
