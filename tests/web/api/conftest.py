"""Fixtures of the interface for programs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from support.api import Api
from support.teams import Teams

from quiz.store import Recruiter


@pytest.fixture
def teams(app: Flask) -> Teams:
    return Teams(app)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    """An administrator of the team, who has made two tokens."""
    return teams.administrator()


@pytest.fixture
def reader(app: Flask, teams: Teams, who: Recruiter) -> Api:
    """A program with a token that only reads."""
    teams.store.api_tokens.add(who, "Reader", "read", "quiz_reader", datetime.now(UTC))
    return Api(app, "quiz_reader")


@pytest.fixture
def writer(app: Flask, teams: Teams, who: Recruiter) -> Api:
    """A program with a token that may also write."""
    teams.store.api_tokens.add(who, "Writer", "write", "quiz_writer", datetime.now(UTC))
    return Api(app, "quiz_writer")
