"""Fixtures of the recruiters' pages, whose tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from support.passwords import use_cheap_hashes
from support.teams import Teams

from quiz.settings import Settings


@pytest.fixture(autouse=True)
def _cheap_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords cheaply, except in tests with the marker `product_hashes`."""
    if request.node.get_closest_marker("product_hashes") is None:
        use_cheap_hashes(monkeypatch)


@pytest.fixture
def settings(settings: Settings, url: str) -> Settings:
    """Settings with each kind of database."""
    return replace(settings, database_url=url)


@pytest.fixture
def database(settings: Settings, app: Flask) -> Iterator[sa.Engine]:
    """The database of the application, to read and write without the application."""
    url = settings.database_url.replace("postgresql:", "postgresql+psycopg:")
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def teams(app: Flask) -> Teams:
    return Teams(app)
