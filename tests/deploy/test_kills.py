"""A server that is killed under load loses no result that it acknowledged, and doubles none."""

from __future__ import annotations

import signal
import sqlite3
import threading
from contextlib import closing, suppress
from http.client import HTTPException
from itertools import count
from pathlib import Path

import psycopg
import pytest
from conftest import SMALL
from support import deployment, postgresql
from support.visitor import Visitor
from support.wire import Wire

KILLS = 50
CLIENTS = 4
BEFORE_THE_KILL = 20
"""Acknowledged submissions, at least, before the server is killed."""

ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}

pytestmark = pytest.mark.long


class Applicant(threading.Thread):
    """Takes the quiz again and again until the server is gone; then tries once more."""

    def __init__(self, wire: Wire, acknowledged: threading.Semaphore) -> None:
        super().__init__()
        self._wire = wire
        self._acknowledged = acknowledged
        self.paths: list[str] = []
        self.pending: Visitor | None = None  # whose submission got no answer

    def run(self) -> None:
        for _ in count():
            visitor = Visitor(self._wire, base_url="http://127.0.0.1")  # type: ignore[arg-type]
            with suppress(OSError, HTTPException):
                visitor.answer(**ANSWERS)
                page = visitor.open("/check-answers")
                self.pending = visitor
                response = visitor.ask(
                    "/check-answers", method="POST", data={"csrf_token": page.token}
                )
                self.pending = None
                assert response.status_code == 303
                self.paths.append(response.headers["Location"])
                self._acknowledged.release()
                continue
            return


@pytest.mark.parametrize("number", range(KILLS))
def test_no_acknowledged_result_is_lost_or_doubled_on_sqlite(number: int, tmp_path: Path) -> None:
    kill_under_load(number, f"sqlite:///{tmp_path}/quiz.db", tmp_path)


@pytest.mark.parametrize("number", range(KILLS))
def test_no_acknowledged_result_is_lost_or_doubled_on_postgresql(
    number: int, server: postgresql.PostgreSQL, tmp_path: Path
) -> None:
    with server.migrated_database() as url:
        kill_under_load(number, url, tmp_path)


def kill_under_load(number: int, database: str, folder: Path) -> None:
    """Kill a server under load, start it again, and look for every result."""
    kind = ("waitress", "gunicorn")[number % 2]
    settings = {
        "QUIZ_RULES": str(SMALL),
        "QUIZ_PUBLIC_URL": "http://127.0.0.1",
        "QUIZ_TRUSTED_PROXIES": "0",
        "QUIZ_DATABASE_URL": database,
    }
    with deployment.quiz_server(kind, folder, settings) as server:
        wire = Wire(server.port)
        acknowledged = threading.Semaphore(0)
        applicants = [Applicant(wire, acknowledged) for _ in range(CLIENTS)]
        for applicant in applicants:
            applicant.start()
        for _ in range(BEFORE_THE_KILL + number % 7):
            assert acknowledged.acquire(timeout=60)
        server.kill()
        for applicant in applicants:
            applicant.join()
        before = _results(database)
        server.start()
        paths = [path for applicant in applicants for path in applicant.paths]
        assert len(set(paths)) == len(paths)
        for path in paths:
            assert wire.get(path.partition("?")[0], host="127.0.0.1")[0].status == 200, path
        pending = [applicant.pending for applicant in applicants if applicant.pending]
        assert len(paths) <= before <= len(paths) + len(pending)
        # Who got no answer sends again, twice even: that makes one result, stored before or not.
        again = set()
        for visitor in pending:
            again |= {visitor.finish().path for _ in range(2)}
        assert len(again) == len(pending)
        assert _results(database) == len(paths) + len(pending)
        assert server.stop(signal.SIGTERM) == 0


def _results(url: str) -> int:
    """Return how many results are stored."""
    query = "SELECT count(*) FROM results"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return int(connection.execute(query).fetchone()[0])
    with psycopg.connect(url) as connection:
        found = connection.execute(query).fetchone()
        assert found
        return int(found[0])
