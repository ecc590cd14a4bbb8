"""Fixtures of the store, whose tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from support.board_results import NOW, Invited
from support.outcomes import assessment, outcome

from quiz.core.language.model import Reason
from quiz.store import NewResult, Store, hash_token

SOURCE = "title: どの職種が合うか\n".encode()
DIGEST = "5" * 64
OUTCOME = outcome(
    "cir",
    {
        "cir": assessment("open", 70, points=7, most=10, reasons=(Reason("n2", "points", 7),)),
        "alt": assessment("open", 40, points=4, most=10),
    },
    notices=("日本語",),
)


@pytest.fixture
def open_store() -> Iterator[Callable[..., Store]]:
    """Opens a store that is closed when the test ends."""
    opened: list[Store] = []

    def open_(address: str, **options: Any) -> Store:
        opened.append(Store(address, **options))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(url: str, open_store: Callable[[str], Store]) -> Store:
    """A store with its tables and no rows."""
    store = open_store(url)
    store.upgrade()
    return store


@pytest.fixture
def invited(store: Store) -> Invited:
    """Writes teams, invitations and results into the store."""
    return Invited(store)


@pytest.fixture
def team(invited: Invited) -> tuple[int, int]:
    """The ids of a team and of its one invitation."""
    team, who = invited.team("Consulate A")
    return team, invited.invitation(team, who, title="欧州フェア")


@pytest.fixture(scope="session")
def new_result() -> Callable[..., NewResult]:
    """Make a result to store; arguments replace its fields."""

    def make(token: str = "a" * 26, **changes: Any) -> NewResult:
        fields: dict[str, Any] = {
            "submission": hash_token(f"the submission of {token}"),
            "token": token,
            "digest": DIGEST,
            "source": SOURCE,
            "language": "en",
            "answers": {"japanese": ("n2",), "sports": ("judo", "kendo")},
            "outcome": OUTCOME,
            "created_at": datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC),
        }
        return NewResult(**{**fields, **changes})

    return make


@pytest.fixture
def teams(store: Store) -> tuple[int, int]:
    """The ids of two teams."""
    first, second = (store.accounts.add_team(f"Consulate {name}", NOW) for name in "AB")
    assert first is not None
    assert second is not None
    return first, second
