"""Fixtures of those who are invited personally: an application that sends mail, and a recruiter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.mails import MAIL_SERVER
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Recruiter


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail."""
    return start_app(mail=MAIL_SERVER)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter("Consulate A")


@pytest.fixture
def visitor(teams: Teams, who: Recruiter) -> Visitor:
    """A recruiter whose team has the invitation 1."""
    assert teams.invitation(who, title="Talk in Leeds", code="LEEDS-7K4Q") == 1
    return teams.visitor(who)
