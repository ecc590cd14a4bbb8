"""Writers get the lock in the order in which they asked for it, and no wait is endless."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from quiz.store.write_lock import FairQueue, WriteLock


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
    begins, ends = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        with lock.hold(5):
            os.write(begins[1], b".")
            os.read(ends[0], 1)
        os._exit(0)
    assert os.read(begins[0], 1) == b"."
    with pytest.raises(TimeoutError, match="another process has held"), lock.hold(0.05):
        pass
    os.write(ends[1], b".")
    assert os.waitpid(child, 0)[1] == 0
    with lock.hold(0.05):
        pass
    for end in (*begins, *ends):
        os.close(end)


def test_a_lock_is_released_while_a_child_has_its_file_too(tmp_path: Path) -> None:
    ours, theirs = WriteLock(tmp_path / "lock"), WriteLock(tmp_path / "lock")
    ends = os.pipe()
    with ours.hold(0.05):
        child = os.fork()
        if not child:
            os.read(ends[0], 1)
            os._exit(0)
    with theirs.hold(0.05):
        pass
    os.write(ends[1], b".")
    assert os.waitpid(child, 0)[1] == 0
    for end in ends:
        os.close(end)


def test_a_lock_that_is_closed_is_opened_again(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "lock")
    with lock.hold(0.05):
        pass
    lock.close()
    (tmp_path / "lock").unlink()
    with lock.hold(0.05):
        assert (tmp_path / "lock").exists()
