"""Statements for tests, which are compiled once in a process.

SQLAlchemy compiles a statement once for each engine. Each test has engines of its own, and
compiling would take a sixth of the time of those of the recruiters' pages.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from quiz.store import database, postgresql, sqlite

_compiled: LRUCache[Hashable, Any] = LRUCache(5_000)


class CompiledStatements:
    """The compiled statements of all engines for one kind of database, as SQLAlchemy uses them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def get(self, key: tuple[Hashable, ...]) -> Any:
        """Return a compiled statement; the first part of its key, the engine's own, is left out."""
        return _compiled.get((self._kind, *key[1:]))

    def __setitem__(self, key: tuple[Hashable, ...], statement: Any) -> None:
        _compiled[self._kind, *key[1:]] = statement


def share_compiled_statements() -> None:
    """Let all stores that are opened from now on share their compiled statements."""
    original = database.open_engine

    def open_engine(url: Any, size: int, **options: Any) -> Engine:
        engine = original(url, size, **options)
        engine.update_execution_options(compiled_cache=CompiledStatements(engine.dialect.name))
        return engine

    for module in (postgresql, sqlite):
        module.open_engine = open_engine  # type: ignore[attr-defined]
