"""Runs `quiz serve` as a process, and asks it for pages."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection

from support.commands import PROGRAM


def status(port: int, path: str) -> int:
    """Return the status of the response to GET."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `quiz serve`, and yield its process and the first line that it prints."""
    # Tests that a shell runs in the background ignore interrupts, which a child would inherit.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [PROGRAM, "serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        signal.signal(signal.SIGINT, before)
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.terminate()
