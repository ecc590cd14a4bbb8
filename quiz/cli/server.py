"""Serving the quiz, and looking after its database."""

from __future__ import annotations

import click
import waitress

from quiz.cli.files import report, stop
from quiz.store import Store, StoreError
from quiz.web.settings import FaultySettings, Settings


@click.command()
def serve() -> None:
    """Bring the database up to date and serve the quiz (settings: HOST, PORT, QUIZ_...)."""
    from quiz import create_app
    from quiz.web.app import FaultyRules

    settings = _settings()
    _upgrade(settings)
    try:
        app = create_app(settings)
    except FaultyRules as error:
        report(settings.rules_path, error.problems)
        stop("the rules file has problems; mend them and start again")
    listening = f"{settings.host}:{settings.port}"
    click.echo(f"The quiz is at {settings.public_url} (listening on {listening})")
    try:
        # The limits keep slow and idle connections from shutting out everybody else.
        waitress.serve(
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


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Create the database, or bring it up to date."""
    _upgrade(_settings())


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except FaultySettings as error:
        stop(*error.problems)


def _upgrade(settings: Settings) -> None:
    try:
        store = Store(settings.database_url)
        try:
            store.upgrade()
        finally:
            store.close()
    except StoreError as error:
        stop(f"the database cannot be brought up to date: {error}")
