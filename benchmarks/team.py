"""Adds teams with somebody who is signed in, and invitations, for benchmarks of their pages."""

from __future__ import annotations

from datetime import UTC, datetime

from quiz.store import NewRecruiter, Store
from quiz.store.invitations import NewInvitation
from quiz.web.framework.link_tokens import new_token

HASH = "a hash"
"""Of a password that nobody needs here."""


def add_team(store: Store, name: str) -> tuple[int, int, str]:
    """Return the ids of a new team and of a recruiter in it, and the token of their session."""
    now, setup, session = datetime.now(UTC), new_token(), new_token()
    team = store.accounts.add_team(name, now)
    assert team is not None
    new = NewRecruiter(team, f"{setup}@quiz.example", "R", "recruiter", setup)
    recruiter = store.accounts.add(new, now)
    assert recruiter is not None
    assert store.accounts.set_up(setup, HASH, now)
    assert store.sessions.start(session, recruiter, HASH, now)
    return team, recruiter, session


def add_invitation(store: Store, team: int, recruiter: int) -> int:
    """Return the id of a new invitation."""
    new = NewInvitation(
        team=team,
        recruiter=recruiter,
        code=new_token().upper(),
        title="Careers fair",
        language="en",
        opens_at=None,
        closes_at=None,
        places=None,
        asks_name=True,
        asks_email=True,
        note=None,
    )
    invitation = store.invitations.add(new, datetime.now(UTC))
    assert invitation is not None
    return invitation
