"""WriteLock come in the order in which they were asked for, and no wait is endless."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from quiz.store.write_lock import FairQueue, WriteLock


def test_threads_are_served_in_the_order_in_which_they_came() -> None:
    line, served, threads = FairQueue(), [], []

    def take_a_turn(number: int) -> None:
        assert line.enter(10)
        served.append(number)
        line.leave()

    assert line.enter(0)
    for number in range(20):
        thread = threading.Thread(target=take_a_turn, args=(number,))
        thread.start()
        threads.append(thread)
        while line.length < len(threads):
            time.sleep(0)
    line.leave()
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_whoever_waited_in_vain_leaves_the_line() -> None:
    line = FairQueue()
    assert line.enter(0)
    assert not line.enter(0.01)
    assert line.length == 0
    line.leave()
    assert line.enter(0)


def test_a_turn_that_fails_is_passed_on(tmp_path: Path) -> None:
    turns = WriteLock(tmp_path / "lock", 0.1)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass


def test_a_turn_that_does_not_come_is_a_timeout(tmp_path: Path) -> None:
    turns = WriteLock(tmp_path / "lock", 0.05)
    with (
        turns.turn(),
        pytest.raises(TimeoutError, match=r"no turn to write came up in 0\.05 s"),
        turns.turn(),
    ):
        pass


def test_a_turn_that_another_process_keeps_is_a_timeout(tmp_path: Path) -> None:
    # To the lock, two openings of the file are two processes.
    ours, theirs = WriteLock(tmp_path / "lock", 0.05), WriteLock(tmp_path / "lock", 0.05)
    with (
        theirs.turn(),
        pytest.raises(TimeoutError, match=r"another process has held .*lock for 0\.05 s"),
        ours.turn(),
    ):
        pass
    with ours.turn():
        pass
