"""`quiz serve` and `quiz db`: serve the quiz and upgrade its database."""

from __future__ import annotations

import logging

import click
from waitress.server import create_server

from quiz.cli.files import exit_could_not_run, print_problems, read_source
from quiz.cli.store import open_store
from quiz.settings import FaultySettings, Settings


@click.command()
def serve() -> None:
    """Bring the database up to date and serve the quiz (settings: HOST, PORT, QUIZ_...)."""
    from quiz import create_app
    from quiz.web.app import FaultyRules

    settings = read_settings()
    read_source(settings.rules_path)  # exits with a message if it cannot be read
    _upgrade(settings)
    logging.basicConfig()
    try:
        app = create_app(settings)
    except FaultyRules as error:
        print_problems(settings.rules_path, error.problems)
        exit_could_not_run("the rules file has problems; mend them and start again")
    listening = f"{settings.host}:{settings.port}"
    try:
        # These limits keep slow and idle connections from blocking all others.
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
        exit_could_not_run(f"cannot listen on {listening}: {error.strerror}; set PORT or HOST")
    except ValueError:  # waitress raises it for a host name without an address
        exit_could_not_run(f"cannot listen on {listening}: there is no such host; set HOST")
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
    """Return the settings; exit with what to do about each invalid one."""
    try:
        return Settings.from_environment()
    except FaultySettings as error:
        exit_could_not_run(*error.problems)


def _upgrade(settings: Settings) -> None:
    failure = "the database cannot be brought up to date"
    with open_store(settings.database_url, check=False, failure=failure) as store:
        store.upgrade()
