"""From the address of a database to the database itself."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from quiz.store.database import Database
from quiz.store.errors import StoreError
from quiz.store.sqlite import SqliteDatabase


def database_at(url: str) -> Database:
    """Return the database at `url`, without connecting to it; StoreError for a wrong address."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise StoreError(
            "the address of the database cannot be read: "
            "write sqlite:///folder/quiz.db or postgresql://user:password@host:5432/name"
        ) from None
    kind = parsed.drivername.partition("+")[0]
    if kind == "sqlite":
        return SqliteDatabase(parsed)
    # A part of the password, which must not be shown, was taken for the host or the database.
    if "@" in f"{parsed.host}{parsed.database}":
        raise StoreError(
            "the address of the database has an @ too many: "
            "in a user name or password write %40 for @, %2F for /, %3A for : and %25 for %"
        )
    if kind not in {"postgres", "postgresql"}:
        raise StoreError(f"{kind} is not a database that the quiz knows: use sqlite or postgresql")
    try:
        from quiz.store.postgresql import PostgresqlDatabase  # its driver is an extra
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg: pip install 'psycopg[binary]'"
        ) from error
    return PostgresqlDatabase(parsed)
