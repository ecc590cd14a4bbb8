"""`quiz purge`: delete the results whose retention is over."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from quiz.cli.files import exit_could_not_run
from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.store import Store, StoreError, WipeError


@click.command()
@click.option("--dry-run", is_flag=True, help="List what would be deleted, and delete nothing.")
def purge(dry_run: bool) -> None:
    """Delete the results that are older than QUIZ_RETENTION_DAYS or their invitation allows."""
    settings = read_settings()
    with open_store(
        settings.database_url,
        kept_by=settings,
        failure="the purge could not be done",
    ) as store:
        if dry_run:
            _list(store)
        else:
            _delete(store)


def _list(store: Store) -> None:
    expired = store.purge.expired_results()
    for result in expired:
        click.echo(f"result {result.id}, made on {result.created_at:%Y-%m-%d}")
    click.echo(_told(len(expired), "would be deleted"))


def _delete(store: Store) -> None:
    results_deleted = False

    def report(number: int) -> None:
        nonlocal results_deleted
        results_deleted = True
        store.operators.record_command("purge", {"results": number}, datetime.now(UTC))
        click.echo(_told(number, "were deleted" if number > 1 else "was deleted"))

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


def _told(number: int, what_happens: str) -> str:
    if not number:
        return "No results are over."
    return f"{number:,} result{'' if number == 1 else 's'} whose retention was over {what_happens}."
