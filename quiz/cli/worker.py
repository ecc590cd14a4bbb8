"""`quiz worker`: what is done beside requests, for a quiz that `quiz serve` does not serve."""

from __future__ import annotations

import logging
import signal

import click

from quiz.cli.files import exit_could_not_run
from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.worker.tasks import tasks_of
from quiz.worker.worker import Worker


@click.command()
def worker() -> None:
    """Send the mails of the outbox until it is stopped; `quiz serve` does so by itself."""
    settings = read_settings()
    logging.basicConfig()
    with open_store(settings.database_url, failure="the worker cannot begin") as store:
        tasks = tasks_of(settings, store)
        if not tasks:
            exit_could_not_run("there is nothing to do: set QUIZ_SMTP_URL")
        working = Worker(tasks)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, working.stop)
        working.start()
        click.echo("The worker has begun.")
        working.wait()
