"""Runs a real PostgreSQL server for tests, in a temporary folder; installs nothing.

Nothing is mocked: tests stop the server, freeze it and start it again. A test that has no
PostgreSQL fails: it is never skipped.
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
from psycopg.conninfo import conninfo_to_dict

from quiz.store import Store
from support.processes import children

HOW_TO_GET_IT = (
    "The tests need PostgreSQL's initdb and pg_ctl, on PATH or under /usr/lib/postgresql: "
    "run tests/install-packages, or install the package postgresql (apt-get install postgresql), "
    "and run them again."
)

# What distinguishes a schema from another: columns, indexes, constraints and their number.
SCHEMA = """
    SELECT string_agg(what, ';' ORDER BY what) FROM (
      SELECT format('%s.%s %s %s', attrelid::regclass, attname, atttypid, attnotnull) AS what
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0
      UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    ) AS parts
"""


class PostgreSQL:
    """A server that listens on a socket in its own folder only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self.folder = folder
        self._numbers = count(1)
        self._spare: list[str] = []  # migrated databases without rows that no test uses
        self._emptiers: dict[str, psycopg.Connection[Any]] = {}  # by the URL of what they empty
        self._schema = ""  # of a migrated database
        self._emptying = ""  # the statements that empty one
        # PostgreSQL refuses to run as root.
        self.user: dict[str, Any] = (
            {"user": "postgres", "group": "postgres", "extra_groups": []}
            if os.getuid() == 0
            else {}
        )
        if self.user:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")

    def new_database(self, template: str | None = None) -> str:
        """Create a database, empty or as a copy of the one with this URL, and return its URL."""
        name = f"quiz_{next(self._numbers)}"
        source = template and conninfo_to_dict(template)["dbname"]
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {source or 'template1'}")
        return self._url(name)

    @contextmanager
    def migrated_database(self) -> Iterator[str]:
        """Lend a database with today's tables and no rows; give its URL.

        It is emptied at the end and lent again, because creating and migrating one takes
        forty times as long. One whose schema was changed meanwhile is not lent again.
        """
        url = self._spare.pop() if self._spare else self._new_migrated_database()
        yield url
        if self._emptied(url):
            self._spare.append(url)

    def _new_migrated_database(self) -> str:
        url = self.new_database()
        store = Store(url)
        store.upgrade()
        store.close()
        with psycopg.connect(url) as connection:
            self._schema = str(connection.execute(SCHEMA).fetchone())
            self._emptying = _statements_that_empty(connection)
        return url

    def _emptied(self, url: str) -> bool:
        """Delete all rows and restart all sequences; return whether the schema is unchanged."""
        connection = self._alone_in(url)
        if str(connection.execute(SCHEMA).fetchone()) != self._schema:
            connection.close()
            return False
        connection.execute(self._emptying)
        self._emptiers[url] = connection
        return True

    def _alone_in(self, url: str) -> psycopg.Connection[Any]:
        """Return a connection that has ended all others of its database.

        It is the one of the last time, where the server was not stopped since, because a new one
        takes ten times as long to empty a database.
        """
        connection = self._emptiers.pop(url, None) or psycopg.connect(url, autocommit=True)
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return connection

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-o", options)

    def configure(self, text: str) -> None:
        """Add settings to its configuration, and start it again."""
        self.stop()
        with (self.folder / "data" / "postgresql.conf").open("a") as configuration:
            configuration.write(text)
        self.start()

    def run_script(self, path: Path, **variables: str) -> None:
        """Run a file of SQL with psql, as the administrator."""
        given = [part for pair in variables.items() for part in ("-v", "=".join(pair))]
        subprocess.run(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", *given, "-h", self.folder, "postgres"],
            input=path.read_text(),
            text=True,
            check=True,
            cwd=self.folder,
            **self.user,
        )

    def stop(self) -> None:
        """Stop the server at once, as in a crash; do nothing when it is stopped already."""
        while self._emptiers:
            self._emptiers.popitem()[1].close()
        if self._pid_file.exists():
            self.thaw()
            self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def freeze(self) -> None:
        """Suspend all its processes: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Resume its processes."""
        self._signal(signal.SIGCONT)

    @property
    def _pid_file(self) -> Path:
        return self.folder / "data" / "postmaster.pid"

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the server, which then starts no more processes, and to each of them."""
        postmaster = int(self._pid_file.read_text().split()[0])
        os.kill(postmaster, number)
        for pid in children(postmaster):
            with suppress(ProcessLookupError):  # it has ended meanwhile
                os.kill(pid, number)

    def _url(self, name: str) -> str:
        return f"postgresql://{'postgres' if self.user else ''}@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        output = self.folder / f"{program}.log"
        with output.open("w") as log:
            done = subprocess.run(
                [self._programs / program, "-D", self.folder / "data", *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,  # a file: the server inherits it, and a pipe would never end
                stderr=log,
                check=False,
                **self.user,
            )
        if done.returncode:
            pytest.fail(f"{program} failed: {output.read_text()}", pytrace=False)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL server until the end of the block; fail the test where there is none."""
    programs = _programs()
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
    """Return the folder with PostgreSQL's programs, of the newest version installed."""
    on_path = shutil.which("pg_ctl")
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    folders = [*reversed(versions), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((path for path in folders if _complete(path)), None)


def _complete(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))


def _statements_that_empty(connection: psycopg.Connection[Any]) -> str:
    """Return SQL that deletes all rows, in whatever order, and restarts all sequences."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
        "AND tablename <> 'alembic_version'"
    ).fetchall()
    sequences = connection.execute(
        "SELECT sequencename, start_value FROM pg_sequences WHERE schemaname = 'public'"
    ).fetchall()
    return "; ".join(
        [
            "BEGIN",
            "SET LOCAL session_replication_role = replica",  # foreign keys are not looked at
            # Of so few rows faster than TRUNCATE.
            *(f"DELETE FROM {table}" for (table,) in tables),  # noqa: S608 - of the catalog
            *(f"SELECT setval('{name}', {start}, false)" for name, start in sequences),
            "COMMIT",
        ]
    )
