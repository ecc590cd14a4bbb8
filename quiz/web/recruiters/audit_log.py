"""Records actions of recruiters in the audit log of their team, or of all their teams."""

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


def record_in_all_teams(recruiter: Recruiter, action: Action, **detail: object) -> None:
    """Record what a recruiter did with their account, which concerns each team of theirs."""
    record_about(recruiter, recruiter, action, **detail)


def record_about(person: Recruiter, by: Recruiter, action: Action, /, **detail: object) -> None:
    """Record what was done with the account of a person in each of their teams.

    Where they belong to none, it is recorded in the team of the one who did it.
    """
    services().store.audit.add_of_account(
        person.id, by.id, action, detail, now=datetime.now(UTC), otherwise=by.team_id
    )
