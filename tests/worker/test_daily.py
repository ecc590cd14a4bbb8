"""The worker purges and backs up once a day, and what it did is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.board_results import Invited
from support.commands import quiz
from support.databases import write_migrated_sqlite

from quiz.settings import Settings
from quiz.store import NewMail, Store
from quiz.store.schema import jobs, results
from quiz.worker.daily import Daily, last_due
from quiz.worker.tasks import tasks_of

LONG_AGO = datetime.now(UTC) - timedelta(days=3)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url, retention=timedelta(days=400)) as opened:
        yield opened


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return Settings(
        rules_path=settings.rules_path,
        database_url=settings.database_url,
        secret_key=settings.secret_key,
        instance=tmp_path,
        backup_folder=tmp_path / "backups",
        backups_kept=2,
    )


def change(url: str, statement: sa.Update) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(statement)
    engine.dispose()


def work(settings: Settings, store: Store) -> dict[str, str | None]:
    """Let a worker that was just started look once; return what came of each job."""
    for task in tasks_of(settings, store, str, lambda _digest: NewMail("", "", "", "")):
        task(lambda: False)
    return {run.name: run.problem or run.outcome for run in store.jobs.last_runs()}


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-27T04:15:00+00:00", "2026-11-27T04:15:00+00:00"),
        ("2026-11-27T04:14:59+00:00", "2026-11-26T04:15:00+00:00"),
        ("2026-11-27T23:59:00+09:00", "2026-11-27T04:15:00+00:00"),
        ("2026-11-27T10:00:00+09:00", "2026-11-26T04:15:00+00:00"),
    ],
)
def test_the_time_of_day_is_in_utc(now: str, due: str) -> None:
    found = last_due(time(4, 15), datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(due)


def test_a_missed_day_is_made_up_for_once(url: str, settings: Settings, store: Store) -> None:
    invited = Invited(store)
    team, recruiter = invited.team("Consulate A")
    old = invited.result(invited.invitation(team, recruiter))
    change(
        url,
        sa.update(results)
        .where(results.c.id == old)
        .values(created_at=datetime.now(UTC) - timedelta(days=401)),
    )
    assert work(settings, store) == {"purge": None, "backup": None}, "not due yet"
    change(url, sa.update(jobs).values(begun_at=LONG_AGO))
    told = work(settings, store)
    assert told["purge"] == "results deleted: 1"
    [backup] = (settings.backup_folder or Path()).iterdir()
    assert told["backup"] == str(backup)
    assert store.count_rows()["results"] == 0
    before = store.jobs.last_runs()
    work(settings, store)
    assert store.jobs.last_runs() == before


def test_only_the_newest_backups_are_kept_and_nothing_else_is_touched(
    url: str, settings: Settings, store: Store
) -> None:
    folder = settings.backup_folder
    assert folder
    folder.mkdir()
    others = ["quiz-2026-11-01T0415.backup", "quiz-2026-11-02T0415.backup", "mine.backup"]
    for name in others:
        (folder / name).touch()
    work(settings, store)
    change(url, sa.update(jobs).values(begun_at=LONG_AGO))
    new = Path(str(work(settings, store)["backup"])).name
    assert {path.name for path in folder.iterdir()} == {new, *others[1:]}


def test_a_job_with_a_fault_is_noted_and_run_again_an_hour_later(
    url: str, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> str:
        raise KeyError("a fault")

    def look() -> list[tuple[str, str | None]]:
        Daily(store, time(4, 15), {"purge": fails, "backup": lambda: "made"}).work(lambda: False)
        return [(run.name, run.problem or run.outcome) for run in store.jobs.last_runs()]

    look()
    change(url, sa.update(jobs).values(begun_at=LONG_AGO))
    told = [("backup", "made"), ("purge", "the quiz failed at it (KeyError); its log says where")]
    assert look() == told, "the other job is run all the same"
    assert caplog.messages == ["the purge failed"]
    look()
    assert len(caplog.messages) == 1
    change(url, sa.update(jobs).values(ended_at=datetime.now(UTC) - timedelta(minutes=61)))
    look()
    assert len(caplog.messages) == 2


def test_a_failure_is_kept_and_shown(
    url: str, settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = settings.backup_folder
    assert folder
    folder.touch()  # a file is in its place
    work(settings, store)
    change(url, sa.update(jobs).values(begun_at=LONG_AGO))
    assert "File exists" in str(work(settings, store)["backup"])
    store.outbox.add([NewMail("a@home.example", "S", "T", "en")], LONG_AGO)
    monkeypatch.setenv("QUIZ_DATABASE_URL", url)
    monkeypatch.setenv("QUIZ_INSTANCE", str(settings.instance))
    run = quiz("status")
    assert run.code == 1
    lines = run.out.splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert lines == [f"{what}: {says}" for what, says in told.items()]
    assert told["backup"].startswith("failed on ")
    assert "File exists" in told["backup"]
    assert told["purge"].startswith("done on ")
    assert "UTC, results deleted: 0; next on " in told["purge"]
    assert told["worker"] == "running"
    assert told["mails waiting"] == f"1, the oldest since {LONG_AGO:%Y-%m-%d %H:%M} UTC"
    assert (told["mails refused"], told["results"], told["sessions"]) == ("0", "0 of 50000", "0")
    assert told["database"].startswith("sqlite, ")
    change(url, sa.update(jobs).values(problem=None, outcome=None))
    assert quiz("status").code == 0


def test_a_monitoring_program_is_told_of_a_worker_that_stopped_and_of_mails_that_wait(
    url: str, settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_DATABASE_URL", url)
    monkeypatch.setenv("QUIZ_INSTANCE", str(settings.instance))
    assert quiz("status").code == 0, "where another program purges, no worker has to run"
    store.jobs.note_alive(datetime.now(UTC) - timedelta(minutes=4))
    assert quiz("status").code == 0
    store.outbox.add([NewMail("a@home.example", "S", "T", "en")], LONG_AGO)
    assert quiz("status").code == 0, "no mail server is set"
    monkeypatch.setenv("QUIZ_SMTP_URL", "smtp://localhost:1")
    monkeypatch.setenv("QUIZ_MAIL_FROM", "quiz@office.example")
    assert quiz("status").code == 1
    monkeypatch.delenv("QUIZ_SMTP_URL")
    monkeypatch.delenv("QUIZ_MAIL_FROM")
    change(url, sa.update(jobs).values(begun_at=datetime.now(UTC) - timedelta(minutes=6)))
    run = quiz("status")
    assert run.code == 1
    assert "worker: not seen since" in run.out
