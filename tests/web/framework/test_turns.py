"""Dear work is done by few threads at once; few wait, and the rest are asked to come back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from quiz.web.framework.turns import Busy, Turns


def test_some_work_some_wait_and_the_rest_are_asked_to_come_back() -> None:
    turns, finish, working = Turns(2, waiting=3), threading.Event(), threading.Semaphore(0)
    most, now, guard = 0, 0, threading.Lock()

    def work() -> bool:
        nonlocal most, now
        try:
            with turns.take():
                with guard:
                    now += 1
                    most = max(most, now)
                working.release()
                assert finish.wait(60)
                with guard:
                    now -= 1
        except Busy:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        tries = [pool.submit(work) for _ in range(20)]
        for _ in range(2):
            assert working.acquire(timeout=60)
        refused = 0
        while refused < 15:
            refused = sum(each.done() for each in tries)
        finish.set()
        assert sum(each.result() for each in tries) == 5
    assert most == 2
    with turns.take():
        pass


def test_a_turn_is_given_back_after_an_error() -> None:
    turns = Turns(1, waiting=0)
    for _ in range(3):
        with pytest.raises(KeyError), turns.take():
            raise KeyError
    with turns.take(), pytest.raises(Busy), turns.take():
        pass
