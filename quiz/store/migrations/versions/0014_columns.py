"""Let each recruiter choose the columns of the board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the chosen columns to the accounts."""
    op.add_column("recruiters", sa.Column("columns", sa.JSON))


def downgrade() -> None:
    """Forget the chosen columns."""
    op.drop_column("recruiters", "columns")
