"""Fixtures of memberships: two teams, and accounts that are set up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.board_results import NOW
from support.memberships import invite

from quiz.store import NewRecruiter, Role, Store


@pytest.fixture
def team(teams: tuple[int, int]) -> int:
    """The id of the first team."""
    return teams[0]


@pytest.fixture
def add(store: Store) -> Callable[..., int]:
    """Adds somebody to a team, whose account is set up."""

    def add(email: str, team: int, role: Role = "recruiter") -> int:
        id_ = store.accounts.add(NewRecruiter(team, email, "A", role, f"set up {email}"), NOW)
        assert id_ is not None
        assert store.accounts.set_up(f"set up {email}", "hash", NOW)
        return id_

    return add


@pytest.fixture
def both(store: Store, teams: tuple[int, int], add: Callable[..., int]) -> int:
    """Somebody who belongs to both teams: a recruiter of the first, a reader of the second."""
    who = add("both@quiz.example", teams[0])
    invite(store, teams[1], "both@quiz.example", "reader")
    assert store.memberships.join("join", who, NOW)
    return who
