"""Every test of the recruiters' pages runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from support.teams import Teams

from quiz.settings import Settings


@pytest.fixture
def settings(settings: Settings, url: str) -> Settings:
    """Settings with a database of one kind and then of the other."""
    return replace(settings, database_url=url)


@pytest.fixture
def database(settings: Settings, app: Flask) -> Iterator[sa.Engine]:
    """The database of the application, for a look behind its back."""
    url = settings.database_url.replace("postgresql:", "postgresql+psycopg:")
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def teams(app: Flask) -> Teams:
    return Teams(app)
