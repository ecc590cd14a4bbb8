"""What SQLite and the disk can do to the store: never a false success, never a long wait."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool
from support.outcomes import long_outcome
from support.store_failures import LONGEST_UPGRADE_WAIT, refused

from quiz.store import NewResult, Store

Make = Callable[..., NewResult]
Open = Callable[[str], Store]


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@contextmanager
def another_process(program: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run a Python program until it prints a line, and end it afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def without_rights() -> Iterator[None]:
    """Be an ordinary user for a while: file modes do not bind root."""
    if os.getuid() == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="quiz-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path, open_store: Open) -> None:
    file.write_text("These are the minutes of the meeting.\n" * 100)
    store = open_store(f"sqlite:///{file}")
    for work in (store.upgrade, store.check):
        with refused("file is not a database"):
            work()
    assert file.read_text() == "These are the minutes of the meeting.\n" * 100


def test_a_damaged_file_is_an_error(
    store: Store, file: Path, open_store: Open, new_result: Make
) -> None:
    store.results.add(new_result())
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    damaged = open_store(f"sqlite:///{file}")
    with refused("malformed"):
        damaged.results.add(new_result("b"))
    with refused("malformed"):
        damaged.results.find("a" * 26)


def test_a_read_only_file_is_read_and_never_written(open_folder: Path, new_result: Make) -> None:
    file = open_folder / "quiz.db"
    owner = Store(f"sqlite:///{file}")
    owner.upgrade()
    owner.results.add(new_result("a"))
    owner.close()
    file.chmod(0o444)
    with without_rights():
        store = Store(f"sqlite:///{file}")
        (open_folder / "quiz.db.lock").unlink()  # root's
        with refused("cannot keep a result in .*readonly database"):
            store.results.add(new_result("b"))
        assert store.results.find("b") is None
        assert store.results.find("a") is not None
        store.close()


def test_a_read_only_folder_is_an_error(open_folder: Path, new_result: Make) -> None:
    file = open_folder / "quiz.db"
    owner = Store(f"sqlite:///{file}")
    owner.upgrade()
    owner.close()
    open_folder.chmod(0o555)
    with without_rights():
        store = Store(f"sqlite:///{file}")
        with refused("Permission denied|readonly database"):
            store.results.add(new_result())
        store.close()
        new = Store(f"sqlite:///{open_folder}/new/quiz.db")
        with refused("cannot create .*Permission denied"):
            new.upgrade()


def test_a_database_that_may_not_grow_keeps_what_it_has_and_says_so(
    file: Path, open_store: Open, new_result: Make
) -> None:
    def keep_small(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 140")

    event.listen(Pool, "connect", keep_small)
    try:
        store = open_store(f"sqlite:///{file}")
        store.upgrade()
        store.results.add(new_result("a"))
        with refused("database or disk is full"):
            store.results.add(new_result("b", outcome=long_outcome("x" * 200_000)))
    finally:
        event.remove(Pool, "connect", keep_small)
    assert store.results.find("b") is None
    assert store.results.find("a") is not None
    store.close()
    store.results.add(new_result("b", outcome=long_outcome("x" * 200_000)))
    assert store.results.find("b") is not None


FILL_THE_DISK = """
import resource, signal, sys
from dataclasses import replace
from datetime import UTC, datetime
from quiz.core.language.model import Outcome
from quiz.store import NewResult, Store, StoreError

EMPTY = Outcome("2028", "5" * 64, None, (), (), {}, (), None)
store = Store(sys.argv[1])
store.upgrade()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
kept = []
for number in range(200):
    name, large = str(number), replace(EMPTY, notices=("x" * 3000,))
    new = NewResult(name, name, "5" * 64, b"", "en", {}, large, datetime.now(UTC))
    try:
        store.results.add(new)
    except StoreError as error:
        print(error, file=sys.stderr)
    else:
        kept.append(str(number))
assert kept == [str(n) for n in range(200) if store.results.find(str(n))]
assert 0 < len(kept) < 200
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
for number in range(200):
    name = str(number)
    store.results.add(NewResult(name, name, "5" * 64, b"", "en", {}, EMPTY, datetime.now(UTC)))
print(len(kept))
"""


def test_what_the_disk_did_not_take_was_not_said_to_be_kept(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, f"sqlite:///{file}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "cannot keep a result" in done.stderr
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM results").fetchone() == (200,)


HOLD_SQLITES_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("ready", flush=True)
time.sleep(60)
"""

HOLD_THE_WRITE_LOCK = """
import fcntl, os, sys, time
fcntl.flock(os.open(sys.argv[1] + ".lock", os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (HOLD_SQLITES_LOCK, "database is locked"),
        (HOLD_THE_WRITE_LOCK, r"another process has held .*quiz\.db\.lock for 2\.5 s"),
    ],
    ids=["SQLite's lock", "the write lock"],
)
def test_while_another_process_holds_the_lock_nothing_is_written_and_pages_are_read(
    store: Store, file: Path, new_result: Make, program: str, told: str
) -> None:
    store.results.add(new_result("a"))
    with another_process(program, file):
        with refused(told):
            store.results.add(new_result("b"))
        begun = time.monotonic()
        assert store.results.find("a") is not None
        assert store.results.find("b") is None
        store.check()
        assert time.monotonic() - begun < 1
    store.results.add(new_result("b"))  # the lock went with its process


def test_an_upgrade_does_not_wait_for_ever(file: Path, open_store: Open) -> None:
    says = "cannot upgrade the tables"
    with another_process(HOLD_THE_WRITE_LOCK, file), refused(says, LONGEST_UPGRADE_WAIT):
        open_store(f"sqlite:///{file}").upgrade()


ADD_AND_DIE = """
import os, sys, time
from datetime import UTC, datetime
from quiz.core.language.model import Outcome
from quiz.store import NewResult, Store

EMPTY = Outcome("2028", "5" * 64, None, (), (), {}, (), None)
store = Store(sys.argv[1])
store.upgrade()
store.results.add(NewResult("a", "a", "5" * 64, b"", "en", {}, EMPTY, datetime.now(UTC)))
print("ready", flush=True)
time.sleep(60)
"""


def test_a_result_outlives_a_process_that_is_killed_right_after(
    file: Path, open_store: Open
) -> None:
    with another_process(ADD_AND_DIE, f"sqlite:///{file}") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert open_store(f"sqlite:///{file}").results.find("a") is not None
