"""Above the ceiling, results that nobody has opened again are deleted first, and no others."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.invitations import invite
from support.outcomes import assessment, outcome

from quiz.store import NewResult, StorageFull, Store, storage
from quiz.store import upkeep as upkeep_module

Make = Callable[..., NewResult]
Open = Callable[..., Store]

NOW = datetime.now(UTC)
OUTCOME = outcome("CIR", {"CIR": assessment("open", 75)})


@pytest.fixture
def store(url: str, open_store: Open) -> Store:
    """A store with room for ten results."""
    return open_store(url, most_results=10)


@pytest.fixture
def add(store: Store, new_result: Make) -> Callable[..., int]:
    """Return the id of a new result that is some days old."""

    def make(token: str, days: float = 30) -> int:
        return store.results.add(new_result(token, created_at=NOW - timedelta(days=days))).id

    return make


def left(store: Store, *tokens: str) -> list[str]:
    return [token for token in tokens if store.results.find(token)]


def test_the_oldest_results_that_are_not_in_use_go_first_and_only_as_many_as_needed(
    store: Store, add: Callable[..., int]
) -> None:
    tokens = [f"token {number}" for number in range(13)]
    for number, token in enumerate(tokens):
        add(token, days=50 - number)
    assert store.upkeep.run(NOW)
    assert left(store, *tokens) == tokens[3:]
    assert store.upkeep.run(NOW + timedelta(minutes=5))
    assert left(store, *tokens) == tokens[3:]


def test_below_the_ceiling_nothing_is_deleted(store: Store, add: Callable[..., int]) -> None:
    tokens = [f"token {number}" for number in range(10)]
    for token in tokens:
        add(token)
    assert store.upkeep.run(NOW)
    assert left(store, *tokens) == tokens


def test_without_a_ceiling_nothing_is_deleted(url: str, open_store: Open, new_result: Make) -> None:
    store = open_store(url)
    tokens = [f"token {number}" for number in range(30)]
    for token in tokens:
        store.results.add(new_result(token, created_at=NOW - timedelta(days=300)))
    assert store.upkeep.run(NOW)
    assert left(store, *tokens) == tokens


def test_no_result_that_is_in_use_goes_early(
    store: Store, add: Callable[..., int], new_result: Make
) -> None:
    uses: dict[str, Callable[[int, str], object]] = {
        "opened": lambda id_, _: store.storage.note_opening(id_),
        "counted": lambda _, token: store.links.count_opening(token, NOW),
        "named": lambda id_, _: store.links.change(
            id_, reveal="reasons", name="Somebody", closes_at=None
        ),
        "closed": lambda id_, _: store.links.close(id_, NOW),
        "moved": lambda id_, _: store.links.move(id_, address_number=1, token="moved to"),  # noqa: S106
        "owned": lambda id_, _: store.links.make_owner_link(id_, "an owner's link"),
    }
    for token, use in uses.items():
        use(add(token, days=300), token)
    invitation = invite(store)
    invited = new_result("invited", created_at=NOW - timedelta(days=300), outcome=OUTCOME)
    assert store.results.add_invited(invited, invitation.id, name=None, email=None)
    was_invited = new_result("withdrawn", created_at=NOW - timedelta(days=300), outcome=OUTCOME)
    kept = store.results.add_invited(was_invited, invitation.id, name=None, email=None)
    assert kept
    store.results.withdraw(kept.id)
    unused = [f"unused {number}" for number in range(10)]
    for token in unused:
        add(token, days=8)
    assert store.upkeep.run(NOW)
    in_use = ["opened", "counted", "named", "closed", "moved to", "owned", "invited", "withdrawn"]
    assert left(store, *in_use) == in_use
    assert left(store, *unused) == unused[-2:]


def test_no_result_goes_in_its_first_week(store: Store, add: Callable[..., int]) -> None:
    young = [f"young {number}" for number in range(10)]
    for token in young:
        add(token, days=6.9)
    add("old", days=7.1)
    assert store.upkeep.run(NOW)
    assert left(store, "old", *young) == young


def test_further_results_are_refused_when_none_may_go_and_taken_again_when_there_is_room(
    store: Store, add: Callable[..., int], new_result: Make, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [add(f"young {number}", days=1) for number in range(12)]
    with caplog.at_level(logging.ERROR, "quiz"):
        assert store.upkeep.run(NOW)
    assert "no more results are stored: raise QUIZ_MOST_RESULTS" in caplog.text
    with pytest.raises(StorageFull):
        add("one more")
    invitation = invite(store)
    with pytest.raises(StorageFull):
        store.results.add_invited(new_result("x"), invitation.id, name=None, email=None)
    assert add("young 3", days=1) == ids[3], "a result that is stored is shown"
    store.results.delete(ids[0])
    assert store.upkeep.run(NOW + timedelta(minutes=1))
    assert add("one more")


def test_several_processes_delete_no_more_than_needed(
    url: str, store: Store, add: Callable[..., int], open_store: Open
) -> None:
    tokens = [f"token {number}" for number in range(60)]
    for number, token in enumerate(tokens):
        add(token, days=100 - number / 10)
    stores = [store, *(open_store(url, most_results=10) for _ in range(3))]
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda each: each.upkeep.run(NOW), stores))
    assert left(store, *tokens) == tokens[50:]


def test_the_upkeep_runs_beside_the_requests_and_ends_with_the_store(
    url: str, open_store: Open, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep_module, "INTERVAL", 0.01)
    store = open_store(url, most_results=10)
    tokens = [f"token {number}" for number in range(15)]
    for token in tokens:
        store.results.add(new_result(token, created_at=NOW - timedelta(days=30)))
    store.upkeep.start()
    store.upkeep.start()
    deadline = time.monotonic() + 60
    while len(left(store, *tokens)) > 10:
        assert time.monotonic() < deadline
    store.close()


def test_an_upkeep_that_is_stopped_while_it_starts_has_no_thread_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upkeep, started = upkeep_module.Upkeep([]), list[threading.Thread]()
    stopping = threading.Thread(target=upkeep.stop)

    def stop_before() -> threading.Event:
        stopping.start()
        stopping.join(0.2)  # it has to wait until the thread has started
        return threading.Event()

    def thread(**options: Any) -> threading.Thread:
        started.append(threading.Thread(**options))
        return started[0]

    fakes = SimpleNamespace(Event=stop_before, Thread=thread)
    monkeypatch.setattr(upkeep_module, "threading", fakes)
    upkeep.start()
    stopping.join()
    started[0].join(2)  # less than the interval after which it would run
    assert not started[0].is_alive()


def test_openings_are_written_when_the_store_closes(
    url: str, store: Store, add: Callable[..., int], open_store: Open
) -> None:
    store.storage.note_opening(add("opened"))
    found = store.results.find("opened")
    assert found is not None
    assert not found.in_use, "nobody waits for it to be written"
    store.close()
    found = open_store(url).results.find("opened")
    assert found is not None
    assert found.in_use


def test_openings_are_kept_while_the_database_is_away(
    sqlite_url: str, open_store: Open, new_result: Make
) -> None:
    store = open_store(sqlite_url)
    store.upgrade()
    store.storage.note_opening(store.results.add(new_result("a")).id)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.rename(path.with_name("away"))
    assert not store.upkeep.run(NOW)
    path.with_name("away").rename(path)
    assert store.upkeep.run(NOW + timedelta(minutes=1))
    found = store.results.find("a")
    assert found is not None
    assert found.in_use


def test_any_number_of_openings_is_written(url: str, open_store: Open, new_result: Make) -> None:
    store = open_store(url)
    store.upgrade()
    last = store.results.add(new_result("a")).id
    for id_ in range(last, last + 70_000):  # PostgreSQL takes 65,535 values in a statement
        store.storage.note_opening(id_)
    store.storage.write_openings()
    found = store.results.find("a")
    assert found is not None
    assert found.in_use


def test_a_thread_and_the_end_of_the_store_share_what_is_in_use(
    url: str, open_store: Open, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shared(set[int]):
        def pop(self) -> int:
            one = super().pop()
            self.clear()  # as another thread takes the others
            return one

    monkeypatch.setattr(storage, "set", Shared, raising=False)
    store = open_store(url)
    for token in "abc":
        store.storage.note_opening(store.results.add(new_result(token)).id)
    store.storage.write_openings()
    in_use = [found.in_use for token in "abc" if (found := store.results.find(token))]
    assert sorted(in_use) == [False, False, True]
