"""Attempts are counted for all processes together, and forgotten soon."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from quiz.store import Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)


def test_attempts_are_counted_by_subject(store: Store) -> None:
    assert store.limits.counted("here", NOW) == 0
    assert [store.limits.count("here", NOW, TEN_MINUTES) for _ in range(3)] == [1, 2, 3]
    assert store.limits.count("there", NOW, TEN_MINUTES) == 1
    assert store.limits.counted("here", NOW) == 3


def test_the_time_runs_from_the_first_attempt_and_then_all_are_forgotten(store: Store) -> None:
    store.limits.count("here", NOW, TEN_MINUTES)
    almost = NOW + TEN_MINUTES - timedelta(seconds=1)
    assert store.limits.count("here", almost, TEN_MINUTES) == 2
    assert store.limits.counted("here", NOW + TEN_MINUTES) == 0
    assert store.limits.count("here", NOW + TEN_MINUTES, TEN_MINUTES) == 1


def test_a_success_lets_the_subject_start_from_nothing(store: Store) -> None:
    store.limits.count("here", NOW, TEN_MINUTES)
    store.limits.forget("here")
    assert store.limits.counted("here", NOW) == 0


def test_several_processes_count_together(
    url: str, store: Store, open_store: Callable[[str], Store]
) -> None:
    stores = [store, open_store(url)]

    def count(number: int) -> int:
        return stores[number % 2].limits.count("here", NOW, TEN_MINUTES)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(count, range(40))) == list(range(1, 41))


def test_only_a_hash_of_the_subject_is_stored_and_not_for_long(url: str, store: Store) -> None:
    store.limits.count("192.0.2.7", NOW, TEN_MINUTES)
    store.limits.count("another", NOW + TEN_MINUTES, TEN_MINUTES)
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM attempts")).all()
    engine.dispose()
    assert len(rows) == 1
    assert "192.0.2.7" not in str(rows)


def test_it_is_known_when_the_attempts_are_forgotten(store: Store) -> None:
    assert store.limits.ends_at("here", NOW) is None
    store.limits.count("here", NOW, TEN_MINUTES)
    store.limits.count("here", NOW + timedelta(minutes=5), TEN_MINUTES)
    assert store.limits.ends_at("here", NOW + timedelta(minutes=6)) == NOW + TEN_MINUTES
    assert store.limits.ends_at("here", NOW + TEN_MINUTES) is None
