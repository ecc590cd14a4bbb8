"""What is deleted or withdrawn is gone with all that hangs on it, down to the bytes."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.invitations import invite
from support.outcomes import assessment, long_outcome, outcome

from quiz.store import Invitation, NewResult, Store, StoreError, hash_token

Make = Callable[..., NewResult]

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OUTCOME = outcome("CIR", {"CIR": assessment("open", 75)})


def run(url: str, statement: str, **values: object) -> list[dict]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(
            sa.text("PRAGMA foreign_keys = ON" if url.startswith("sqlite") else "SELECT 1")
        )
        result = connection.execute(sa.text(statement), values)
        rows = [dict(row) for row in result.mappings()] if result.returns_rows else []
    engine.dispose()
    return rows


@pytest.fixture
def come(store: Store, new_result: Callable[..., NewResult]) -> Callable[..., int]:
    """Return the result of somebody who comes by an invitation."""

    def make(invitation: Invitation, token: str = "a" * 26) -> int:
        new = new_result(token, outcome=OUTCOME)
        kept = store.results.add_invited(new, invitation.id, name="花子", email="h@mail.example")
        assert kept is not None
        return kept.id

    return make


@pytest.fixture
def written_about(url: str, store: Store, come: Callable[..., int]) -> tuple[Invitation, int]:
    """Return an invitation and a result of it, of which its team has a note and a share."""
    ours = invite(store)
    result = come(ours)
    who = run(url, "SELECT recruiter FROM invitations")[0]["recruiter"]
    values = {"result": result, "who": who, "team": ours.team, "at": "2026-11-25 12:00:00+00:00"}
    run(
        url,
        "INSERT INTO notes (result, recruiter, at, kind, says) "
        "VALUES (:result, :who, :at, 'note', 'call her')",
        **values,
    )
    run(
        url,
        "INSERT INTO shares (id, team, recruiter, seed, token_hash, label, reveal, names, ends_at,"
        " created_at) VALUES (1, :team, :who, 's', 't', 'l', 'reasons', true, :at, :at)",
        **values,
    )
    run(url, "INSERT INTO share_results (share, result, place) VALUES (1, :result, 0)", **values)
    run(url, "UPDATE results SET stage = (SELECT id FROM stages WHERE key = 'contacted')")
    return ours, result


def test_withdrawing_leaves_the_result_to_its_owner_and_nothing_to_the_team(
    url: str, store: Store, written_about: tuple[Invitation, int]
) -> None:
    invitation, result = written_about
    store.results.withdraw(result)
    [row] = run(url, "SELECT * FROM results")
    assert {name: row[name] for name in ("id", "name")} == {"id": result, "name": "花子"}
    columns = ("invitation", "email", "best", "fit", "sought", "stage")
    assert [row[name] for name in columns] == [None] * 6
    assert run(url, "SELECT * FROM notes") == run(url, "SELECT * FROM share_results") == []
    [link] = store.links.find(result)
    assert link.outcome == OUTCOME
    found = store.invitations.find(invitation.code)
    assert found is not None
    assert found.taken == 0, "its place is free again"


def test_deleting_a_result_deletes_what_its_team_wrote_and_shared_of_it(
    url: str, store: Store, written_about: tuple[Invitation, int]
) -> None:
    store.results.delete(written_about[1])
    for table in ("results", "notes", "share_results"):
        assert run(url, f"SELECT * FROM {table}") == []  # noqa: S608 - names of our own
    assert run(url, "SELECT * FROM shares") == [], "a share goes with its last result"


def test_nothing_of_a_deleted_result_is_left_in_the_files_of_sqlite(
    sqlite_url: str, open_store: Callable[[str], Store], new_result: Make
) -> None:
    store = open_store(sqlite_url)
    store.upgrade()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    secrets = {}
    # Pages are split while the rows grow, which leaves copies of them behind.
    for number in range(300):
        token, name = f"the token of {number}", f"the name of {number:04}"
        id_ = store.results.add(new_result(token, outcome=long_outcome(*[name] * 50))).id
        store.links.change(id_, reveal="reasons", name=name, closes_at=None)
        secrets[id_] = (name, hash_token(token), new_result(token).submission)

    def left(words: tuple[str, ...]) -> list[str]:
        files = [path, path.with_name("quiz.db-wal")]
        kept = b"".join(file.read_bytes() for file in files if file.exists())
        return [word for word in words if word.encode() in kept]

    gone = [id_ for id_ in secrets if id_ % 3 == 0]
    assert all(left(secrets[id_]) for id_ in gone)
    for id_ in gone[:5]:
        store.results.delete(id_)
    assert store.upkeep.run(datetime.now(UTC))
    assert [word for id_ in gone[:5] for word in left(secrets[id_])] == []
    stays = next(id_ for id_ in secrets if id_ % 3)
    assert len(left(secrets[stays])) == 3


def wipes(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Count how often the files are wiped."""
    database, done = store._database, []  # noqa: SLF001 - wiping is not seen from outside
    wipe = database.wipe

    def counted() -> None:
        wipe()
        done.append(True)

    monkeypatch.setattr(database, "wipe", counted)
    return done


@pytest.fixture
def file_store(sqlite_url: str, open_store: Callable[[str], Store]) -> Store:
    """A store in an SQLite file, the only kind whose files are wiped."""
    store = open_store(sqlite_url)
    store.upgrade()
    return store


def test_the_files_are_wiped_once_for_many_deletions_and_not_again_soon(
    file_store: Store, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = wipes(file_store, monkeypatch)
    ids = [file_store.results.add(new_result(f"token {n}")).id for n in range(30)]
    assert file_store.upkeep.run(NOW)
    assert done == [], "nobody has asked for it"
    for id_ in ids[:20]:
        file_store.results.delete(id_)
    assert done == [], "deleting does not wait for it"
    for _ in range(3):
        assert file_store.upkeep.run(NOW)
    assert done == [True]
    for id_ in ids[20:]:
        file_store.results.delete(id_)
    assert file_store.upkeep.run(NOW + timedelta(seconds=59))
    assert done == [True]
    assert file_store.upkeep.run(NOW + timedelta(hours=12))
    assert file_store.upkeep.run(NOW + timedelta(hours=24))
    assert done == [True, True]


@pytest.mark.parametrize(
    ("took", "pause"),
    [
        (0.01, timedelta(minutes=1)),
        (1.0, timedelta(seconds=500)),
        (3600.0, timedelta(hours=12)),
    ],
)
def test_the_longer_a_wipe_takes_the_later_is_the_next_one(
    sqlite_url: str, file_store: Store, new_result: Make, took: float, pause: timedelta
) -> None:
    first, second = (file_store.results.add(new_result(token)).id for token in "ab")
    file_store.results.delete(first)
    assert file_store.upkeep.run(NOW)
    run(sqlite_url, "UPDATE upkeep SET seconds = :took", took=took)
    file_store.results.delete(second)

    def waits() -> bool:
        [row] = run(sqlite_url, "SELECT * FROM upkeep")
        return bool(row["wipes_done"] < row["wipes_asked"])

    assert file_store.upkeep.run(NOW + pause - timedelta(seconds=1))
    assert waits()
    assert file_store.upkeep.run(NOW + pause)
    assert not waits()


def test_one_of_several_processes_wipes(
    sqlite_url: str,
    file_store: Store,
    open_store: Callable[[str], Store],
    new_result: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stores = [file_store, open_store(sqlite_url), open_store(sqlite_url)]
    done = [wipes(store, monkeypatch) for store in stores]
    file_store.results.delete(file_store.results.add(new_result("a")).id)
    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(lambda store: store.upkeep.run(NOW), stores))
    assert sum(map(len, done)) == 1


def test_a_clock_that_ran_ahead_does_not_keep_the_files_from_being_wiped(
    file_store: Store, new_result: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = wipes(file_store, monkeypatch)
    for moment in (NOW + timedelta(days=400), NOW):
        file_store.results.delete(file_store.results.add(new_result("a")).id)
        assert file_store.upkeep.run(moment)
    assert done == [True, True]


def test_what_a_backup_reads_during_the_deletion_is_wiped_when_it_is_done(
    sqlite_url: str,
    file_store: Store,
    new_result: Make,
    caplog: pytest.LogCaptureFixture,
) -> None:
    id_ = file_store.results.add(new_result("a")).id
    file_store.links.change(id_, reveal="reasons", name="Somebody Special", closes_at=None)
    path = Path(sqlite_url.removeprefix("sqlite:///"))

    def left() -> bool:
        return any(
            b"Somebody Special" in file.read_bytes() for file in path.parent.glob("quiz.db*")
        )

    with closing(sqlite3.connect(path, isolation_level=None)) as backup:
        backup.execute("BEGIN")
        backup.execute("SELECT * FROM results").fetchall()
        file_store.results.delete(id_)
        with caplog.at_level(logging.ERROR, "quiz"):
            assert not file_store.upkeep.run(NOW)
        assert "somebody reads what was deleted; it is tried again in a minute" in caplog.text
        assert left()
        backup.execute("COMMIT")
    assert file_store.upkeep.run(NOW + timedelta(minutes=1))
    assert not left()


def test_a_deletion_stands_where_the_files_cannot_be_wiped(
    sqlite_url: str,
    file_store: Store,
    new_result: Make,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    id_ = file_store.results.add(new_result("a")).id

    def fail() -> None:
        raise StoreError("cannot wipe in quiz.db: the disk is full")

    monkeypatch.setattr(file_store._database, "wipe", fail)  # noqa: SLF001 - as above
    file_store.results.delete(id_)
    with caplog.at_level(logging.ERROR, "quiz"):
        assert not file_store.upkeep.run(NOW)
    assert file_store.results.find("a") is None
    assert [record.getMessage() for record in caplog.records] == [
        "cannot wipe in quiz.db: the disk is full"
    ]
    [row] = run(sqlite_url, "SELECT * FROM upkeep")
    assert (row["wipes_asked"], row["wipes_done"]) == (1, 0), "it is tried again"


def test_postgresql_is_not_asked_to_wipe(
    postgresql_url: str, open_store: Callable[[str], Store], new_result: Make
) -> None:
    store = open_store(postgresql_url)
    store.upgrade()
    store.results.delete(store.results.add(new_result("a")).id)
    assert store.upkeep.run(NOW)
    assert run(postgresql_url, "SELECT * FROM upkeep") == []
