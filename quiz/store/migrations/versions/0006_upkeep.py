"""Note which results are in use, and when the files are to be wiped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.moments import UtcDateTime

revision = "0006"
down_revision = "0005"

IN_USE = sa.column("in_use", sa.Boolean)
NOT_IN_USE = IN_USE.is_(sa.false())


def upgrade() -> None:
    """Add the tables; all results that exist count as in use, because that was not noted."""
    in_use = sa.Column("in_use", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("results", in_use)
    op.execute(sa.update(sa.table("results", IN_USE)).values(in_use=sa.true()))
    op.create_index(
        "ix_results_not_in_use",
        "results",
        ["created_at"],
        sqlite_where=NOT_IN_USE,
        postgresql_where=NOT_IN_USE,
    )
    op.create_table(
        "upkeep",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("wipes_asked", sa.Integer, nullable=False),
        sa.Column("wipes_done", sa.Integer, nullable=False),
        sa.Column("tried_at", UtcDateTime),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upkeep"),
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_table("upkeep")
    op.drop_index("ix_results_not_in_use", "results")
    op.drop_column("results", "in_use")
