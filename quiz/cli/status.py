"""`quiz status`: when the daily jobs were last run, and what waits in the outbox."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from quiz.cli.files import EXIT_FOUND
from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.store import JobRun


@click.command()
def status() -> None:
    """Print the last purge and backup by the worker, and how many mails wait.

    Exits with 1 if the last run of one failed.
    """
    settings = read_settings()
    with open_store(settings.database_url) as store:
        runs, waiting = store.jobs.last_runs(), store.outbox.waiting()
    for run in runs:
        click.echo(f"{run.name}: {_in_words(run)}")
    if not runs:
        click.echo("no worker has run yet; start quiz serve or quiz worker")
    since = f", the oldest since {_moment(waiting.oldest)}" if waiting.oldest else ""
    click.echo(f"mails waiting: {waiting.number}{since}")
    if waiting.reason:
        click.echo(f"why the last one is waiting: {waiting.reason}")
    if any(run.problem for run in runs):
        sys.exit(EXIT_FOUND)


def _in_words(run: JobRun) -> str:
    if run.problem:
        return f"failed on {_moment(run.ended_at or run.begun_at)}: {run.problem}"
    if run.ended_at is None:
        return f"running since {_moment(run.begun_at)}"
    if run.outcome is None:
        return "not run yet"
    return f"done on {_moment(run.ended_at)}, {run.outcome}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
