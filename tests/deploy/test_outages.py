"""While the database is locked or frozen, pages that need none are answered all the same."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from support import deployment, postgresql
from support.wire import Wire

pytestmark = pytest.mark.thorough

LOCKED = 6.0
"""Seconds for all of sixteen pages while SQLite is locked, whose writers wait 2.5 s at most
(WRITE_LOCK_WAIT). One after the other, sixteen waits would take 40."""

FROZEN = 3.0
"""The same while PostgreSQL is frozen, which is waited for 0.8 s at most (ANSWER_WAIT). Some pages
come after another one has waited, so it takes 1.6 s; the rest is room for a busy machine."""

TOKEN = "a" * 26


def statuses(port: int, paths: list[str]) -> tuple[list[int], float]:
    """Ask for pages all at once; return their statuses and the time of the slowest."""

    def ask(path: str) -> tuple[int, float]:
        begun = time.monotonic()
        status = Wire(port).get(path)[0].status
        return status, time.monotonic() - begun

    with ThreadPoolExecutor(len(paths)) as pool:
        found = list(pool.map(ask, paths))
    return [status for status, _ in found], max(seconds for _, seconds in found)


def during(outage: Callable[[], object], port: int, missing: int, longest: float) -> None:
    """Look up links that are not there, and health pages, during an outage and after it."""
    paths = [f"/r/{TOKEN}"] * 16 + ["/healthz", "/robots.txt"] * 2
    outage()
    for _ in range(2):
        found, slowest = statuses(port, paths)
        assert found == [missing] * 16 + [200] * 4
        assert slowest < longest


def test_a_locked_sqlite_file_holds_no_threads(kind: str, tmp_path: Path) -> None:
    with deployment.quiz_server(kind, tmp_path, {}) as server:
        with closing(sqlite3.connect(tmp_path / "quiz.db", isolation_level=None)) as somebody:
            during(lambda: somebody.execute("BEGIN IMMEDIATE"), server.port, 404, LOCKED)
            somebody.execute("ROLLBACK")
        assert statuses(server.port, ["/readyz", f"/r/{TOKEN}"])[0] == [200, 404]


def test_a_frozen_postgresql_holds_no_threads(
    kind: str, server: postgresql.PostgreSQL, postgresql_url: str, tmp_path: Path
) -> None:
    settings = {"QUIZ_DATABASE_URL": postgresql_url}
    with deployment.quiz_server(kind, tmp_path, settings) as quiz:
        try:
            during(server.freeze, quiz.port, 503, FROZEN)
        finally:
            server.thaw()
        for _ in range(20):  # with two processes, each has to notice
            if statuses(quiz.port, ["/readyz"])[0] == [200]:
                break
        assert statuses(quiz.port, [f"/r/{TOKEN}"])[0] == [404]
