"""Writers get the lock in the order in which they asked for it, and no wait is endless."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from quiz.store.write_lock import FairQueue, WriteLock


@contextmanager
def a_child(*, holding: WriteLock | None) -> Iterator[Connection]:
    """Fork a process that says what it holds, and kill it at the end."""
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_child, args=(holding, there))
    child.start()
    there.close()  # so that a child that fails ends the wait for what it says
    try:
        yield here
    finally:
        child.kill()
        child.join()
        here.close()


def _child(holding: WriteLock | None, told: Connection) -> None:
    with nullcontext() if holding is None else holding.hold(5):
        told.send("holds nothing" if holding is None else "holds the lock")
        told.recv()  # until it is killed


def test_threads_are_served_in_the_order_in_which_they_came() -> None:
    queue, served, threads = FairQueue(), [], []

    def write(number: int) -> None:
        assert queue.enter(10)
        served.append(number)
        queue.leave()

    assert queue.enter(0)
    for number in range(20):
        thread = threading.Thread(target=write, args=(number,))
        thread.start()
        threads.append(thread)
        while queue.length < len(threads):
            time.sleep(0)
    queue.leave()
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_a_thread_that_waited_in_vain_leaves_the_queue() -> None:
    queue = FairQueue()
    assert queue.enter(0)
    assert not queue.enter(0.01)
    assert queue.length == 0
    queue.leave()
    assert queue.enter(0)


def test_a_lock_is_released_where_its_holder_fails(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "lock")
    with pytest.raises(ZeroDivisionError), lock.hold(0.05):
        raise ZeroDivisionError
    with lock.hold(0.05):
        pass


def test_a_lock_that_is_not_granted_is_a_timeout(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "lock")
    with (
        lock.hold(0.05),
        pytest.raises(TimeoutError, match=r"no turn to write came up in 0\.05 s"),
        lock.hold(0.05),
    ):
        pass


def test_a_lock_that_another_process_keeps_is_a_timeout(tmp_path: Path) -> None:
    # To the lock, two openings of the file are two processes.
    ours, theirs = WriteLock(tmp_path / "lock"), WriteLock(tmp_path / "lock")
    with (
        theirs.hold(0.05),
        pytest.raises(TimeoutError, match=r"another process has held .*lock for 0\.05 s"),
        ours.hold(0.05),
    ):
        pass
    with ours.hold(0.05):
        pass


def test_a_child_process_locks_the_file_by_itself(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "lock")
    with lock.hold(0.05):
        pass
    with a_child(holding=lock) as child:
        assert child.recv() == "holds the lock"
        with pytest.raises(TimeoutError, match="another process has held"), lock.hold(0.05):
            pass
    with lock.hold(0.05):
        pass


def test_a_lock_is_released_while_a_child_has_its_file_too(tmp_path: Path) -> None:
    ours, theirs = WriteLock(tmp_path / "lock"), WriteLock(tmp_path / "lock")
    with ExitStack() as stack:
        with ours.hold(0.05):
            child = stack.enter_context(a_child(holding=None))
        assert child.recv() == "holds nothing"
        with theirs.hold(0.05):
            pass


def test_a_lock_that_is_closed_is_opened_again(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "lock")
    with lock.hold(0.05):
        pass
    lock.close()
    (tmp_path / "lock").unlink()
    with lock.hold(0.05):
        assert (tmp_path / "lock").exists()


def test_a_lock_that_is_closed_while_it_is_taken_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, process = WriteLock(tmp_path / "lock"), os.getpid()

    def closed_then() -> int:
        lock.close()  # as another thread does that closes the store
        return process

    with lock.hold(0.05):
        pass
    monkeypatch.setattr(os, "getpid", closed_then)
    with lock.hold(0.05):
        pass
