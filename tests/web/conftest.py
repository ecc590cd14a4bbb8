"""Fixtures of the pages."""

from __future__ import annotations

import pytest
from flask import Flask

from quiz.store import Store


@pytest.fixture
def store(app: Flask) -> Store:
    """The store of the application."""
    found: Store = app.extensions["quiz"].store
    return found
