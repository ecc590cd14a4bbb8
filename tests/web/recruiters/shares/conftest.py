"""Fixtures of shares."""

from __future__ import annotations

import pytest
from flask import Flask
from support.sharing import SharingRecruiter
from support.team_shares import SharingSite
from support.teams import Teams


@pytest.fixture
def sharing(app: Flask, teams: Teams) -> SharingRecruiter:
    who = teams.recruiter()
    return SharingRecruiter(teams.visitor(who), SharingSite(app, who), app)
