"""Databases with today's tables, made once in a process and copied for each test."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from quiz.store import Store


def write_migrated_sqlite(path: Path) -> str:
    """Write an SQLite file with today's tables and no rows; return its URL."""
    path.touch(mode=0o600)
    path.write_bytes(_migrated_sqlite())
    return f"sqlite:///{path}"


@cache
def _migrated_sqlite() -> bytes:
    with tempfile.TemporaryDirectory(prefix="quiz-sqlite-") as folder:
        path = Path(folder) / "quiz.db"
        store = Store(f"sqlite:///{path}")
        store.upgrade()
        store.close()
        assert not path.with_name("quiz.db-wal").exists(), "all is in the file itself"
        return path.read_bytes()
