"""Brings the tables of a database up to date with this version of the quiz.

Alembic is imported where a migration is missing: at most starts none is, and its import takes a
tenth of a second.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from quiz.store.database import UPGRADE_WAIT, Database
from quiz.store.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Create the database if there is none, and run the missing migrations, all or none.

    Several processes may do so at once: one migrates and the others wait for it.
    """
    database.create()
    if _is_current(database):
        return
    with database.write_transaction("upgrade the tables", lock_wait=UPGRADE_WAIT) as connection:
        database.lock_schema(connection)
        _migrate(connection)


def create(database: Database) -> None:
    """Create the database and its tables if there are none; leave those of another version."""
    database.create()
    if revision_of(database) is None:
        upgrade(database)


def check(database: Database) -> None:
    """Raise StoreError unless the database can be read and its tables are up to date."""
    if database.is_missing():
        raise StoreError(f"there is no {database.name} yet: quiz db upgrade makes it")
    if not _is_current(database):
        raise StoreError(f"the tables in {database.name} are not up to date: run quiz db upgrade")


def revision_of(database: Database) -> str | None:
    """Return the last migration that was run on a database; None where it has no tables."""
    with database.read_connection("look up the version of the tables") as connection:
        return _revision(connection)


def _is_current(database: Database) -> bool:
    """Return whether no migration is missing; StoreError for a newer version's database."""
    revision = revision_of(database)
    if revision is not None and revision not in _known():
        raise StoreError(
            f"{database.name} was written by a newer version of the quiz (its tables are at "
            f"{revision}, this version knows {_head()}): install that version, "
            "or name another database"
        )
    return revision == _head()


def _revision(connection: Connection) -> str | None:
    """Return the last migration that was run on the database; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


@cache
def _known() -> tuple[str, ...]:
    """Return all migrations of this version, the newest first: what their file names begin with."""
    files = (MIGRATIONS / "versions").glob("[0-9]*.py")
    return tuple(sorted((file.name.partition("_")[0] for file in files), reverse=True))


def _head() -> str:
    return _known()[0]


def _migrate(connection: Connection) -> None:
    """Run the missing migrations."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
