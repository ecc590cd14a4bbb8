"""Serving the quiz, and looking after its database."""

from __future__ import annotations

import logging

import click
from waitress.server import create_server

from quiz.cli.files import report, source_of, stop
from quiz.cli.store import open_store
from quiz.settings import FaultySettings, Settings


@click.command()
def serve() -> None:
    """Bring the database up to date and serve the quiz (settings: HOST, PORT, QUIZ_...)."""
    from quiz import create_app
    from quiz.web.app import FaultyRules

    settings = read_settings()
    source_of(settings.rules_path)  # ends the command, with a sentence, where it cannot be read
    _upgrade(settings)
    logging.basicConfig()
    try:
        app = create_app(settings)
    except FaultyRules as error:
        report(settings.rules_path, error.problems)
        stop("the rules file has problems; mend them and start again")
    listening = f"{settings.host}:{settings.port}"
    try:
        # The limits keep slow and idle connections from shutting out everybody else.
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=8,
            connection_limit=2000,
            channel_timeout=30,
            ident=None,
        )
    except OSError as error:
        stop(f"cannot listen on {listening}: {error.strerror}; set PORT or HOST")
    except ValueError:  # what waitress makes of a name that stands for no address
        stop(f"cannot listen on {listening}: there is no such host; set HOST")
    click.echo(f"The quiz is at {settings.public_url} (listening on {listening})")
    server.run()


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Create the database, or bring it up to date."""
    _upgrade(read_settings())


def read_settings() -> Settings:
    """Return the settings; faulty ones end the command with what to do about each."""
    try:
        return Settings.from_environment()
    except FaultySettings as error:
        stop(*error.problems)


def _upgrade(settings: Settings) -> None:
    failure = "the database cannot be brought up to date"
    with open_store(settings.database_url, check=False, failure=failure) as store:
        store.upgrade()
