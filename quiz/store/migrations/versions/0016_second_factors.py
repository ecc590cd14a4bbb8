"""Keep second factors, passkeys, unfinished sign-ins, and the browsers of sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.moments import UtcDateTime

revision = "0016"
down_revision = "0015"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the second factors; nobody has one yet, and no team requires one."""
    op.add_column(
        "teams",
        sa.Column("requires_second_factor", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("recruiters", sa.Column("totp_secret", sa.Text))
    op.add_column("recruiters", sa.Column("totp_step", sa.BigInteger))
    op.add_column("recruiter_sessions", sa.Column("browser", sa.Text))
    op.create_table(
        "recovery_codes",
        sa.Column("recruiter", ID, _recruiter("recovery_codes"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("recruiter", "code_hash", name="pk_recovery_codes"),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", ID, nullable=False),
        sa.Column("recruiter", ID, _recruiter("passkeys"), nullable=False),
        sa.Column("credential", sa.Text, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("credential", name="uq_passkeys_credential"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passkeys_recruiter", "passkeys", ["recruiter"])
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("recruiter", ID, _recruiter("sign_ins"), nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("draft", sa.Text),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_recruiter", "sign_ins", ["recruiter"])
    op.create_index("ix_sign_ins_ends_at", "sign_ins", ["ends_at"])


def downgrade() -> None:
    """Forget all of it: passwords alone sign recruiters in again."""
    for table in ("sign_ins", "passkeys", "recovery_codes"):
        op.drop_table(table)
    op.drop_column("recruiter_sessions", "browser")
    op.drop_column("recruiters", "totp_step")
    op.drop_column("recruiters", "totp_secret")
    op.drop_column("teams", "requires_second_factor")


def _recruiter(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(
        "recruiters.id", name=f"fk_{table}_recruiter_recruiters", ondelete="CASCADE"
    )
