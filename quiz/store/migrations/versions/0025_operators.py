"""Keep the accounts of operators, when accounts were last used, and when jobs last succeeded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.moments import UtcDateTime

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the columns; of each account, the last sign-in is looked up in the audit."""
    op.add_column(
        "teams", sa.Column("is_operators", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("recruiters", sa.Column("signed_in_at", UtcDateTime))
    op.add_column("jobs", sa.Column("succeeded_at", UtcDateTime))
    op.execute(
        "UPDATE recruiters SET signed_in_at = (SELECT max(at) FROM audit"
        " WHERE audit.recruiter = recruiters.id"
        " AND audit.action IN ('sign-in', 'passkey sign-in', 'provider sign-in'))"
    )
    op.execute("UPDATE jobs SET succeeded_at = ended_at WHERE outcome IS NOT NULL")


def downgrade() -> None:
    """Forget the accounts of operators, which are of no use any more, and the moments."""
    operators = "(SELECT recruiter FROM memberships WHERE role = 'operator')"
    op.execute(f"UPDATE audit SET recruiter = NULL WHERE recruiter IN {operators}")  # noqa: S608
    op.execute("DELETE FROM audit WHERE team IN (SELECT id FROM teams WHERE is_operators)")
    op.execute(f"DELETE FROM recruiters WHERE id IN {operators}")  # noqa: S608
    op.execute("DELETE FROM teams WHERE is_operators")
    op.execute("DELETE FROM jobs WHERE name = 'worker'")
    op.drop_column("jobs", "succeeded_at")
    op.drop_column("recruiters", "signed_in_at")
    op.drop_column("teams", "is_operators")
