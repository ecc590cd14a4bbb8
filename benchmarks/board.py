"""Measures a board with 10,000 results: its pages, its summary, and changes of 1,000 at once.

The results are random answer sheets with their outcomes, added through the store; as many more
belong to another team. All is measured again with copies of them in eight more teams, 50,000
results in all, and may then take half as long again. The application is called as a WSGI server
calls it. Times are by the clock, because the database counts too; PostgreSQL is that of the tests.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import EnvironBuilder

from benchmarks.board_results import NOW, RESULTS, add_teams, fill
from benchmarks.pages import Environ, caller
from benchmarks.sheets import RULES
from quiz import create_app
from quiz.settings import Settings
from quiz.store import BoardFilter, Store

ROUNDS = 15
MOST_QUERIES = 10
MOST_MILLISECONDS = 150
MOST_MEGABYTES = 20
SUMMARY = "summary"
VIEWS = {
    "CIR, N2 or better": "best=CIR&least-japanese_level=n2",
    "CIR, N2 or better, new": "best=CIR&has_status=new&least-japanese_level=n2",
    "ALT, can apply": "best=ALT&standing=open%3AALT",
    "Something to check": "standing=check%3AALT&standing=check%3ACIR&standing=check%3ASEA",
    "No position": "best=none",
    "At most N4": "most-japanese_level=n4&not=best&best=none",
    "A good match": "fit=70",
    "With notes": "notes=yes",
    "Without an address": "email=no&answer-degree=bachelor",
    "Nobody in charge": "in_charge=none",
}
"""Views that the team saves: all of them are counted with each page of the board."""

MOST_SUMMARY_MILLISECONDS = 300
CHANGED = 1_000
MOST_CHANGE_MILLISECONDS = 500
CHANGES = 5
LONGER = 1.5
"""How many times as long everything may take with the results of more teams."""

PAGES = {
    "newest first": "/recruiter",
    "the last page": "/recruiter?page=200",
    "best fit first": "/recruiter?sort=fit",
    "by name": "/recruiter?sort=name&page=3",
    "an answer": "/recruiter?answer-japanese_level=n1",
    "four filters": "/recruiter?standing=check%3ACIR&answer-degree=bachelor&has_status=new",
    "four conditions": "/recruiter?best=ALT&not=best&least-japanese_level=n2&fit=50&email=no",
    "a name": "/recruiter?name=%E8%8A%B1",
    "nothing fits": "/recruiter?name=nobody",
    SUMMARY: "/recruiter/summary",
}
VIEW = "a saved view"
"""What a page of the board takes when the team has saved VIEWS, each with its count."""


def main() -> None:
    """Measure and print, on SQLite and, if it can be started, on PostgreSQL."""
    with ExitStack() as until_the_end:
        folder = Path(until_the_end.enter_context(tempfile.TemporaryDirectory()))
        urls = {"SQLite": f"sqlite:///{folder}/quiz.db"}
        postgresql = _postgresql(until_the_end)
        if postgresql is None:
            print("No PostgreSQL server could be started here: only SQLite is measured.\n")
        else:
            urls["PostgreSQL"] = postgresql
        for name, url in urls.items():
            _measure(name, url, _app(folder, url))


def _postgresql(until_the_end: ExitStack) -> str | None:
    """Return the URL of a new database on a server of our own; None if none can be started."""
    sys.path.insert(0, str(RULES.parent / "tests"))
    try:
        from support.postgresql import postgresql

        return until_the_end.enter_context(postgresql()).new_database()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None


def _app(folder: Path, url: str) -> Flask:
    app = create_app(
        Settings(
            rules_path=RULES,
            database_url=url,
            secret_key=secrets.token_hex(32),
            instance=folder,
        )
    )
    app.extensions["quiz"].store.upgrade()
    app.extensions["quiz"].background_proof.proof()
    return app


def _measure(name: str, url: str, app: Flask) -> None:
    quiz = app.extensions["quiz"]
    team, token = fill(app)
    _analyze(url)
    _measure_board(f"{name}, 2 teams", app, team, token, 1)
    memory = _memory(quiz.store, team)
    missed = "  missed" if memory > MOST_MEGABYTES else ""
    print(f"all of them, streamed: {memory:.1f} MB more at most, goal {MOST_MEGABYTES}{missed}\n")
    add_teams(quiz.store, team)
    _analyze(url)
    _measure_board(f"{name}, 10 teams", app, team, token, LONGER)
    quiz.store.close()


def _measure_board(name: str, app: Flask, team: int, token: str, longer: float) -> None:
    quiz = app.extensions["quiz"]
    print(f"{name}, {quiz.store.board.page(team, BoardFilter()).total:,} results on the board\n")
    print(f"{'':<16}{'queries':>8}{'goal':>6}{'ms':>8}{'least':>8}{'most':>8}{'goal':>6}")
    views = f"/recruiter?{VIEWS['CIR, N2 or better']}"
    for says, address in (*PAGES.items(), (VIEW, views), (f"{VIEW}, newest", "/recruiter")):
        if address == views and not quiz.store.saved_views.of_team(team):
            _save_views(quiz.store, team)
        requests = [_request(address, token) for _ in range(1 + ROUNDS)]
        call = caller(app, "200")
        call(requests.pop())  # warms up
        with _statements() as sent:
            call(requests[0])
        taken = [_milliseconds(call, request) for request in requests]
        most = longer * (MOST_SUMMARY_MILLISECONDS if says == SUMMARY else MOST_MILLISECONDS)
        missed = len(sent) > MOST_QUERIES or median(taken) > most
        print(
            f"{says:<16}{len(sent):>8}{MOST_QUERIES:>6}{median(taken):>8.0f}{min(taken):>8.0f}"
            f"{max(taken):>8.0f}{most:>6.0f}{'  missed' if missed else ''}"
        )
    most = longer * MOST_CHANGE_MILLISECONDS
    for says, taken in _changes(quiz.store, team).items():
        missed = median(taken) > most
        print(
            f"{says:<30}{median(taken):>8.0f}{min(taken):>8.0f}{max(taken):>8.0f}{most:>6.0f}"
            f"{'  missed' if missed else ''}"
        )
    print()


def _analyze(url: str) -> None:
    """Do what PostgreSQL does by itself a minute after so many results have come."""
    if not url.startswith("sqlite"):
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text("VACUUM (ANALYZE) results"))
        engine.dispose()


def _changes(store: Store, team: int) -> dict[str, list[float]]:
    """Return the times of changing the stage of CHANGED results at once, and of undoing it."""
    who = store.accounts.people(team)[0].recruiter.id
    stage = store.stages.names(team)[1].id
    chosen = [row.id for row in islice(store.board.every(team, BoardFilter()), CHANGED)]
    taken: dict[str, list[float]] = {f"{CHANGED:,} at once": [], "undone": []}
    for number in range(CHANGES):
        now = NOW + timedelta(seconds=number)
        begun = time.perf_counter()
        made = store.bulk_changes.change(team, chosen, who, "stage", stage, now)
        changed = time.perf_counter()
        assert made is not None
        assert store.bulk_changes.undo(team, made.id, who, now) == CHANGED
        taken[f"{CHANGED:,} at once"].append(1000 * (changed - begun))
        taken["undone"].append(1000 * (time.perf_counter() - changed))
    return taken


def _save_views(store: Store, team: int) -> None:
    who = store.accounts.people(team)[0].recruiter.id
    for name, query in VIEWS.items():
        assert store.saved_views.add(team, who, name, query, NOW)


def _request(address: str, token: str) -> Environ:
    headers = {"Cookie": f"recruiter={token}", "Accept-Language": "en"}
    return EnvironBuilder(address, headers=headers).get_environ()


def _milliseconds(call: Any, request: Environ) -> float:
    begun = time.perf_counter()
    call(request)
    return 1000 * (time.perf_counter() - begun)


@contextmanager
def _statements() -> Iterator[list[str]]:
    """Collect every statement that this thread sends to a database within the context."""
    sent: list[str] = []
    here = threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if threading.get_ident() == here:  # the server's own work goes on meanwhile
            sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def _memory(store: Store, team: int) -> float:
    """Return the peak of memory allocated while all results were read, in MB."""
    tracemalloc.start()
    try:
        assert sum(1 for _ in store.board.every(team, BoardFilter())) == RESULTS
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
