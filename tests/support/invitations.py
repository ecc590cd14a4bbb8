"""Adds invitations to a store, and follows them in a test client."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from quiz.store import Invitation, NewInvitation, NewRecruiter, Store
from support.visitor import Page, Visitor

INVITED_ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}

_NUMBERS = itertools.count(1)


def invite(store: Store, team: str = "Consulate A", **changes: object) -> Invitation:
    """Add an invitation, and its team where there is none; `changes` replace its fields."""
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


def begin(visitor: Visitor, **fields: str) -> Page:
    """Follow the invitation LEEDS-7K4Q to the first question; `fields` are what its form asks."""
    page = visitor.send("/i/LEEDS-7K4Q", **fields)
    assert page.path == "/quiz/home"
    return page


def taken(store: Store, code: str = "LEEDS-7K4Q") -> int:
    """Return how many places of an invitation are taken."""
    found = store.invitations.find(code)
    assert found is not None
    return found.taken
