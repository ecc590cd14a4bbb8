"""The people of a team, who can be in charge of its results."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g

from quiz.store import Account
from quiz.web.pages.services import services


def people_of(team: int) -> Sequence[Account]:
    """Return the people who have joined a team, also those who left it; read once in a request."""
    found: dict[int, Sequence[Account]] = g.setdefault("people", {})
    if team not in found:
        people = services().store.accounts.people(team, also_gone=True)
        found[team] = [each for each in people if each.joined]
    return found[team]


def can_be_in_charge(team: int, now: int | None = None) -> list[tuple[str, str]]:
    """Return the ids and names of those who can be in charge, and of who is `now`."""
    return [
        (str(account.recruiter.id), account.recruiter.name)
        for account in people_of(team)
        if account.disabled_at is None or account.recruiter.id == now
    ]
