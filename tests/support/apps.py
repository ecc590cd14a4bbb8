"""Applications for tests, which share in a process what takes long to make and is never changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask
from werkzeug.routing import Rule

from quiz import create_app
from quiz.core.load.loader import load
from quiz.settings import Settings
from quiz.web import app as app_module
from support.databases import write_migrated_sqlite

# Without the two below, an application takes five times as long to start.
_load_once = lru_cache(maxsize=32)(load)  # an engine's only state is a cache

_builders: dict[object, Callable[..., Any]] = {}
_compile_builder = vars(Rule)["_compile_builder"]


def _compile_builder_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """Return the function with which Werkzeug builds the URLs of a rule.

    Werkzeug compiles it from Python code, which depends on the text of the rule alone where
    the rule has no defaults.
    """
    if rule.defaults:
        compiled: Callable[..., Any] = _compile_builder(rule, append_unknown)
        return compiled
    key = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


def ready_app(settings: Settings) -> Flask:
    """Return an application whose database has today's tables."""
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite:") and not database.exists():
        write_migrated_sqlite(database)
    with (
        patch.object(app_module, "load", _load_once),
        patch.object(Rule, "_compile_builder", _compile_builder_once),
    ):
        app = create_app(settings)
    app.extensions["quiz"].store.upgrade()  # writes nothing to a database that was copied
    return app
