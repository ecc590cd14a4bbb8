"""Opening the store in commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from quiz.cli.files import exit_could_not_run
from quiz.settings import Settings
from quiz.store import Store, StoreError


@contextmanager
def open_store(
    url: str,
    *,
    kept_by: Settings | None = None,
    check: bool = True,
    create: bool = False,
    failure: str | None = None,
) -> Iterator[Store]:
    """Open the store at `url`, yield it and close it.

    Unless `check` is False, its tables must be up to date; with `create`, they are made if there
    are none. With `kept_by`, results and the audit are kept for as long as those settings say, as
    they are by the application. On a StoreError, the command prints
    `failure`, if given, and the cause, and exits.
    """
    limits: dict[str, Any] = {}
    if kept_by is not None:
        limits["retention"], limits["audit_kept"] = kept_by.retention, kept_by.audit_kept
        limits["most_results"] = kept_by.most_results
    try:
        with Store(url, **limits) as store:
            if create:
                store.create()
            if check:
                store.check()
            yield store
    except StoreError as error:
        exit_could_not_run(f"{failure}: {error}" if failure else str(error))
