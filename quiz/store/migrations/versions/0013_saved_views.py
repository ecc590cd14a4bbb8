"""Keep the views that teams save of their boards, and let them be counted fast."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

COUNTED = [
    "invitation",
    "removal",
    "created_at",
    "best",
    "fit",
    "stage",
    "in_charge",
    "email",
    "sought",
]
ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the table of saved views, and what their counts are read from."""
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
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_results_board", "results", COUNTED)
    else:
        # Not compressed, so that each condition on it need not unpack it again; and so are those
        # that are there already.
        op.execute("ALTER TABLE results ALTER COLUMN sought SET STORAGE EXTERNAL")
        op.execute("UPDATE results SET sought = sought || '' WHERE sought IS NOT NULL")


def downgrade() -> None:
    """Drop the table, and store search terms as before."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_results_board", "results")
    else:
        op.execute("ALTER TABLE results ALTER COLUMN sought SET STORAGE EXTENDED")
    op.drop_table("saved_views")
