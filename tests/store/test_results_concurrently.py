"""Results that are added at the same time by threads and processes."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from quiz.store import NewResult, Store

Make = Callable[..., NewResult]


def rows(url: str) -> list[dict[str, object]]:
    """Return the results that are in the database."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = [
            dict(row) for row in connection.execute(sa.text("SELECT * FROM results")).mappings()
        ]
    engine.dispose()
    return found


def test_sixteen_threads_with_the_same_submission_make_one_result(
    url: str, store: Store, new_result: Make
) -> None:
    together = threading.Barrier(16)

    def add(_number: int) -> int:
        together.wait()
        return store.results.add(new_result()).id

    with ThreadPoolExecutor(16) as pool:
        ids = set(pool.map(add, range(16)))
    assert ids == {row["id"] for row in rows(url)}
    assert len(ids) == 1


def test_sixteen_threads_with_their_own_tokens_keep_all_results(
    url: str, store: Store, new_result: Make
) -> None:
    def add(number: int) -> int:
        return store.results.add(new_result(str(number))).id

    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(add, range(160)))
    assert sorted(ids) == sorted(row["id"] for row in rows(url))
    assert len(set(ids)) == 160


def add_when_all_are_ready(url: str, new: NewResult, together: object, ids: object) -> None:
    store = Store(url)
    together.wait()  # type: ignore[attr-defined]
    ids.put([store.results.add(new).id for _ in range(5)])  # type: ignore[attr-defined]
    store.close()


def test_four_processes_with_the_same_submission_make_one_result(
    url: str, store: Store, new_result: Make
) -> None:
    processes = multiprocessing.get_context("fork")
    together, ids = processes.Barrier(4), processes.Queue()
    running = [
        processes.Process(target=add_when_all_are_ready, args=(url, new_result(), together, ids))
        for _ in range(4)
    ]
    for process in running:
        process.start()
    given_ids = {id_ for _ in running for id_ in ids.get(timeout=20)}
    for process in running:
        process.join()
    assert given_ids == {row["id"] for row in rows(url)}
    assert len(given_ids) == 1


def find_in_child(store: Store, token: str, answers_: object) -> None:
    answers_.put(store.results.find(token))  # type: ignore[attr-defined]


def test_a_store_that_was_open_before_a_fork_serves_both_sides(
    store: Store, new_result: Make
) -> None:
    new = new_result()
    id_ = store.results.add(new).id
    processes = multiprocessing.get_context("fork")
    found = processes.Queue()
    child = processes.Process(target=find_in_child, args=(store, new.token, found))
    child.start()
    assert found.get(timeout=20).id == id_
    child.join()
    assert store.results.add(new).id == id_
