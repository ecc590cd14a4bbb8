"""`quiz worker`: sends mails, calls webhooks and runs daily jobs where gunicorn serves the quiz."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.settings import Settings
from quiz.web.recruiters.news.digest_mail import digest_writer
from quiz.web.routes import address_of
from quiz.worker.tasks import tasks_of
from quiz.worker.worker import Worker

STOP = (signal.SIGTERM, signal.SIGINT)
"""The signals that end the worker."""


def links_to_results(settings: Settings) -> Callable[[int], str]:
    """Return a function from the number of a result to the address of the team's page about it."""
    from quiz.web.routes import address_of  # not at the top: other commands need no web

    return lambda result: settings.public_url + address_of("team_result", result=result)


@click.command()
def worker() -> None:
    """Send mails, call webhooks, purge and back up until stopped; `quiz serve` does it itself."""
    settings = read_settings()
    logging.basicConfig()
    with open_store(
        settings.database_url,
        kept_by=settings,
        failure="the worker cannot start",
    ) as store:
        write_digest = digest_writer(settings, address_of)
        working = Worker(tasks_of(settings, store, links_to_results(settings), write_digest))
        with _signals() as told:
            working.start()
            click.echo("The worker has started.")
            told.recv(1)
            working.stop()
        working.wait()


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """Let each signal that is to end the worker send a byte; after the block, one ends it at once.

    Python runs a handler in the main thread alone, as soon as that does something. A signal that
    comes just before the thread goes to sleep would be handled when it wakes up by itself.
    """
    told, tells = socket.socketpair()
    with told, tells:
        tells.settimeout(0)
        signal.set_wakeup_fd(tells.fileno())
        before = {each: signal.signal(each, lambda *_: None) for each in STOP}
        yield told
        for each, handler in before.items():
            signal.signal(each, handler)
        signal.set_wakeup_fd(-1)
