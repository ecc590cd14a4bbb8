"""Let an invitation shorten how long the results that come by it are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.moments import UtcDateTime

revision = "0026"
down_revision = "0025"

COUNTED = (
    *("invitation", "removal", "created_at", "best", "fit", "stage", "in_charge"),
    *("email", "sought"),
)


def upgrade() -> None:
    """Add the columns; what is stored is kept for as long as before."""
    op.add_column("invitations", sa.Column("kept_days", sa.Integer))
    op.add_column("results", sa.Column("kept_until", UtcDateTime))
    _index(*COUNTED, "kept_until")


def downgrade() -> None:
    """Keep all results for the same time again."""
    _index(*COUNTED)
    op.drop_column("results", "kept_until")
    op.drop_column("invitations", "kept_days")


def _index(*columns: str) -> None:
    """Make the index of the board of SQLite anew, with all that its counts ask for."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_results_board", "results")
        op.create_index("ix_results_board", "results", list(columns))
