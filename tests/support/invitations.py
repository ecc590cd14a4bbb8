"""Invitations of teams, in a store."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from quiz.store import Invitation, NewInvitation, NewRecruiter, Store

_NUMBERS = itertools.count(1)


def invite(store: Store, team: str = "Consulate A", **changes: object) -> Invitation:
    """Return a new invitation of a team, which is made where there is none; name what differs."""
    now, number = datetime.now(UTC), next(_NUMBERS)
    found = store.accounts.team(team)
    team_id = found.id if found else store.accounts.add_team(team, now)
    assert team_id is not None
    new = NewRecruiter(team_id, f"i{number}@quiz.example", "I", "recruiter", f"setup {number}")
    fields: dict = {
        "team": team_id,
        "recruiter": store.accounts.add(new, now),
        "code": "FAIR-7K4Q",
        "title": "Careers fair, 3 October",
        "language": "en",
        "opens_at": None,
        "closes_at": None,
        "places": None,
        "asks_name": True,
        "asks_email": True,
        "note": None,
    }
    made = store.invitations.add(NewInvitation(**{**fields, **changes}), now)
    assert made is not None
    invitation = store.invitations.one(team_id, made)
    assert invitation is not None
    return invitation
