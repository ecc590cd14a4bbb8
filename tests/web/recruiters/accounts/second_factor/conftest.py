"""Fixtures of second factors: a recruiter without one, and their browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.databases import write_migrated_sqlite
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Recruiter


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


@pytest.fixture
def own(teams: Teams, who: Recruiter) -> Visitor:
    """A browser in which the recruiter is signed in."""
    return teams.visitor(who)
