"""Fixtures of the operator's pages, whose tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import pytest
from support.teams import Teams
from support.visitor import Visitor
from web.recruiters.conftest import _cheap_hashes, database, settings, teams

from quiz.store import Recruiter

__all__ = ["_cheap_hashes", "database", "settings", "teams"]


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    """An operator."""
    return teams.operator()


@pytest.fixture
def own(teams: Teams, who: Recruiter) -> Visitor:
    """A browser in which the operator is signed in."""
    return teams.visitor(who)
