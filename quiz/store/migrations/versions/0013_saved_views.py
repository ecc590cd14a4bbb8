"""Keep the views that teams save of their boards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the table of saved views."""
    op.create_table(
        "saved_views",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_saved_views_team_teams"),
        sa.ForeignKeyConstraint(
            ["recruiter"], ["recruiters.id"], name="fk_saved_views_recruiter_recruiters"
        ),
        sa.UniqueConstraint("team", "name", name="uq_saved_views_team"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("saved_views")
