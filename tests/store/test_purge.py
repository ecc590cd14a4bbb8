"""What has outlived the retention is deleted, and the rest stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from support.invitations import invite

from quiz.store import NewResult, Store, StoreError, WipeError

Make = Callable[..., NewResult]

NOW = datetime.now(UTC)


@pytest.fixture
def store(url: str, open_store: Callable[..., Store]) -> Store:
    """A store that keeps results for four hundred days."""
    store = open_store(url, retention=timedelta(days=400))
    store.upgrade()
    return store


def made(days: int) -> datetime:
    """Return the moment so many days ago; some hours later, so that 400 days are not over."""
    return NOW - timedelta(days=days) + timedelta(hours=2)


def test_old_results_are_listed_and_deleted_and_newer_ones_stay(
    store: Store, new_result: Make
) -> None:
    ids = [
        store.results.add(new_result(str(days), created_at=made(days))).id
        for days in (500, 401, 400, 1)
    ]
    assert [each.id for each in store.purge.expired_results()] == ids[:2]
    deleted: list[int] = []
    store.purge.run(deleted.append)
    assert deleted == [2]
    assert [store.results.find(days) is None for days in ("500", "401", "400", "1")] == [
        True,
        True,
        False,
        False,
    ]


def test_visits_and_sign_ins_of_no_team_are_deleted_too(store: Store) -> None:
    invitation = invite(store)
    for days in (401, 400):
        store.visits.start(f"{days}", invitation.id, made(days))
        for team in (None, invitation.team):
            store.audit.add(team, None, "failed sign-in", {}, made(days))
    store.purge.run(lambda _: None)
    found = store.invitations.find(invitation.code)
    assert found is not None
    assert found.started == 1
    assert len(store.audit.page(invitation.team)) == 2


def test_without_a_retention_nothing_is_deleted(
    url: str, store: Store, open_store: Callable[..., Store], new_result: Make
) -> None:
    store.results.add(new_result(created_at=made(9000)))
    unlimited = open_store(url)
    unlimited.purge.run(lambda _: None)
    assert unlimited.purge.expired_results() == []
    assert unlimited.results.find("a" * 26) is not None


def test_the_number_of_results_is_reported_before_wiping_fails(
    store: Store, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StoreError("cannot wipe in quiz.db")

    database = store._database  # noqa: SLF001 - wiping cannot be made to fail from outside
    monkeypatch.setattr(database, "wipe", fail)
    store.results.add(new_result(created_at=made(500)))
    deleted: list[int] = []
    with pytest.raises(WipeError, match="cannot wipe"):
        store.purge.run(deleted.append)
    assert deleted == [1]
