"""Let a session of a recruiter keep what was typed when the one before had ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the draft to the sessions."""
    op.add_column("recruiter_sessions", sa.Column("draft", sa.Text))


def downgrade() -> None:
    """Forget the drafts."""
    op.drop_column("recruiter_sessions", "draft")
