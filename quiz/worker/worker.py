"""The loop of the worker, in a thread of `quiz serve` or as the command `quiz worker`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from quiz.store import StoreError

INTERVAL = 1.0
"""Seconds between two looks for something to do."""

RETRY_INTERVAL = 10.0
"""Seconds after the database has failed."""

PATIENCE = 20.0
"""Seconds that a task under way gets to finish once the worker is told to stop."""

Task = Callable[[Callable[[], bool]], object]
"""Does what is due. It is given a function that says whether the worker was told to stop."""


class Worker:
    """Runs its tasks again and again until it is told to stop."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = tasks
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._repeat, name="worker", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Tell the worker to begin nothing more; called by any thread, but by no signal handler."""
        self._stopped.set()

    def wait(self) -> None:
        """Return when the worker, which was told to stop, has ended or has used up its patience."""
        self._thread.join(PATIENCE)

    def _repeat(self) -> None:
        pause = 0.0
        while not self._stopped.wait(pause):
            pause = INTERVAL
            for task in self._tasks:
                try:
                    task(self._stopped.is_set)
                except StoreError as error:
                    logging.getLogger("quiz").error("%s", error)  # noqa: TRY400 - its text says it all
                    pause = RETRY_INTERVAL
                except Exception:
                    logging.getLogger("quiz").exception("a task of the worker failed")
                    pause = RETRY_INTERVAL
