"""A daily job is run by one process, once each time that it is due, and again if it failed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from support.board_results import NOW

from quiz.store import JobRun, Store
from quiz.store.jobs import LONGEST, RETRY_AFTER

DUE = NOW + timedelta(hours=1)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def known(store: Store) -> Store:
    """Let the store know the job, which is first run when it is next due."""
    assert not store.jobs.claim("purge", NOW - MINUTE, NOW)
    return store


def test_a_new_job_is_run_when_it_is_next_due(store: Store) -> None:
    known(store)
    assert store.jobs.last_runs() == [JobRun("purge", NOW, NOW, None, None)]
    assert not store.jobs.claim("purge", NOW - MINUTE, NOW + MINUTE)
    assert store.jobs.claim("purge", DUE, DUE)


def test_of_many_processes_at_once_one_runs_it(store: Store) -> None:
    known(store)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: store.jobs.claim("purge", DUE, DUE + MINUTE), range(8)))
    assert told.count(True) == 1


def test_what_was_done_is_kept_and_not_done_again_before_the_next_day(store: Store) -> None:
    known(store)
    assert store.jobs.claim("purge", DUE, DUE)
    assert store.jobs.last_runs() == [JobRun("purge", DUE, None, None, None)]
    store.jobs.note_end("purge", DUE + MINUTE, outcome="3 deleted", problem=None)
    done = JobRun("purge", DUE, DUE + MINUTE, "3 deleted", None, DUE + MINUTE)
    assert store.jobs.last_runs() == [done]
    assert not store.jobs.claim("purge", DUE, DUE + DAY - MINUTE)
    assert store.jobs.claim("purge", DUE + 3 * DAY, DUE + 4 * DAY - MINUTE), "made up for"


def test_a_run_that_failed_is_tried_again_later(store: Store) -> None:
    known(store)
    assert store.jobs.claim("purge", DUE, DUE)
    store.jobs.note_end("purge", DUE, outcome=None, problem="the disk is full")
    assert not store.jobs.claim("purge", DUE, DUE + RETRY_AFTER - MINUTE)
    assert store.jobs.claim("purge", DUE, DUE + RETRY_AFTER)


def test_the_last_run_that_ended_well_is_known_after_one_that_failed(store: Store) -> None:
    known(store)
    assert store.jobs.claim("purge", DUE, DUE)
    store.jobs.note_end("purge", DUE, outcome="3 deleted", problem=None)
    assert store.jobs.claim("purge", DUE + DAY, DUE + DAY)
    store.jobs.note_end("purge", DUE + DAY, outcome=None, problem="the disk is full")
    [run] = store.jobs.last_runs()
    assert (run.ended_at, run.succeeded_at) == (DUE + DAY, DUE)


def test_a_worker_notes_once_a_minute_that_it_is_alive(store: Store) -> None:
    assert store.jobs.alive_at() is None
    for seconds in (0, 30, 59):
        store.jobs.note_alive(NOW + timedelta(seconds=seconds))
        assert store.jobs.alive_at() == NOW
    store.jobs.note_alive(NOW + MINUTE)
    assert store.jobs.alive_at() == NOW + MINUTE
    store.jobs.note_alive(NOW - DAY)
    assert store.jobs.alive_at() == NOW - DAY, "the clock was set back"
    assert store.jobs.last_runs() == [], "it is no job"


def test_a_run_that_was_broken_off_is_tried_again_later(store: Store) -> None:
    known(store)
    assert store.jobs.claim("purge", DUE, DUE)
    assert not store.jobs.claim("purge", DUE, DUE + LONGEST - MINUTE)
    assert store.jobs.claim("purge", DUE, DUE + LONGEST)


def test_a_run_by_a_clock_that_ran_ahead_does_not_count(store: Store) -> None:
    known(store)
    assert store.jobs.claim("purge", DUE + 90 * DAY, DUE + 90 * DAY)
    store.jobs.note_end("purge", DUE + 90 * DAY, outcome="done", problem=None)
    assert store.jobs.claim("purge", DUE, DUE)
