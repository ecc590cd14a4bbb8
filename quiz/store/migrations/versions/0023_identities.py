"""Let recruiters sign in with an identity provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.moments import UtcDateTime

revision = "0023"
down_revision = "0022"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the identities; nobody has one yet."""
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("linked_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
        sa.ForeignKeyConstraint(
            ["recruiter"],
            ["recruiters.id"],
            name="fk_identities_recruiter_recruiters",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_identities_recruiter", "identities", ["recruiter"])
    for table, column in (("memberships", "from_provider"), ("recruiter_sessions", "two_factors")):
        op.add_column(
            table, sa.Column(column, sa.Boolean, nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Forget the identities: whoever has no password needs a set-up link."""
    op.drop_column("recruiter_sessions", "two_factors")
    op.drop_column("memberships", "from_provider")
    op.drop_table("identities")
