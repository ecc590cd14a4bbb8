"""The SQLite file: who can read it, how it is written, and what if it is moved away."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool
from support.store_failures import refused

from quiz.store import NewResult, Store, StoreError, sqlite
from quiz.store.file_descriptor import FileDescriptor

Make = Callable[..., NewResult]
Open = Callable[[str], Store]


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_the_file_and_its_folder_are_for_nobody_else_to_read(
    tmp_path: Path, open_store: Open, new_result: Make
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/new/quiz.db")
    store.upgrade()
    store.results.add(new_result())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    assert modes == dict.fromkeys(["quiz.db", "quiz.db-wal", "quiz.db-shm", "quiz.db.lock"], 0o600)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path, open_store: Open) -> None:
    tmp_path.chmod(0o750)
    open_store(f"sqlite:///{tmp_path}/quiz.db").upgrade()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_a_relative_address_goes_on_meaning_the_same_file(
    tmp_path: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///quiz.db")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    store.upgrade()
    store.check()
    assert (tmp_path / "quiz.db").exists()


def test_the_file_is_in_wal_mode(store: Store, new_result: Make) -> None:
    store.editions.source("7" * 64)  # a connection notices WAL with its first look at the file
    settings = []

    def read_settings(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        settings.append(
            {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
        )

    event.listen(Pool, "checkout", read_settings)
    try:
        store.results.add(new_result())
        store.editions.source("7" * 64)
    finally:
        event.remove(Pool, "checkout", read_settings)
    normal = 1  # the store waits for the disk itself, see below
    assert (
        settings
        == [{"journal_mode": "wal", "synchronous": normal, "foreign_keys": 1, "secure_delete": 1}]
        * 2
    )


def test_what_was_written_is_on_the_disk_before_anybody_is_told(
    store: Store, file: Path, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []

    def sync(log: int) -> None:
        assert os.path.samestat(os.fstat(log), file.with_name("quiz.db-wal").stat())
        os.fdatasync(log)
        with closing(sqlite3.connect(file)) as reader:
            found.append(reader.execute("SELECT count(*) FROM results").fetchone()[0])

    monkeypatch.setattr(sqlite, "_sync_data", sync)
    kept = store.results.add(new_result())  # by a cursor of the driver
    assert found == [1]
    store.results.delete(kept.id)  # in a transaction of SQLAlchemy
    assert found == [1, 0]


def test_two_threads_that_open_the_log_at_once_both_wait_for_it(
    store: Store, file: Path, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_opened, both_wait = threading.Barrier(2, timeout=30), threading.Barrier(2, timeout=30)
    waited, failed = [], []

    class Opened(FileDescriptor):
        def __init__(self, path: Path, flags: int) -> None:
            super().__init__(path, flags)
            if path.name == "quiz.db-wal":
                both_opened.wait()

    def sync(log: int) -> None:
        both_wait.wait()
        waited.append(os.path.samestat(os.fstat(log), file.with_name("quiz.db-wal").stat()))
        os.fdatasync(log)

    def add(key: str) -> None:
        try:
            store.results.add(new_result(key))
        except StoreError as error:
            failed.append(error)

    store.close()  # so that neither thread finds a log that is open
    monkeypatch.setattr(sqlite, "FileDescriptor", Opened)
    monkeypatch.setattr(sqlite, "_sync_data", sync)
    threads = [threading.Thread(target=add, args=(key,)) for key in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failed
    assert waited == [True, True]


def test_a_file_that_was_replaced_has_its_own_log_to_wait_for(
    store: Store, file: Path, new_result: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.results.add(new_result("a"))
    (tmp_path / "away").mkdir()
    for path in (file, file.with_name("quiz.db-wal"), file.with_name("quiz.db-shm")):
        path.rename(tmp_path / "away" / path.name)
    store.upgrade()
    waited = []

    def sync(log: int) -> None:
        waited.append(os.path.samestat(os.fstat(log), file.with_name("quiz.db-wal").stat()))
        os.fdatasync(log)

    monkeypatch.setattr(sqlite, "_sync_data", sync)
    store.results.add(new_result("b"))
    store.results.add(new_result("c"))
    assert waited == [True, True]


def test_a_store_that_is_closed_leaves_no_file_open(
    store: Store, file: Path, new_result: Make
) -> None:
    store.results.add(new_result())
    store.close()
    # The folder lists the open files of this process, itself among them.
    opened = [each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert not [path for path in opened if path.name.startswith(file.name)]


def test_others_write_while_somebody_waits_for_the_disk(
    store: Store, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk_is_done, waits = threading.Event(), threading.Event()

    def sync(log: int) -> None:
        if threading.current_thread() is first:
            waits.set()
            assert disk_is_done.wait(timeout=30)
        os.fdatasync(log)

    first = threading.Thread(target=lambda: store.results.add(new_result("a")))
    monkeypatch.setattr(sqlite, "_sync_data", sync)
    first.start()
    assert waits.wait(timeout=30)
    store.results.add(new_result("b"))
    assert first.is_alive()
    disk_is_done.set()
    first.join(timeout=30)
    assert not first.is_alive()
    assert store.results.number() == 2


def test_a_disk_that_fails_is_an_error_and_the_result_can_be_added_again(
    store: Store, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sync(_log: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "_sync_data", sync)
        with refused("cannot keep a result in .*quiz.db: .*Input/output error"):
            store.results.add(new_result("a"))
    store.results.add(new_result("a"))
    assert store.results.number() == 1


def test_a_missing_file_is_an_error_and_is_not_created(file: Path, open_store: Open) -> None:
    store = open_store(f"sqlite:///{file}")
    with refused("there is no .*quiz.db yet: quiz db upgrade makes it"):
        store.check()
    with refused("unable to open database file"):
        store.results.find("a" * 26)
    assert not file.exists()


def test_a_file_that_was_moved_away_is_noticed(store: Store, file: Path, new_result: Make) -> None:
    store.results.add(new_result("a"))
    assert store.results.find("a") is not None
    file.rename(file.with_name("moved.db"))
    with refused("unable to open database file"):
        store.results.add(new_result("b"))
    with refused("unable to open database file"):
        store.results.find("a")


def test_a_file_that_was_put_in_its_place_is_used(
    store: Store, file: Path, tmp_path: Path, open_store: Open, new_result: Make
) -> None:
    backup = tmp_path / "backup.db"
    other = open_store(f"sqlite:///{backup}")
    other.upgrade()
    other.results.add(new_result("b"))
    other.close()
    store.results.add(new_result("a"))
    store.close()
    store.check()
    for path in file.parent.glob("quiz.db-*"):
        path.unlink()
    backup.rename(file)
    assert store.results.find("b") is not None
    assert store.results.find("a") is None
    store.results.add(new_result("c", digest="6" * 64))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM results").fetchone() == (2,)


def test_a_file_that_is_put_in_its_place_while_it_is_opened_is_used(
    store: Store,
    file: Path,
    tmp_path: Path,
    open_store: Open,
    new_result: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backup, connect = tmp_path / "backup.db", sqlite3.connect
    other = open_store(f"sqlite:///{backup}")
    other.upgrade()
    other.results.add(new_result("b"))
    other.close()

    def replaced_then(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        if backup.exists():
            backup.rename(file)
        return connection

    store.close()
    monkeypatch.setattr(sqlite3, "connect", replaced_then)
    assert store.results.find("b") is not None
    assert not backup.exists()


def test_the_bytes_of_a_deleted_result_are_overwritten(
    store: Store, file: Path, new_result: Make
) -> None:
    store.results.add(new_result(answers={"name": "Hermione"}))

    def delete(connection: sqlite3.Connection, *_: Any) -> None:
        connection.execute("DELETE FROM results")

    event.listen(Pool, "checkout", delete)  # on a connection as the store makes it
    try:
        store.editions.source("")
    finally:
        event.remove(Pool, "checkout", delete)
    store.close()  # the last connection empties the WAL into the file
    assert b"Hermione" not in file.read_bytes()
    assert not file.with_name("quiz.db-wal").exists()
