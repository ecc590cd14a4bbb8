"""`quiz status`: whether the worker runs, the daily jobs, the outbox, and how much is kept."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from quiz.cli.files import EXIT_FOUND
from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.store import JobRun
from quiz.worker.status import JobStatus, Status, status_of


@click.command()
def status() -> None:
    """Print the last purge and backup by the worker, the mails that wait, and how much is kept.

    Exits with 1 if a job failed, a worker has stopped, or a mail waits for more than an hour.
    """
    settings = read_settings()
    with open_store(settings.database_url, kept_by=settings) as store:
        found = status_of(store, settings, datetime.now(UTC))
    for line in _lines(found):
        click.echo(line)
    if found.needs_somebody:
        sys.exit(EXIT_FOUND)


def _lines(status: Status) -> list[str]:
    mails, kept = status.mails, status.kept
    since = f", the oldest since {_moment(mails.oldest)}" if mails.oldest else ""
    most = f" of {kept.most_results}" if kept.most_results else ""
    return [
        *(_job(job) for job in status.jobs if job.run or job.is_set),
        _worker(status),
        f"mails waiting: {mails.number}{since}",
        *([f"why the last one is waiting: {mails.reason}"] if mails.reason else []),
        f"mails refused: {mails.refused}",
        f"results: {kept.results}{most}",
        f"sessions: {kept.sessions}",
        f"database: {kept.database}, {kept.size / 1_000_000:.1f} MB, tables at {kept.revision}",
        f"version: {status.version}",
    ]


def _worker(status: Status) -> str:
    if status.worker_at is None:
        return "no worker has run yet; start quiz serve or quiz worker"
    last = _moment(status.worker_at)
    return "worker: running" if status.worker_runs else f"worker: not seen since {last}"


def _job(job: JobStatus) -> str:
    due = f"; next on {_moment(job.next_at)}" if job.next_at else ""
    return f"{job.name}: {_in_words(job.run)}{due}"


def _in_words(run: JobRun | None) -> str:
    if run is None:
        return "not run yet"
    if run.problem:
        before = f"; last done on {_moment(run.succeeded_at)}" if run.succeeded_at else ""
        return f"failed on {_moment(run.ended_at or run.begun_at)}: {run.problem}{before}"
    if run.ended_at is None:
        return f"running since {_moment(run.begun_at)}"
    if run.outcome is None:
        return "not run yet"
    return f"done on {_moment(run.ended_at)}, {run.outcome}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
