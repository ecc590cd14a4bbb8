"""Checks that a store that fails raises StoreError within its time limit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from quiz.store import StoreError

LONGEST_WAIT = 5.5  # seconds


@contextmanager
def refused(match: str) -> Iterator[None]:
    """Expect a StoreError whose text matches, within LONGEST_WAIT seconds."""
    begun = time.monotonic()
    with pytest.raises(StoreError, match=match):
        yield
    assert time.monotonic() - begun < LONGEST_WAIT
