"""Let the owner of a result decide about its link, and count what is tried too often."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def new_columns() -> tuple[sa.Column[object], ...]:
    """Return what a result has from now on, made anew because a column has one table."""
    return (
        sa.Column("submission", sa.String(64), nullable=False, server_default=""),
        sa.Column("address", sa.Integer, nullable=False, server_default="0"),
        sa.Column("reveal", sa.Text, nullable=False, server_default="reasons"),
        sa.Column("name", sa.Text),
        sa.Column("closes_at", sa.DateTime(timezone=True)),
        sa.Column("openings", sa.Integer, nullable=False, server_default="0"),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.Column("owner_hash", sa.String(64)),
    )


def upgrade() -> None:
    """Add what the owner decides; results from before are each a submission of their own."""
    for column in new_columns():
        op.add_column("results", column)
    op.execute("UPDATE results SET submission = token_hash")
    op.create_index("ix_results_submission", "results", ["submission"], unique=True)
    op.create_index("ix_results_owner_hash", "results", ["owner_hash"], unique=True)
    op.create_table(
        "attempts",
        sa.Column("subject_hash", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_hash", name="pk_attempts"),
    )
    op.create_index("ix_attempts_ends_at", "attempts", ["ends_at"])


def downgrade() -> None:
    """Forget what owners decided; every link is open again with its reasons."""
    op.drop_table("attempts")
    op.drop_index("ix_results_owner_hash", "results")
    op.drop_index("ix_results_submission", "results")
    for column in new_columns():
        op.drop_column("results", column.name)
