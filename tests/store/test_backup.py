"""A backup holds one moment of the database, and is restored whole, in either kind of database."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from support import postgresql
from support.board_results import NOW, Invited
from support.databases import write_migrated_sqlite
from support.offices import add_office

from quiz.store import NewMail, NewResult, Store, StoreError
from quiz.store.schema import metadata

pytestmark = pytest.mark.thorough

Make = Callable[..., NewResult]
Open = Callable[[str], Store]


def nothing(_copied: int, _total: int) -> None:
    pass


def fill(store: Store, new_result: Make) -> None:
    """Store something in most tables."""
    invited = Invited(store)
    team, recruiter = invited.team("Consulate A")
    invitation = invited.invitation(team, recruiter)
    for number in range(3):
        assert store.results.add_invited(
            new_result(f"invited {number}"), invitation, name="山田 🩷", email=None
        )
    for number in range(1200):
        store.results.add(new_result(str(number)))
    store.notes.add(team, 1, recruiter, "a note", NOW)
    add_office(store, team)
    store.saved_views.add(team, recruiter, "N2 or better", "least-level=n2", NOW)
    store.mail_templates.add(team, "Interview", {"en": "S", "ja": "件"}, {"en": "T", "ja": "文"})
    store.outbox.add([NewMail("a@home.example", "S", "T", "en", recruiter, 1)], NOW)
    store.jobs.claim("purge", NOW, NOW)


def rows(url: str) -> dict[str, list[Any]]:
    """Return all rows of a database, with JSON as the text that it is."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with closing(engine.connect()) as connection:
        found = {
            table.name: sorted(
                map(
                    tuple,
                    connection.execute(
                        sa.select(
                            *(
                                sa.cast(column, sa.Text)
                                if isinstance(getattr(column.type, "impl", column.type), sa.JSON)
                                else column
                                for column in table.columns
                            )
                        )
                    ).all(),
                ),
                key=repr,
            )
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """The URL of a second database with tables, and with rows of its own."""
    if request.param == "sqlite":
        yield write_migrated_sqlite(tmp_path / "other.db")
    else:
        server: postgresql.PostgreSQL = request.getfixturevalue("server")
        with server.migrated_database() as address:
            yield address


def test_everything_comes_back_in_either_kind_of_database(
    url: str, other_url: str, store: Store, open_store: Open, new_result: Make, tmp_path: Path
) -> None:
    fill(store, new_result)
    file = tmp_path / "backup"
    seen: list[tuple[int, int]] = []
    store.backup(file, lambda copied, total: seen.append((copied, total)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sum(copied for copied, _ in seen) == seen[-1][1] > 1200
    assert {path.name for path in tmp_path.iterdir()} <= {
        *("backup", "quiz.db", "quiz.db.lock", "quiz.db-wal", "quiz.db-shm"),
        *("other.db", "other.db.lock", "other.db-wal", "other.db-shm"),
    }

    other = open_store(other_url)
    other.results.add(new_result("of the other"))
    other.restore(file, nothing)
    assert rows(other_url) == rows(url)
    assert other.results.find("of the other") is None
    assert other.results.find("0") == store.results.find("0")
    assert other.count_rows() == store.count_rows()


def test_an_id_is_never_given_away_again(
    url: str, other_url: str, store: Store, open_store: Open, new_result: Make, tmp_path: Path
) -> None:
    ids = [store.results.add(new_result(str(number))).id for number in range(5)]
    store.results.delete(ids[-1])
    store.backup(tmp_path / "backup", nothing)
    other = open_store(other_url)
    other.restore(tmp_path / "backup", nothing)
    assert other.results.add(new_result("next")).id > ids[-1]
    later = [other.results.add(new_result(f"later {number}")).id for number in range(3)]
    other.restore(tmp_path / "backup", nothing)
    assert other.results.add(new_result("next")).id > later[-1]


def test_a_backup_that_is_made_while_others_write_is_one_moment(
    url: str, store: Store, open_store: Open, new_result: Make, tmp_path: Path
) -> None:
    done = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not done.is_set():
            written.append(store.results.add(new_result(f"result {len(written)}")).id)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            pass
        for number in range(3):
            before = len(written)
            store.backup(tmp_path / f"backup {number}", nothing)
            with Store(f"sqlite:///{tmp_path}/backup {number}") as copy:
                found = copy.count_rows()["results"]
                assert before <= found <= len(written) + 1
                assert copy.results.find(f"result {found - 1}") is not None
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is no backup of the quiz"),
        (b"nothing that SQLite knows" * 100, "is no backup of the quiz, or it is damaged"),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_is_lost(
    store: Store, new_result: Make, tmp_path: Path, content: bytes, told: str
) -> None:
    store.results.add(new_result("kept"))
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(StoreError, match=told):
        store.restore(tmp_path / "file", nothing)
    assert store.results.find("kept") is not None


def test_a_backup_that_breaks_off_leaves_the_earlier_one(
    store: Store, new_result: Make, tmp_path: Path
) -> None:
    store.results.add(new_result())
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "backup").write_text("the earlier one")

    def stop(copied: int, _total: int) -> None:
        if copied:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.backup(folder / "backup", stop)
    assert (folder / "backup").read_text() == "the earlier one"
    assert [path.name for path in folder.iterdir()] == ["backup"]
    store.results.add(new_result("the store is used as before"))


def test_a_restore_that_breaks_off_changes_nothing(
    store: Store, new_result: Make, tmp_path: Path
) -> None:
    store.results.add(new_result("old"))
    store.backup(tmp_path / "backup", nothing)
    store.results.add(new_result("new"))

    def stop(copied: int, _total: int) -> None:
        if copied:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.restore(tmp_path / "backup", stop)
    assert store.results.find("old") is not None
    assert store.results.find("new") is not None


def test_a_folder_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere/backup cannot be written: No such file"):
        store.backup(tmp_path / "nowhere" / "backup", nothing)


def test_a_backup_is_made_although_somebody_holds_a_lock(
    url: str, store: Store, new_result: Make, tmp_path: Path
) -> None:
    store.results.add(new_result())
    if url.startswith("postgresql"):
        with psycopg.connect(url) as somebody:
            somebody.execute("LOCK TABLE results IN EXCLUSIVE MODE")
            store.backup(tmp_path / "backup", nothing)
    else:
        engine = sa.create_engine(url)
        with engine.connect() as somebody:
            somebody.exec_driver_sql("BEGIN IMMEDIATE")
            store.backup(tmp_path / "backup", nothing)
        engine.dispose()
    with Store(f"sqlite:///{tmp_path}/backup") as copy:
        assert copy.count_rows()["results"] == 1
