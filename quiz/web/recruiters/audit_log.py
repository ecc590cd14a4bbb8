"""Records actions of recruiters in the audit log of their team."""

from __future__ import annotations

from datetime import UTC, datetime

from quiz.store import Action, Recruiter
from quiz.web.pages.services import services


def record(recruiter: Recruiter, action: Action, **detail: object) -> None:
    """Record an action of a recruiter; the values of `detail` must be serializable as JSON."""
    record_for(recruiter.team_id, recruiter, action, **detail)


def record_for(team: int, by: Recruiter, action: Action, /, **detail: object) -> None:
    """Record an action of a recruiter, or of an operator, in the audit log of a team."""
    services().store.audit.add(team, by.id, action, detail, now=datetime.now(UTC))
