"""What several tests start from: an application on a small rules file and a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from support import postgresql
from support.visitor import Visitor

from quiz import create_app
from quiz.settings import Settings

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests/web/small.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--everyday", action="store_true", help="leave the thorough tests to `make test-all`"
    )


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say first that not everything runs, so that nobody takes it for everything."""
    if not config.getoption("--everyday"):
        return None
    return "the everyday tests; `make test-all` runs the thorough ones too, as CI does"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--everyday"):
        thorough = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=thorough)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.PostgreSQL]:
    """A real PostgreSQL."""
    with postgresql.postgresql() as running:
        yield running


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/quiz.db"


@pytest.fixture
def postgresql_url(server: postgresql.PostgreSQL) -> str:
    return server.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a new, empty database."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings as they serve on one machine, in a folder of their own."""
    return Settings(
        rules_path=SMALL,
        database_url=f"sqlite:///{tmp_path}/quiz.db",
        secret_key="a key for tests, as long as a key must be",  # noqa: S106
        instance=tmp_path,
    )


@pytest.fixture
def start_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Start an application, with some settings changed; its database is ready."""
    started: list[Flask] = []

    def start(**changes: object) -> Flask:
        app = create_app(replace(settings, **changes))  # type: ignore[arg-type]
        started.append(app)
        app.extensions["quiz"].store.upgrade()
        return app

    yield start
    for app in started:
        app.extensions["quiz"].store.close()


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """The application on the small rules file."""
    return start_app()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody whose browser looks at every page it opens."""
    return Visitor(app)
