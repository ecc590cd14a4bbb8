"""Keep the sites that may put the quiz of an invitation into their pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the sites; no site may embed an invitation of before."""
    op.add_column("invitations", sa.Column("sites", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget the sites."""
    op.drop_column("invitations", "sites")
