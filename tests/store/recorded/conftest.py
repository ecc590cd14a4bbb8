"""A database as an earlier version left it, and today's application on it; of both kinds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.recorded_databases import EXPECTED, Recorded, restore

FOREVER = 36_500
"""Days that results are kept. A cookie counts as long as the results that it owns are kept, and
the recorded ones were signed when the databases were recorded."""


@pytest.fixture
def recorded_url(empty_url: str) -> str:
    """The address of a database as the earlier version left it."""
    restore(empty_url)
    return empty_url


@pytest.fixture
def recorded(recorded_url: str, start_app: Callable[..., Flask]) -> Recorded:
    """Today's application on such a database."""
    return Recorded(
        start_app(
            database_url=recorded_url,
            secret_key=EXPECTED["secret_key"],
            public_url=EXPECTED["public_url"],
            retention_days=FOREVER,
        )
    )
