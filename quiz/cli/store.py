"""Opening the store in commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from quiz.cli.files import exit_could_not_run
from quiz.store import Store, StoreError


@contextmanager
def open_store(
    url: str,
    *,
    retention: timedelta | None = None,
    most_results: int | None = None,
    check: bool = True,
    create: bool = False,
    failure: str | None = None,
) -> Iterator[Store]:
    """Open the store at `url`, yield it and close it.

    Unless `check` is False, its tables must be up to date; with `create`, they are made if there
    are none. On a StoreError, the command prints
    `failure`, if given, and the cause, and exits.
    """
    try:
        with Store(url, retention=retention, most_results=most_results) as store:
            if create:
                store.create()
            if check:
                store.check()
            yield store
    except StoreError as error:
        exit_could_not_run(f"{failure}: {error}" if failure else str(error))
