"""What is deleted or withdrawn is gone with all that hangs on it, down to the bytes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
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
    run(url, "UPDATE results SET status = 'contacted'")
    return ours, result


def test_withdrawing_leaves_the_result_to_its_owner_and_nothing_to_the_team(
    url: str, store: Store, written_about: tuple[Invitation, int]
) -> None:
    invitation, result = written_about
    store.results.withdraw(result)
    [row] = run(url, "SELECT * FROM results")
    assert {name: row[name] for name in ("id", "name", "status")} == {
        "id": result,
        "name": "花子",
        "status": "new",
    }
    assert [row[name] for name in ("invitation", "email", "best", "fit", "sought")] == [None] * 5
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
        assert left(secrets[id_]) == []
    stays = next(id_ for id_ in secrets if id_ % 3)
    assert len(left(secrets[stays])) == 3


def test_a_deletion_stands_where_the_files_cannot_be_wiped_and_the_next_one_wipes_them(
    store: Store,
    new_result: Make,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = (store.results.add(new_result(token)).id for token in "ab")
    database = store._database  # noqa: SLF001 - wiping cannot be made to fail from outside
    wiped: list[bool] = []

    def fail() -> None:
        raise StoreError("cannot wipe in quiz.db: somebody reads it")

    monkeypatch.setattr(database, "wipe", fail)
    with caplog.at_level(logging.ERROR, "quiz"):
        store.results.delete(first)
    assert store.results.find("a") is None
    assert [record.getMessage() for record in caplog.records] == [
        "cannot wipe in quiz.db: somebody reads it"
    ]
    monkeypatch.setattr(database, "wipe", lambda: wiped.append(True))
    store.results.delete(second)
    assert wiped == [True]
