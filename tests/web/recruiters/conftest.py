"""Every test of the recruiters' pages can make teams."""

from __future__ import annotations

import pytest
from flask import Flask
from teams import Teams


@pytest.fixture
def teams(app: Flask) -> Teams:
    return Teams(app)
