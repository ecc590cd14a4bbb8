"""Keep the webhooks of teams, and what was or will be sent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "webhooks",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("old_seed", sa.String(64)),
        sa.Column("old_until", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("failing_since", MOMENT),
        sa.Column("resumes_at", MOMENT),
        sa.Column("off_at", MOMENT),
        sa.Column("off_reason", sa.Text),
        sa.Column("notice_subject", sa.Text, nullable=False),
        sa.Column("notice_text", sa.Text, nullable=False),
        sa.Column("notice_language", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_webhooks_team_teams"),
        sa.ForeignKeyConstraint(
            ["recruiter"], ["recruiters.id"], name="fk_webhooks_recruiter_recruiters"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhooks_team", "webhooks", ["team"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("webhook", ID, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        sa.ForeignKeyConstraint(
            ["webhook"],
            ["webhooks.id"],
            name="fk_webhook_deliveries_webhook_webhooks",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("token", name="uq_webhook_deliveries_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_deliveries_webhook", "webhook_deliveries", ["webhook"])
    op.create_index("ix_webhook_deliveries_next_try_at", "webhook_deliveries", ["next_try_at"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
