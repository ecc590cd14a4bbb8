"""Keep teams, their recruiters, who of them is signed in, and what they did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def new_id() -> sa.Column[int]:
    """Return the column that tells the rows of a table apart."""
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False)


def row_of(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """Return a column that holds the id of another table's row."""
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=nullable)


def upgrade() -> None:
    """Create the four tables."""
    op.create_table(
        "teams",
        new_id(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("name", name="uq_teams_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "recruiters",
        new_id(),
        row_of("team"),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("setup_hash", sa.String(64)),
        sa.Column("setup_ends_at", sa.DateTime(timezone=True)),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recruiters"),
        sa.UniqueConstraint("email", name="uq_recruiters_email"),
        sa.UniqueConstraint("setup_hash", name="uq_recruiters_setup_hash"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_recruiters_team_teams"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recruiters_team", "recruiters", ["team"])
    op.create_table(
        "recruiter_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        row_of("recruiter"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_recruiter_sessions"),
        sa.ForeignKeyConstraint(
            ["recruiter"],
            ["recruiters.id"],
            name="fk_recruiter_sessions_recruiter_recruiters",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_recruiter_sessions_recruiter", "recruiter_sessions", ["recruiter"])
    op.create_index("ix_recruiter_sessions_ends_at", "recruiter_sessions", ["ends_at"])
    op.create_table(
        "audit",
        new_id(),
        row_of("team", nullable=True),
        row_of("recruiter", nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_audit_team_teams"),
        sa.ForeignKeyConstraint(
            ["recruiter"], ["recruiters.id"], name="fk_audit_recruiter_recruiters"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_team", "audit", ["team", "id"])


def downgrade() -> None:
    """Drop the four tables with all that they hold."""
    for table in ("audit", "recruiter_sessions", "recruiters", "teams"):
        op.drop_table(table)
