"""`quiz serve` and `quiz db`: serve the quiz and upgrade its database."""

from __future__ import annotations

import logging
import os
import signal
from contextlib import suppress
from functools import partial

import click

from quiz.cli.files import exit_could_not_run, print_problems, read_source
from quiz.cli.store import open_store
from quiz.server.open_files import RESERVED, WANTED, TooFewFiles, room_for_connections
from quiz.settings import FaultySettings, Settings

ADDRESS = "address"
"""The file of the instance folder with the address at which the quiz was last served."""

OF_ONE_ADDRESS = 1000
"""Connections from one network address at the same time; a school hall is behind a single one."""


@click.command()
def serve() -> None:
    """Bring the database up to date and serve the quiz (settings: HOST, PORT, QUIZ_...)."""
    from quiz import create_app
    from quiz.cli.worker import links_to_results
    from quiz.server.server import Server
    from quiz.web.app import LARGEST_REQUEST, FaultyRules
    from quiz.web.framework.pictures import FaultyPictures
    from quiz.web.pages.errors import response_for
    from quiz.web.recruiters.news.digest_mail import digest_writer
    from quiz.web.routes import address_of
    from quiz.worker.tasks import tasks_of
    from quiz.worker.worker import Worker

    settings = read_settings()
    read_source(settings.rules_path)  # exits with a message if it cannot be read
    _upgrade(settings)
    logging.basicConfig()
    try:
        app = create_app(settings)
    except FaultyRules as error:
        print_problems(settings.rules_path, error.problems)
        exit_could_not_run("the rules file has problems; correct them and start again")
    except FaultyPictures as error:
        exit_could_not_run(*error.problems)
    listening = f"{settings.host}:{settings.port}"
    try:
        server = Server(
            app,
            error_page=partial(response_for, app),
            largest_body=LARGEST_REQUEST,
            connections=_room_for_connections(),
            # Behind a proxy, all connections come from its address.
            connections_of_one_address=None if settings.trusted_proxies else OF_ONE_ADDRESS,
            host=settings.host,
            port=settings.port,
        )
    except OSError as error:
        exit_could_not_run(f"cannot listen on {listening}: {error.strerror}; set PORT or HOST")
    except ValueError:  # waitress raises it for a host name without an address
        exit_could_not_run(f"cannot listen on {listening}: there is no such host; set HOST")
    app_store = app.extensions["quiz"].store
    write_digest = digest_writer(settings, address_of)
    worker = Worker(tasks_of(settings, app_store, links_to_results(settings), write_digest))
    server.stop_at(signal.SIGTERM, signal.SIGINT)
    _note_address(settings)
    worker.start()
    click.echo(f"The quiz is at {settings.public_url} (listening on {listening})")
    server.run()
    worker.stop()
    worker.wait()


def served_at(settings: Settings) -> str:
    """Return the address that visitors type: as it is set, or else as the quiz is served now."""
    if "QUIZ_PUBLIC_URL" not in os.environ and "PORT" not in os.environ:
        with suppress(OSError):
            return (settings.instance / ADDRESS).read_text(encoding="utf-8").strip()
    return settings.public_url


def _note_address(settings: Settings) -> None:
    """Let commands know the address, which the quiz may have from the environment of this one."""
    with suppress(OSError):
        (settings.instance / ADDRESS).write_text(f"{settings.public_url}\n", encoding="utf-8")


def _room_for_connections() -> int:
    """Return how many connections this process can hold; exit where those are too few."""
    try:
        room = room_for_connections()
    except TooFewFiles as error:
        exit_could_not_run(str(error))
    if room < WANTED:
        logging.getLogger("quiz").warning(
            "the limit of open files allows %s connections, instead of %s; raise it with "
            "ulimit -Hn %s, or LimitNOFILE in systemd",
            room,
            WANTED,
            WANTED + RESERVED,
        )
    return room


@click.group()
def db() -> None:
    """Manage the database."""


@db.command()
def upgrade() -> None:
    """Create the database, or bring it up to date."""
    _upgrade(read_settings())


def read_settings() -> Settings:
    """Return the settings; exit with what to do about each invalid one."""
    try:
        return Settings.from_environment()
    except FaultySettings as error:
        exit_could_not_run(*error.problems)


def _upgrade(settings: Settings) -> None:
    failure = "the database cannot be brought up to date"
    with open_store(settings.database_url, check=False, failure=failure) as store:
        store.upgrade()
