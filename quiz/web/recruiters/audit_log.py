"""Noting what somebody of a team did, for the team's audit."""

from __future__ import annotations

from datetime import UTC, datetime

from quiz.store import Action, Recruiter
from quiz.web.pages.services import services


def record(recruiter: Recruiter, action: Action, **detail: object) -> None:
    """Note what a recruiter did; `detail` is anything that JSON can hold."""
    services().store.audit.add(
        recruiter.team_id, recruiter.id, action, detail, now=datetime.now(UTC)
    )
