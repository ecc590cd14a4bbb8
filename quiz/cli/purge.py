"""`quiz purge`: delete the results whose retention is over."""

from __future__ import annotations

import click

from quiz.cli.files import exit_could_not_run
from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.store import Store, StoreError, WipeError


@click.command()
@click.option("--dry-run", is_flag=True, help="List what would be deleted, and delete nothing.")
def purge(dry_run: bool) -> None:
    """Delete the results that have outlived their retention (QUIZ_RETENTION_DAYS)."""
    settings = read_settings()
    older = f"older than {settings.retention_days} days"
    with open_store(
        settings.database_url,
        retention=settings.retention,
        failure="the purge could not be done",
    ) as store:
        if dry_run:
            _list(store, older)
        else:
            _delete(store, older)


def _list(store: Store, older: str) -> None:
    expired = store.purge.expired_results()
    for result in expired:
        click.echo(f"result {result.id}, made on {result.created_at:%Y-%m-%d}")
    click.echo(f"{_count_of_results(len(expired))} {older} would be deleted.")


def _delete(store: Store, older: str) -> None:
    results_deleted = False

    def report(number: int) -> None:
        nonlocal results_deleted
        results_deleted = True
        click.echo(f"{_count_of_results(number)} {older} deleted.")

    try:
        store.purge.run(report)
    except WipeError as error:
        exit_could_not_run(
            f"what was deleted could not be wiped from the file yet; purge again later: {error}"
        )
    except StoreError as error:
        if not results_deleted:
            raise
        exit_could_not_run(f"the rest of the purge could not be done; purge again later: {error}")


def _count_of_results(number: int) -> str:
    return f"{number:,} result{'' if number == 1 else 's'}"
