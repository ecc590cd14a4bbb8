"""Fixtures of the pages of results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.calendars import PUBLIC, write_rules
from support.owner import Owner


@pytest.fixture
def start_small(tmp_path: Path, start_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """Start the quiz on the small file with these parts added, at a public address."""

    def start(added: str = "", until: str = "", rules: str = "") -> Flask:
        path = write_rules(tmp_path / "rules.yaml", added, until, rules)
        return start_app(rules_path=path, public_url=PUBLIC)

    return start


@pytest.fixture
def owner(app: Flask) -> Owner:
    """The owner of a result by which PIANO fits best, with 100 % beside 40 %."""
    return Owner(app)
