"""Fixtures of the booth: an invitation in Japanese, and a tablet in booth mode."""

from __future__ import annotations

import pytest
from support.booth import ANSWERS, START
from support.invitations import invite
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Invitation


@pytest.fixture
def fair(teams: Teams) -> Invitation:
    """The invitation LEEDS-7K4Q, in Japanese."""
    return invite(teams.store, "Consulate A", code="LEEDS-7K4Q", language="ja")


@pytest.fixture
def tablet(teams: Teams, fair: Invitation) -> Visitor:
    """A tablet that a recruiter has made a booth, after using it for themselves."""
    visitor = teams.visitor(teams.recruiter("Consulate A"))
    visitor.answer(**ANSWERS)
    visitor.finish()
    page = visitor.send(f"/recruiter/invitations/{fair.id}/booth")
    assert page.path == START
    return visitor
