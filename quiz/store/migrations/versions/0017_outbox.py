"""Keep mails that wait to be sent, the templates of teams for them, and runs of daily jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the outbox, the templates and the jobs."""
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("name", name="pk_jobs"),
    )
    op.create_table(
        "mail_templates",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("subjects", sa.JSON, nullable=False),
        sa.Column("texts", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_templates"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_mail_templates_team_teams"),
        sa.UniqueConstraint("team", "name", name="uq_mail_templates_team"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("recruiter", ID),
        sa.Column("result", ID),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("token", name="uq_outbox_token"),
        sa.ForeignKeyConstraint(
            ["recruiter"], ["recruiters.id"], name="fk_outbox_recruiter_recruiters"
        ),
        sa.ForeignKeyConstraint(
            ["result"], ["results.id"], name="fk_outbox_result_results", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_result", "outbox", ["result"])
    op.create_index("ix_outbox_next_try_at", "outbox", ["next_try_at"])


def downgrade() -> None:
    """Drop the outbox, the templates and the jobs."""
    op.drop_table("jobs")
    op.drop_table("outbox")
    op.drop_table("mail_templates")
