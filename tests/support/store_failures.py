"""Checks that a store that fails raises StoreError within its time limit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from quiz.store import StoreError
from quiz.store.database import UPGRADE_WAIT

LONGEST_WAIT = 5.5  # seconds
LONGEST_UPGRADE_WAIT = UPGRADE_WAIT + 2


@contextmanager
def refused(match: str, within: float = LONGEST_WAIT) -> Iterator[None]:
    """Expect a StoreError whose text matches, within so many seconds."""
    begun = time.monotonic()
    with pytest.raises(StoreError, match=match):
        yield
    assert time.monotonic() - begun < within
