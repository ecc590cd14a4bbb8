"""Records actions of recruiters in the audit log of their team, or of all their teams."""

from __future__ import annotations

from datetime import UTC, datetime

from quiz.store import Action, Recruiter
from quiz.web.pages.services import services


def record(recruiter: Recruiter, action: Action, **detail: object) -> None:
    """Record an action of a recruiter; the values of `detail` must be serializable as JSON."""
    services().store.audit.add(
        recruiter.team_id, recruiter.id, action, detail, now=datetime.now(UTC)
    )


def record_in_all_teams(recruiter: Recruiter, action: Action, **detail: object) -> None:
    """Record what a recruiter did with their account, which concerns each team of theirs."""
    services().store.audit.add_of_account(
        recruiter.id, recruiter.id, action, detail, now=datetime.now(UTC)
    )
