"""A database as an earlier version left it, and today's application on it; of both kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.postgresql import PostgreSQL
from support.recorded_databases import EXPECTED, Recorded, restore

from quiz.store import Store

FOREVER = 36_500
"""Days that results are kept. A cookie counts as long as the results that it owns are kept, and
the recorded ones were signed when the databases were recorded."""


@pytest.fixture
def recorded_url(empty_url: str) -> str:
    """The address of a database as the earlier version left it."""
    restore(empty_url)
    return empty_url


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a copy of such a database, after it was brought up to date."""
    if request.param == "sqlite":
        path = tmp_path / "recorded.db"
        path.write_bytes(request.getfixturevalue("upgraded_sqlite"))
        return f"sqlite:///{path}"
    server: PostgreSQL = request.getfixturevalue("server")
    return server.new_database(template=request.getfixturevalue("upgraded_postgresql"))


@pytest.fixture(scope="session")
def upgraded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The SQLite file, brought up to date once in a process."""
    path = tmp_path_factory.mktemp("recorded") / "recorded.db"
    _restore_and_upgrade(f"sqlite:///{path}")
    assert not path.with_name("recorded.db-wal").exists(), "all is in the file itself"
    return path.read_bytes()


@pytest.fixture(scope="session")
def upgraded_postgresql(server: PostgreSQL) -> str:
    """The URL of the PostgreSQL database, brought up to date once in a process."""
    url = server.new_database()
    _restore_and_upgrade(url)
    return url


def _restore_and_upgrade(url: str) -> None:
    restore(url)
    with Store(url) as store:
        store.upgrade()


@pytest.fixture
def recorded(upgraded_url: str, start_app: Callable[..., Flask]) -> Recorded:
    """Today's application on such a database."""
    return Recorded(
        start_app(
            database_url=upgraded_url,
            secret_key=EXPECTED["secret_key"],
            public_url=EXPECTED["public_url"],
            retention_days=FOREVER,
        )
    )
