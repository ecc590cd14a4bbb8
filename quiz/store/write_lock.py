"""The write lock of an SQLite file: one writer at a time, over threads and processes.

SQLite lets one transaction write and makes the others retry, so under load some wait very
long and others not at all. Here threads wait in a queue, and processes compete for a lock on
a file. SQLite's own lock keeps the data consistent; this one keeps the waiting fair and
bounded.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quiz.store.file_descriptor import FileDescriptor

RETRY_INTERVAL = 0.001  # seconds; a write takes about as long


class FairQueue:
    """A lock for threads, granted in the order in which they asked for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    @property
    def length(self) -> int:
        """How many threads wait."""
        return len(self._waiting)

    def enter(self, timeout: float) -> bool:
        """Wait for the lock, `timeout` seconds at most; return whether it was granted."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            granted = threading.Lock()
            granted.acquire()
            self._waiting.append(granted)
        if granted.acquire(timeout=max(0.0, timeout)):
            return True
        with self._guard:
            if granted in self._waiting:
                self._waiting.remove(granted)
                return False
        return True  # it was granted in the same moment

    def leave(self) -> None:
        """Release the lock to the thread that has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class WriteLock:
    """The lock of one database, shared by all processes that use the same `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue = FairQueue()
        self._file: FileDescriptor | None = None
        self._process = 0

    @contextmanager
    def hold(self, timeout: float) -> Iterator[None]:
        """Hold the lock; TimeoutError when others keep it for longer than `timeout` seconds."""
        deadline = time.monotonic() + timeout
        if not self._queue.enter(timeout):
            raise TimeoutError(f"no turn to write came up in {timeout} s")
        try:
            file = self._open()
            self._lock(file.number, deadline, timeout)
            try:
                yield
            finally:
                fcntl.flock(file.number, fcntl.LOCK_UN)
        finally:
            self._queue.leave()

    def close(self) -> None:
        """Close the file; the next use opens it anew."""
        self._file = None

    def _open(self) -> FileDescriptor:
        """Return the file, which stays open, because to open it would let another thread run.

        A process opens it anew after a fork: the lock belongs to an open file, and one that was
        inherited would be held by parent and child at once.
        """
        file = self._file  # read once, because another thread may close it at the same time
        if file is None or self._process != os.getpid():
            file = self._file = FileDescriptor(self._path, os.O_RDWR | os.O_CREAT)
            self._process = os.getpid()
        return file

    def _lock(self, file: int, deadline: float, timeout: float) -> None:
        """Lock the open `file`; flock itself knows no time limit, so ask again until then."""
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise TimeoutError(
                        f"another process has held {self._path} for {timeout} s"
                    ) from None
                time.sleep(RETRY_INTERVAL)
            else:
                return
