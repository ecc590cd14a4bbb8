"""`quiz purge` deletes results whose retention is over; a dry run lists them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.commands import quiz
from support.outcomes import long_outcome

from quiz.store import NewResult, Store, StoreError
from quiz.store.sqlite import SqliteDatabase
from quiz.store.visits import Visits


@pytest.fixture
def aged(instance: Path, database: str) -> Path:
    """The path of a database with results of several ages, each named by its age in days."""
    path = instance / "quiz.db"
    store = Store(database)
    for days in (500, 401, 399, 1):
        store.results.add(
            NewResult(
                submission=f"submission {days}",
                token=str(days),
                digest="5" * 64,
                source=b"",
                language="en",
                answers={},
                outcome=long_outcome(f"made {days} days ago"),
                created_at=datetime.now(UTC) - timedelta(days=days),
            )
        )
    store.close()
    return path


def left(aged: Path) -> list[int]:
    """Return the ages of the results of which any trace is left in the file."""
    content = aged.read_bytes()
    return [days for days in (500, 401, 399, 1) if f"made {days} days ago".encode() in content]


def test_old_results_leave_no_bytes_in_the_file(aged):
    run = quiz("purge")
    assert (run.code, run.out, run.err) == (
        0,
        "2 results whose retention was over were deleted.\n",
        "",
    )
    assert left(aged) == [399, 1]
    assert quiz("purge").out == "No results are over.\n"


def test_a_dry_run_lists_them_and_deletes_nothing(aged):
    run = quiz("purge", "--dry-run")
    first = datetime.now(UTC) - timedelta(days=500)
    assert run.out.splitlines()[0] == f"result 1, made on {first:%Y-%m-%d}"
    assert run.out.splitlines()[2] == "2 results whose retention was over would be deleted."
    assert left(aged) == [500, 401, 399, 1]


def test_the_retention_is_a_setting(aged, monkeypatch):
    monkeypatch.setenv("QUIZ_RETENTION_DAYS", "450")
    assert quiz("purge").out == "1 result whose retention was over was deleted.\n"
    monkeypatch.setenv("QUIZ_RETENTION_DAYS", "0")
    run = quiz("purge")
    assert run.code == 2
    assert "QUIZ_RETENTION_DAYS must be a whole number from 1 to 36500, not '0'." in run.err


def test_without_a_database_it_says_so_and_exits_2(instance):
    run = quiz("purge")
    assert (run.code, run.out) == (2, "")
    assert "the purge could not be done" in run.err


def test_failed_sign_ins_without_an_account_are_deleted_and_those_of_teams_kept(aged):
    store = Store(f"sqlite:///{aged}")
    now = datetime.now(UTC)
    team = store.accounts.add_team("Consulate A", now)
    for whose in (None, team):
        for days in (401, 399):
            store.audit.add(whose, None, "failed sign-in", {}, now - timedelta(days=days))
    store.close()
    assert quiz("purge").code == 0
    with closing(sqlite3.connect(aged)) as connection:
        rows = connection.execute("SELECT team, count(*) FROM audit GROUP BY team").fetchall()
    operators = max(id_ or 0 for id_, _ in rows)
    assert rows == [(None, 1), (team, 2), (operators, 1)], "and that somebody purged is noted"


def test_a_failed_wipe_is_reported_after_the_deletion(aged, monkeypatch):
    def fail(_database: object) -> None:
        raise StoreError("cannot wipe")

    monkeypatch.setattr(SqliteDatabase, "wipe", fail)
    run = quiz("purge")
    assert (run.code, run.out) == (2, "2 results whose retention was over were deleted.\n")
    assert run.err == (
        "quiz: the deleted results could not be wiped; run quiz purge again later: cannot wipe\n"
    )


def test_a_failure_after_the_deletion_of_results_is_reported_after_it(aged, monkeypatch):
    def fail(_visits: object, _moment: datetime) -> None:
        raise StoreError("cannot forget old visits")

    monkeypatch.setattr(Visits, "delete_begun_before", fail)
    run = quiz("purge")
    assert (run.code, run.out) == (2, "2 results whose retention was over were deleted.\n")
    assert run.err == (
        "quiz: the purge could not be completed; run quiz purge again later: "
        "cannot forget old visits\n"
    )
