"""What the worker does once a day: the purge, and a backup where a folder for them is set."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from quiz.store import RETRY_AFTER, JobName, JobRun, Store, StoreError
from quiz.worker.failures import failure_of_our_own

LOOK_EVERY = timedelta(seconds=30)
"""How often it is looked up whether something is due."""

PATTERN = "quiz-????-??-??T????.backup"
"""The names of the files that are deleted when there are too many: a moment in UTC."""

Job = Callable[[], str]
"""Does something and returns what it has done. Raises StoreError or OSError."""


class Daily:
    """Runs jobs at a time of day in UTC; a run that was missed is made up for."""

    def __init__(self, store: Store, at: time, jobs: dict[JobName, Job]) -> None:
        self._store = store
        self._at = at
        self._jobs = jobs
        self._looks_at = datetime.min.replace(tzinfo=UTC)

    def work(self, is_stopped: Callable[[], bool]) -> None:
        """Run what is due and what no other process runs. Raises StoreError."""
        now = datetime.now(UTC)
        if now < self._looks_at <= now + LOOK_EVERY:
            return
        self._looks_at = now + LOOK_EVERY
        self._store.jobs.note_alive(now)
        for name, job in self._jobs.items():
            if not is_stopped() and self._store.jobs.claim(name, last_due(self._at, now), now):
                self._run(name, job)

    def _run(self, name: JobName, job: Job) -> None:
        log = logging.getLogger("quiz")
        try:
            outcome, problem = job(), None
        except (StoreError, OSError) as error:
            outcome, problem = None, str(error)
            log.error("the %s failed: %s", name, error)  # noqa: TRY400 - its text says it all
        except Exception as error:
            outcome, problem = None, failure_of_our_own(error)
            log.exception("the %s failed", name)
        self._store.jobs.note_end(name, datetime.now(UTC), outcome=outcome, problem=problem)


def last_due(at: time, now: datetime) -> datetime:
    """Return the last moment up to `now` at which it was `at` o'clock, in UTC."""
    today = datetime.combine(now.astimezone(UTC).date(), at, UTC)
    return today if today <= now else today - timedelta(days=1)


def next_due(at: time, run: JobRun | None, now: datetime) -> datetime:
    """Return when a job is due next: after a run that failed soon, otherwise at `at` o'clock.

    A moment that is past means that the job is due now.
    """
    if run is not None and run.problem is not None and run.ended_at is not None:
        return min(run.ended_at + RETRY_AFTER, last_due(at, now) + timedelta(days=1))
    missed = run is not None and run.begun_at < last_due(at, now)
    return last_due(at, now) if missed else last_due(at, now) + timedelta(days=1)


def purge(store: Store) -> str:
    """Delete results that are older than their retention."""
    numbers: list[int] = []
    store.purge.run(numbers.append)
    return f"results deleted: {sum(numbers)}"


def back_up(store: Store, folder: Path, kept: int) -> str:
    """Write a backup to a folder, which is made if there is none, and delete the oldest ones."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"quiz-{datetime.now(UTC):%Y-%m-%dT%H%M}.backup"
    store.backup(path, lambda _copied, _total: None)
    for old in sorted(folder.glob(PATTERN))[:-kept]:
        old.unlink()
    return str(path)
