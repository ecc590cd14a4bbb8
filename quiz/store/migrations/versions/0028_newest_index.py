"""Let PostgreSQL list a board, and count what is new on it, without reading the results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add the index; SQLite has one of the same use since 0013."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_results_newest",
            "results",
            ["invitation", "created_at", "id"],
            postgresql_include=["kept_until"],
            postgresql_where=sa.text("removal IS NULL"),
        )


def downgrade() -> None:
    """Remove it."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_results_newest", "results")
