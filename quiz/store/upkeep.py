"""What the store does by itself while it is open, beside the requests, in one thread."""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from quiz.store.errors import StoreError

INTERVAL = 5.0
"""Seconds between two runs."""

RETRY_INTERVAL = 60.0
"""Seconds after a run that failed."""

Task = Callable[[datetime], object]


def every(interval: timedelta, task: Task) -> Task:
    """Return a task that does something only if `interval` has passed since it last did."""
    last: list[datetime] = []

    def run(now: datetime) -> None:
        if not last or not last[0] <= now < last[0] + interval:
            last[:] = [now]
            task(now)

    return run


class Upkeep:
    """Runs tasks again and again, in a thread of this process once it is started.

    Each task looks for something to do, and is given the present moment in UTC.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = tasks
        self._process: int | None = None
        self._guard = threading.Lock()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start the thread, if this process does not have it yet; a fork does not inherit it."""
        if self._process == os.getpid():
            return
        with self._guard:
            if self._process != os.getpid():
                self._process = os.getpid()
                self._stopped = threading.Event()
                arguments = (weakref.ref(self), self._stopped)
                threading.Thread(target=_repeat, args=arguments, name="upkeep", daemon=True).start()

    def stop(self) -> None:
        """Let the thread end; a run that has begun is finished."""
        with self._guard:  # so that a thread which is being started is stopped, too
            self._stopped.set()
            self._process = None

    def run(self, now: datetime) -> bool:
        """Run all tasks once; log those that fail, and return whether none did."""
        succeeded = True
        for task in self._tasks:
            try:
                task(now)
            except StoreError as error:
                logging.getLogger("quiz").error("%s", error)  # noqa: TRY400 - its text says it all
                succeeded = False
        return succeeded


def _repeat(upkeep: weakref.ref[Upkeep], stopped: threading.Event) -> None:
    """Run the tasks until the upkeep is stopped or nothing else refers to it."""
    pause = INTERVAL
    while not stopped.wait(pause):
        present = upkeep()
        if present is None:
            return
        pause = INTERVAL if present.run(datetime.now(UTC)) else RETRY_INTERVAL
        del present
