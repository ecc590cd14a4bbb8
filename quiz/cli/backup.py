"""`quiz backup` and `quiz restore`: all that is stored as one file, and back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from quiz.cli.files import display_name, exit_could_not_run, exit_refused
from quiz.cli.server import read_settings
from quiz.cli.store import open_store
from quiz.store import Store

COUNTED = ("results", "teams", "invitations", "recruiters")
"""The tables that are named to whoever is asked whether to replace them."""

FILE = click.Path(dir_okay=False, path_type=Path)
force = click.option("--force", is_flag=True, help="Replace what is there without asking.")


@click.command()
@click.argument("file", type=FILE)
@force
def backup(file: Path, force: bool) -> None:
    """Save all stored data to FILE, even while the quiz is in use.

    The backup does not contain the secret key; keep a copy of that too.
    """
    if file.exists() and not force and not _agrees(f"{display_name(file)} exists. Replace it?"):
        exit_refused(f"{display_name(file)} was left as it is")
    settings = read_settings()
    with (
        open_store(settings.database_url, failure="the backup could not be made") as store,
        _progress("Copying") as report,
    ):
        store.backup(file, report)
    click.echo(f"The backup is in {display_name(file)}.")


@click.command()
@click.argument("file", type=FILE)
@force
def restore(file: Path, force: bool) -> None:
    """Replace all stored data with the backup in FILE.

    The backup may have been made from SQLite or from PostgreSQL.
    """
    settings = read_settings()
    if not file.is_file():
        exit_could_not_run(f"there is no file {display_name(file)}")
    failure = "nothing was restored"
    with open_store(settings.database_url, check=False, failure=failure) as store:
        store.upgrade()
        there = _described(store)
        if there and not force and not _agrees(f"The database holds {there}. Replace all of it?"):
            exit_refused("the database was left as it is")
        with _progress("Restoring") as report:
            store.restore(file, report)
        store.operators.record_command("restore", {}, datetime.now(UTC))
        click.echo(f"Restored: {_described(store) or 'an empty database'}.")


def _agrees(question: str) -> bool:
    """Return whether somebody agrees; without anybody to ask, nobody does."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        click.echo(err=True)
        return False


def _described(store: Store) -> str:
    """Return what a database holds, such as "results: 3, teams: 1"; empty for an empty one."""
    counts = store.count_rows()
    told = [f"{name}: {counts[name]:,}" for name in COUNTED if counts[name]]
    return ", ".join(told) or ("other rows" if any(counts.values()) else "")


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal; yield the function that is told what was done."""
    bar: Any
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=0, label=label, file=sys.stderr, hidden=hidden) as bar:

        def report(copied: int, total: int) -> None:
            bar.length = total
            bar.update(copied)

        yield report
