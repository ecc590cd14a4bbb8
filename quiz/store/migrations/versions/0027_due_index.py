"""Find the results whose day to come back to them has come without reading all of a team's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

HAS_DAY = sa.text("due_on IS NOT NULL")


def upgrade() -> None:
    """Add an index of the days; few results have one."""
    op.create_index(
        "ix_results_due_on", "results", ["due_on"], sqlite_where=HAS_DAY, postgresql_where=HAS_DAY
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_results_due_on", "results")
