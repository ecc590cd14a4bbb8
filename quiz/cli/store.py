"""How commands open the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from quiz.cli.files import stop
from quiz.store import Store, StoreError


@contextmanager
def open_store(
    url: str,
    *,
    retention: timedelta | None = None,
    check: bool = True,
    failure: str | None = None,
) -> Iterator[Store]:
    """Lend the store at `url` and close it in the end.

    Unless `check` is False, its tables must be up to date. A StoreError ends the command: it
    prints `failure`, if there is one, and why.
    """
    try:
        with Store(url, retention=retention) as store:
            if check:
                store.check()
            yield store
    except StoreError as error:
        stop(f"{failure}: {error}" if failure else str(error))
