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
    """Delete the results that are older than QUIZ_RETENTION_DAYS."""
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
    click.echo(_told(len(expired), older, "would be deleted"))


def _delete(store: Store, older: str) -> None:
    results_deleted = False

    def report(number: int) -> None:
        nonlocal results_deleted
        results_deleted = True
        click.echo(_told(number, older, "were deleted" if number > 1 else "was deleted"))

    try:
        store.purge.run(report)
    except WipeError as error:
        exit_could_not_run(
            f"the deleted results could not be wiped; run quiz purge again later: {error}"
        )
    except StoreError as error:
        if not results_deleted:
            raise
        exit_could_not_run(f"the purge could not be completed; run quiz purge again later: {error}")


def _told(number: int, older: str, what_happens: str) -> str:
    if not number:
        return f"No results are {older}."
    return f"{number:,} result{'' if number == 1 else 's'} {older} {what_happens}."
