"""A real PostgreSQL for tests, in a folder of its own, gone at the end.

Nothing is mocked: the tests stop it, freeze it and start it again.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from support.installing import apt_get

HOW_TO_GET_IT = (
    "The tests need PostgreSQL's initdb and pg_ctl, on PATH or under /usr/lib/postgresql: "
    "install the package postgresql (apt-get install postgresql) and run them again."
)


class PostgreSQL:
    """A server that listens on a socket in its own folder only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = count(1)
        # PostgreSQL refuses to run as root.
        self._as: dict[str, Any] = (
            {"user": "postgres", "group": "postgres", "extra_groups": []}
            if os.getuid() == 0
            else {}
        )
        if self._as:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")

    def new_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"quiz_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._address(name)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-o", options)

    def stop(self) -> None:
        """Stop the server at once, as when the machine goes; nothing happens when it is stopped."""
        if self._pid_file.exists():
            self.thaw()
            self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def freeze(self) -> None:
        """Stop all its processes where they are: connections stay open, nobody answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let its processes go on."""
        self._signal(signal.SIGCONT)

    @property
    def _pid_file(self) -> Path:
        return self._folder / "data" / "postmaster.pid"

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the server, then to each of its processes, of which it makes no more."""
        postmaster = int(self._pid_file.read_text().split()[0])
        os.kill(postmaster, number)
        for pid in _children(postmaster):
            with suppress(ProcessLookupError):  # it has ended meanwhile
                os.kill(pid, number)

    def _address(self, name: str) -> str:
        return f"postgresql://{'postgres' if self._as else ''}@/{name}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        output = self._folder / f"{program}.log"
        with output.open("w") as log:
            done = subprocess.run(
                [self._programs / program, "-D", self._folder / "data", *arguments],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,  # a file: the server inherits it, and a pipe would never end
                stderr=log,
                check=False,
                **self._as,
            )
        if done.returncode:
            pytest.fail(f"{program} failed: {output.read_text()}", pytrace=False)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL server; a test that cannot have one fails and says what to install."""
    programs = _programs() or _install()
    if programs is None:
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    # Not pytest's folder: its path is too long for a socket, and closed to other users.
    with tempfile.TemporaryDirectory(prefix="quiz-postgresql-") as folder:
        server = PostgreSQL(programs, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _programs() -> Path | None:
    """Return the folder with PostgreSQL's programs, of the newest version there is."""
    on_path = shutil.which("pg_ctl")
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    folders = [*reversed(versions), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((path for path in folders if _complete(path)), None)


def _complete(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))


def _install() -> Path | None:
    """Install Debian's package where that is possible."""
    apt_get("postgresql")
    return _programs()


def _children(parent: int) -> list[int]:
    """Return the processes that `parent` has started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # a process that has ended meanwhile
            its_parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if int(its_parent) == parent:
                found.append(int(process.name))
    return found
