"""Fixtures of all tests: databases of both kinds, and applications on a small rules file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from support import postgresql
from support.apps import ready_app
from support.databases import write_migrated_sqlite
from support.statements import share_compiled_statements
from support.visitor import Visitor

from quiz.program import OBJECTS_BEFORE_A_COLLECTION
from quiz.settings import Settings

pytest_plugins = ["support.selection"]

share_compiled_statements()
gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)  # as seldom as the program does

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests/web/small.yaml"


def pytest_collection_finish() -> None:
    """Exclude what lives until the end from later garbage collections.

    With Python's own threshold, these took a tenth of the time of tests of pages.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.PostgreSQL]:
    """A real PostgreSQL server, one for each process that runs tests."""
    with postgresql.postgresql() as running:
        yield running


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path}/quiz.db"


@pytest.fixture
def postgresql_url(server: postgresql.PostgreSQL) -> str:
    """The URL of a new PostgreSQL database without tables."""
    return server.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """The URL of a new database without tables."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with today's tables and no rows."""
    if request.param == "sqlite":
        yield write_migrated_sqlite(tmp_path / "quiz.db")
    else:
        server: postgresql.PostgreSQL = request.getfixturevalue("server")
        with server.migrated_database() as address:
            yield address


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a server on this machine, with an instance folder of the test's own."""
    return Settings(
        rules_path=SMALL,
        database_url=f"sqlite:///{tmp_path}/quiz.db",
        secret_key="a key for tests, as long as a key must be",  # noqa: S106
        instance=tmp_path,
    )


@pytest.fixture
def start_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Make an application, with some settings changed, whose database has today's tables."""
    started: list[Flask] = []

    def start(**changes: object) -> Flask:
        started.append(ready_app(replace(settings, **changes)))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for app in started:
        app.extensions["quiz"].store.close()


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """The application on the small rules file."""
    return start_app()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A test client that checks every page it opens."""
    return Visitor(app)
