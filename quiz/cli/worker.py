"""`quiz worker`: sends mails and runs the daily jobs of a quiz that gunicorn serves."""

from __future__ import annotations

import logging
import signal

import click

from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.web.recruiters.news.digest_mail import digest_writer
from quiz.web.routes import address_of
from quiz.worker.tasks import tasks_of
from quiz.worker.worker import Worker


@click.command()
def worker() -> None:
    """Send mails, purge and back up until it is stopped; `quiz serve` does so by itself."""
    settings = read_settings()
    logging.basicConfig()
    with open_store(
        settings.database_url, retention=settings.retention, failure="the worker cannot start"
    ) as store:
        working = Worker(tasks_of(settings, store, digest_writer(settings, address_of)))
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, working.stop)
        working.start()
        click.echo("The worker has started.")
        working.wait()
