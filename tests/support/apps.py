"""Applications for tests, which share in a process what takes long to make and is never changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from flask import Flask

from quiz import create_app
from quiz.core.load.loader import load
from quiz.settings import Settings
from quiz.web import app as app_module
from support.databases import write_migrated_sqlite

# Without it, an application takes several times as long to start.
_load_once = lru_cache(maxsize=32)(load)  # an engine's only state is a cache


def ready_app(settings: Settings) -> Flask:
    """Return an application whose database has today's tables."""
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite:") and not database.exists():
        write_migrated_sqlite(database)
    with patch.object(app_module, "load", _load_once):
        app = create_app(settings)
    app.extensions["quiz"].store.upgrade()  # writes nothing to a database that was copied
    return app
