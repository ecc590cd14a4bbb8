"""Invites accounts to teams in a store, and tells who belongs to a team."""

from __future__ import annotations

from quiz.store import NewRecruiter, Role, Store
from support.board_results import NOW


def invite(store: Store, team: int, email: str, role: Role = "recruiter") -> str | None:
    """Invite an account to a team with the link `join`; return what the link is for."""
    return store.memberships.add(NewRecruiter(team, email, "Somebody", role, "join"), NOW)


def states(store: Store, team: int) -> list[tuple[str, str, str]]:
    """Return the name, the role and the state of everybody in a team."""
    return [(a.recruiter.name, a.recruiter.role, a.state) for a in store.accounts.people(team)]
