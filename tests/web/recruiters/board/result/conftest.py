"""Fixtures of the team's page of a result: a recruiter whose team has one result."""

from __future__ import annotations

import pytest
from support.result_page import FLAT
from support.teams import Teams
from support.visitor import Visitor


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """A recruiter of Consulate A, which has one result."""
    who = teams.recruiter()
    fair = teams.invitation(who, title="Fair <1>")
    teams.result(who, FLAT, fair, name="Ada & co", email="ada+1@mail.example", language="ja")
    return teams.visitor(who)
