"""Keep what a result's stage was before many were changed at once, so that it can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the stage before to the history, and find the history of a moment."""
    op.add_column("notes", sa.Column("was", sa.Text))
    op.create_index("ix_notes_at", "notes", ["at"])


def downgrade() -> None:
    """Forget the stages before."""
    op.drop_index("ix_notes_at", "notes")
    op.drop_column("notes", "was")
