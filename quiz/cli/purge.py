"""Deleting what has outlived its retention."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from quiz.cli.files import stop
from quiz.cli.server import read_settings
from quiz.store import Store, StoreError


@click.command()
@click.option("--dry-run", is_flag=True, help="List what would be deleted, and delete nothing.")
def purge(dry_run: bool) -> None:
    """Delete the results that have outlived their retention (QUIZ_RETENTION_DAYS)."""
    settings = read_settings()
    limit = datetime.now(UTC) - settings.retention
    older = f"older than {settings.retention_days} days"
    undone = "the purge could not be done"
    try:
        store = Store(settings.database_url)
        try:
            store.check()
            if dry_run:
                old = store.links.made_before(limit)
                for id_, made_at in old:
                    click.echo(f"result {id_}, made on {made_at:%Y-%m-%d}")
                click.echo(f"{_results(len(old))} {older} would be deleted.")
                return
            gone = store.links.delete_made_before(limit)
            click.echo(f"{_results(gone)} {older} deleted.")
            undone = "the rest of the purge could not be done; purge again later"
            store.visits.delete_begun_before(limit)
            store.audit.forget_strangers(limit)
            undone = "what was deleted could not be wiped from the file yet; purge again later"
            store.wipe()
        finally:
            store.close()
    except StoreError as error:
        stop(f"{undone}: {error}")


def _results(number: int) -> str:
    return f"{number:,} result{'' if number == 1 else 's'}"
