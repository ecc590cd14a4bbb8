"""Uses are counted for all processes together, and forgotten soon."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from quiz.store import NewResult, Quota, QuotaExceeded, Store, hash_token, rate_limits

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
HERE = Quota("here", 3, TEN_MINUTES)
THERE = Quota("there", 3, TEN_MINUTES)


def rows(url: str) -> list[sa.Row]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT * FROM attempts ORDER BY subject_hash")).all()
    engine.dispose()
    return list(found)


def test_uses_are_counted_by_subject_and_refused_when_the_quota_is_used_up(store: Store) -> None:
    assert store.limits.counted(HERE, NOW) == 0
    for _ in range(3):
        store.limits.use([HERE], NOW)
    store.limits.use([THERE], NOW)
    with pytest.raises(QuotaExceeded) as refused:
        store.limits.use([HERE], NOW + timedelta(minutes=9))
    assert refused.value.until == NOW + TEN_MINUTES
    assert (store.limits.counted(HERE, NOW), store.limits.counted(THERE, NOW)) == (3, 1)


def test_the_time_runs_from_the_first_use_and_then_all_are_forgotten(store: Store) -> None:
    store.limits.use([HERE], NOW)
    almost = NOW + TEN_MINUTES - timedelta(seconds=1)
    store.limits.use([HERE], almost)
    assert store.limits.counted(HERE, almost) == 2
    assert store.limits.counted(HERE, NOW + TEN_MINUTES) == 0
    store.limits.use([HERE], NOW + TEN_MINUTES)
    assert store.limits.counted(HERE, NOW + TEN_MINUTES) == 1


def test_a_use_of_several_quotas_counts_in_all_of_them_or_in_none(url: str, store: Store) -> None:
    for _ in range(3):
        store.limits.use([THERE], NOW)
    before = rows(url)
    for quotas in ([HERE, THERE], [THERE, HERE]):
        with pytest.raises(QuotaExceeded):
            store.limits.use(quotas, NOW)
    assert rows(url) == before, "a refused use writes nothing"
    store.limits.give_back(THERE)
    store.limits.use([HERE, THERE], NOW)
    assert (store.limits.counted(HERE, NOW), store.limits.counted(THERE, NOW)) == (1, 3)


def test_a_success_lets_the_subject_start_from_nothing(store: Store) -> None:
    store.limits.use([HERE], NOW)
    store.limits.forget(HERE)
    assert store.limits.counted(HERE, NOW) == 0
    store.limits.give_back(HERE)
    assert store.limits.counted(HERE, NOW) == 0


def test_a_period_that_a_clock_far_ahead_began_locks_nobody_out(store: Store) -> None:
    for _ in range(3):
        store.limits.use([HERE], NOW + timedelta(days=400))
    store.limits.use([HERE], NOW)
    assert store.limits.counted(HERE, NOW) == 1
    for _ in range(2):
        store.limits.use([HERE], NOW)
    with pytest.raises(QuotaExceeded) as refused:
        store.limits.use([HERE], NOW)
    assert refused.value.until == NOW + TEN_MINUTES


def test_threads_of_two_stores_never_use_more_than_the_quota(
    url: str, store: Store, open_store: Callable[[str], Store]
) -> None:
    stores, quota = [store, open_store(url)], Quota("here", 25, TEN_MINUTES)

    def use(number: int) -> bool:
        try:
            stores[number % 2].limits.use([quota], NOW)
        except QuotaExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(40))) == 25
    assert store.limits.counted(quota, NOW) == 25


PROGRAM = """
import sys
from datetime import UTC, datetime, timedelta
from quiz.store import Quota, QuotaExceeded, Store

used = 0
with Store(sys.argv[1]) as store:
    for _ in range(30):
        try:
            store.limits.use([Quota("b", 50, timedelta(days=1)), Quota("a", 60, timedelta(days=1))],
                             datetime.now(UTC))
            used += 1
        except QuotaExceeded:
            pass
print(used)
"""


@pytest.mark.thorough
def test_several_processes_together_use_no_more_than_the_quota(url: str, store: Store) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, url], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    used = [int(process.communicate(timeout=120)[0]) for process in running]
    assert sum(used) == 50
    now = datetime.now(UTC)
    assert store.limits.counted(Quota("b", 50, timedelta(days=1)), now) == 50
    assert store.limits.counted(Quota("a", 60, timedelta(days=1)), now) == 50


def test_only_a_hash_of_the_subject_is_stored_and_not_for_long(url: str, store: Store) -> None:
    store.limits.use([Quota("192.0.2.7", 3, TEN_MINUTES)], NOW)
    assert "192.0.2.7" not in str(rows(url))
    store.limits.use([HERE], NOW + TEN_MINUTES)
    assert len(rows(url)) == 1
    store.limits.delete_ended(NOW + TEN_MINUTES)
    assert len(rows(url)) == 1
    store.limits.delete_ended(NOW + 2 * TEN_MINUTES)
    assert rows(url) == []


def test_a_result_is_counted_once_and_refused_when_a_quota_is_used_up(
    url: str, store: Store, new_result: Callable[..., NewResult]
) -> None:
    quotas = [Quota("here", 2, TEN_MINUTES), Quota("month", 9, timedelta(days=30))]
    kept = [store.results.add(new_result(token, created_at=NOW), quotas) for token in "ab"]
    before = rows(url)
    with pytest.raises(QuotaExceeded) as refused:
        store.results.add(new_result("c", created_at=NOW), quotas)
    assert refused.value.until == NOW + TEN_MINUTES
    assert (store.results.find("c"), rows(url)) == (None, before)
    assert store.results.add(new_result("a", created_at=NOW), quotas) == kept[0], "it is stored"
    assert rows(url) == before
    assert store.results.add(new_result("c", created_at=NOW + TEN_MINUTES), quotas)


def test_results_that_arrive_at_once_are_no_more_than_the_quota(
    url: str, store: Store, open_store: Callable[[str], Store], new_result: Callable[..., NewResult]
) -> None:
    stores, quota = [store, open_store(url)], Quota("here", 11, TEN_MINUTES)

    def add(number: int) -> bool:
        new = new_result(f"token {number}", created_at=NOW)
        try:
            stores[number % 2].results.add(new, [quota])
        except QuotaExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(40))) == 11
    found = [store.results.find(f"token {number}") for number in range(40)]
    assert sum(each is not None for each in found) == 11


@pytest.mark.parametrize("deleted_by", ["the upkeep", "another use"])
def test_a_result_is_counted_while_ended_counts_are_deleted(
    url: str,
    store: Store,
    open_store: Callable[[str], Store],
    new_result: Callable[..., NewResult],
    monkeypatch: pytest.MonkeyPatch,
    deleted_by: str,
) -> None:
    """Both need the rows of the same two quotas, and would lock them in different orders."""
    first, second = Quota("a", 3, TEN_MINUTES), Quota("b", 3, TEN_MINUTES)
    for quota in (second, first):
        store.limits.use([quota], NOW)
    limits, later = open_store(url).limits, NOW + TEN_MINUTES
    deleting: list[Future[None]] = []

    def delete() -> None:
        if deleted_by == "the upkeep":
            limits.delete_ended(later)
        else:
            limits.use([first], later)

    def delete_before_the_second(subject: str) -> str:
        if subject == second.subject:
            deleting.append(pool.submit(delete))
            wait(deleting, timeout=0.2)
        return hash_token(subject)

    with ThreadPoolExecutor(1) as pool:
        with monkeypatch.context() as patched:
            patched.setattr(rate_limits, "hash_token", delete_before_the_second)
            assert store.results.add(new_result(created_at=later), [first, second])
        deleting[0].result()
    uses = 1 if deleted_by == "the upkeep" else 2
    assert [store.limits.counted(each, later) for each in (first, second)] == [uses, 1]
