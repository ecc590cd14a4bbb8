"""Applications for tests, which share in a process what takes long to make and is never changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

from flask import Flask

from quiz import create_app
from quiz.core.language.rules_file import Rules
from quiz.core.load.loader import load
from quiz.settings import Settings
from quiz.web import app as app_module
from quiz.web.framework import static_files
from quiz.web.framework.address_rule import AddressRule
from quiz.web.framework.language import Language
from quiz.web.framework.templates import Templates
from quiz.web.wording import background_proof
from quiz.web.wording import edition as edition_module
from quiz.web.wording.localize import localize
from quiz.web.wording.localized import LocalizedRules
from support.databases import write_migrated_sqlite

# Without these, an application takes several times as long to start.
static_files.static_file = lru_cache(maxsize=128)(static_files.static_file)
_load_once = lru_cache(maxsize=32)(load)  # an engine's only state is a cache
background_proof.prove = lru_cache(maxsize=4)(background_proof.prove)  # a proof is a value

_localized: dict[tuple[Any, ...], tuple[object, object, LocalizedRules]] = {}


def _localize_once(
    language: Language, rules: Rules, offered: Iterable[Language], templates: Templates
) -> LocalizedRules:
    """Return rules in one language, which nothing changes, made once for the same templates."""
    compiled = templates.in_language(language)
    key = (language, id(rules), id(compiled), tuple(offered))
    if key not in _localized:  # it keeps both, so that their ids stay theirs
        _localized[key] = (rules, compiled, localize(language, rules, offered, templates))
    return _localized[key][2]


COMPILED = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")
"""What Rule.compile() sets."""


class RuleCompiledOnce(AddressRule):
    """A rule of the address map, which is compiled once in a process.

    Werkzeug parses each address of each application, which takes longer than all the rest of an
    application together. The route table is the same in each of them.
    """

    _compiled: ClassVar[dict[str, AddressRule]] = {}

    def compile(self) -> None:
        """Take over what was compiled for another application."""
        if self.rule not in self._compiled:
            super().compile()
            self._compiled[self.rule] = self
        compiled = vars(self._compiled[self.rule])
        vars(self).update({name: compiled[name] for name in COMPILED})


def ready_app(settings: Settings) -> Flask:
    """Return an application whose database has today's tables."""
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite:") and not database.exists():
        write_migrated_sqlite(database)
    with (
        patch.object(app_module, "load", _load_once),
        patch.object(app_module.Quiz, "url_rule_class", RuleCompiledOnce),
        patch.object(edition_module, "localize", _localize_once),
    ):
        app = create_app(settings)
    app.extensions["quiz"].store.upgrade()  # writes nothing to a database that was copied
    return app
