"""Fixtures of the board: a recruiter whose board has three results."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.board_pages import FLAT, HOUSE, NOW, TENT
from support.teams import Teams
from support.visitor import Visitor


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """A recruiter of Consulate A, with three results of two invitations."""
    who = teams.recruiter()
    fair, online = (teams.invitation(who, title=title) for title in ("Fair", "Online"))
    days = [NOW - timedelta(days=day) for day in (3, 2, 1)]
    teams.result(who, HOUSE, fair, name="Ada <A>", email="ada@mail.example", created_at=days[0])
    teams.result(who, TENT, fair, created_at=days[1])
    teams.result(who, FLAT, online, name="花子", created_at=days[2])
    return teams.visitor(who)
