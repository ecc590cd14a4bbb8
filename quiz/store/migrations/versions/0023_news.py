"""Keep up to when recruiters have seen the news, and who gets a digest of them by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "news_seen",
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("recruiter", "team", name="pk_news_seen"),
        sa.ForeignKeyConstraint(
            ["recruiter"],
            ["recruiters.id"],
            name="fk_news_seen_recruiter_recruiters",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_news_seen_team_teams"),
    )
    op.create_table(
        "digests",
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("every", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("covered_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("recruiter", "team", name="pk_digests"),
        sa.ForeignKeyConstraint(
            ["recruiter"],
            ["recruiters.id"],
            name="fk_digests_recruiter_recruiters",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_digests_team_teams"),
        sa.UniqueConstraint("token_hash", name="uq_digests_token_hash"),
    )
    op.create_index("ix_digests_next_at", "digests", ["next_at"])


def downgrade() -> None:
    """Forget both."""
    op.drop_table("digests")
    op.drop_table("news_seen")
