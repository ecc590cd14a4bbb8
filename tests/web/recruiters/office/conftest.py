"""The pages of an office are tested on SQLite; what they store is, on both kinds of database."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.databases import write_migrated_sqlite


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")
