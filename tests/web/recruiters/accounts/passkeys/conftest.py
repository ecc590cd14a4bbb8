"""Fixtures of passkeys: a recruiter whose phone has one, and the browser that added it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.authenticator import Authenticator
from support.databases import write_migrated_sqlite
from support.passkeys import ORIGIN, RP_ID, add
from support.teams import Teams
from support.visitor import Visitor

from quiz.settings import Settings
from quiz.store import Recruiter


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, public_url=ORIGIN)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


@pytest.fixture
def phone() -> Authenticator:
    return Authenticator(ORIGIN, RP_ID)


@pytest.fixture
def own(teams: Teams, who: Recruiter, phone: Authenticator) -> Visitor:
    """A browser in which the recruiter is signed in, and has added the phone."""
    visitor = teams.visitor(who)
    assert add(visitor, phone).text("h1") == "Your recovery codes"
    return visitor
