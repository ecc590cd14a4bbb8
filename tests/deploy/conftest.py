"""Fixtures of the deployments: databases and servers as deploy/ describes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support import deployment
from support.deployment import Nginx, QuizServer


@pytest.fixture(params=["waitress", "gunicorn"])
def kind(request: pytest.FixtureRequest) -> str:
    """The server that runs."""
    kind: str = request.param
    return kind


@pytest.fixture
def settings() -> dict[str, str]:
    """Settings that differ from those in deploy/quiz.env."""
    return {}


@pytest.fixture
def quiz(kind: str, tmp_path: Path, settings: dict[str, str]) -> Iterator[QuizServer]:
    """The quiz, served as its systemd unit says."""
    with deployment.quiz_server(kind, tmp_path, settings) as server:
        yield server


@pytest.fixture
def nginx(quiz: QuizServer, tmp_path: Path) -> Iterator[Nginx]:
    """nginx in front of the quiz."""
    with deployment.nginx(tmp_path, quiz.port) as running:
        yield running


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The setting of a database: the SQLite file, PostgreSQL, or PostgreSQL behind pgbouncer."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield {}
            return
        server, url = stack.enter_context(deployment.prepared_postgresql())
        if request.param == "pgbouncer":
            url = stack.enter_context(deployment.pgbouncer(server))
        yield {"QUIZ_DATABASE_URL": url}
