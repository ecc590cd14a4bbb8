"""Leave results without a team out of the indexes of what only a team has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

COLUMNS = {
    "ix_results_invitation": ["invitation"],
    "ix_results_stage": ["stage"],
    "ix_results_removal": ["removal"],
    "ix_results_owner_hash": ["owner_hash"],
}
ON_SQLITE = {
    "ix_results_board": [
        *("invitation", "removal", "created_at", "best", "fit", "stage", "in_charge"),
        *("email", "sought", "kept_until"),
    ]
}
ON_POSTGRESQL = {"ix_results_newest": ["invitation", "created_at", "id"]}


def upgrade() -> None:
    """Make each index anew, of the rows that have a value in its first column."""
    for name, columns in _indexes():
        _make_anew(name, columns, f"{columns[0]} IS NOT NULL")


def downgrade() -> None:
    """Make each index anew, of all rows."""
    for name, columns in _indexes():
        _make_anew(name, columns)


def _indexes() -> Iterable[tuple[str, list[str]]]:
    """Return the names and columns of those that the database has."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    return {**COLUMNS, **(ON_SQLITE if sqlite else ON_POSTGRESQL)}.items()


def _make_anew(name: str, columns: list[str], *conditions: str) -> None:
    options: dict[str, Any] = {}
    if name == "ix_results_newest":
        conditions = (*conditions, "removal IS NULL")
        options["postgresql_include"] = ["kept_until"]
    if conditions:
        only = sa.text(" AND ".join(conditions))
        options |= {"sqlite_where": only, "postgresql_where": only}
    op.drop_index(name, "results")
    op.create_index(name, "results", columns, unique=name == "ix_results_owner_hash", **options)
