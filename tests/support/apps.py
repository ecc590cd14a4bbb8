"""Applications for tests, which share in a process what takes long to make and is never changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from flask import Flask
from werkzeug.routing import Rule

from quiz import create_app
from quiz.core.load.loader import load
from quiz.settings import Settings
from quiz.web import app as app_module
from quiz.web.wording import background_proof
from support.databases import write_migrated_sqlite

# Without it, an application takes several times as long to start.
_load_once = lru_cache(maxsize=32)(load)  # an engine's only state is a cache
background_proof.prove = lru_cache(maxsize=4)(background_proof.prove)  # a proof is a value

Builder = Callable[..., tuple[str, str]]


class RuleBuiltOnce(Rule):
    """A rule of the address map, whose code is compiled once in a process.

    Werkzeug compiles a function for each address of each application, which takes longer than
    all the rest of an application together. The route table is the same in each of them.
    """

    _builders: ClassVar[dict[tuple[str, bool], Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        key = (self.rule, append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


def ready_app(settings: Settings) -> Flask:
    """Return an application whose database has today's tables."""
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite:") and not database.exists():
        write_migrated_sqlite(database)
    with (
        patch.object(app_module, "load", _load_once),
        patch.object(app_module.Quiz, "url_rule_class", RuleBuiltOnce),
    ):
        app = create_app(settings)
    app.extensions["quiz"].store.upgrade()  # writes nothing to a database that was copied
    return app
