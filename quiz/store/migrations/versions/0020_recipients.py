"""Keep to whom invitations are sent personally, and who wants none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the recipients, the lists before they are sent, and those who have opted out."""
    op.create_table(
        "recipients",
        sa.Column("id", ID, nullable=False),
        sa.Column("invitation", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("email_folded", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("stop_hash", sa.String(64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.Column("refused_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("result", ID),
        sa.PrimaryKeyConstraint("id", name="pk_recipients"),
        sa.ForeignKeyConstraint(
            ["invitation"],
            ["invitations.id"],
            name="fk_recipients_invitation_invitations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recruiter"], ["recruiters.id"], name="fk_recipients_recruiter_recruiters"
        ),
        sa.ForeignKeyConstraint(
            ["result"], ["results.id"], name="fk_recipients_result_results", ondelete="SET NULL"
        ),
        sa.UniqueConstraint("token_hash", name="uq_recipients_token_hash"),
        sa.UniqueConstraint("invitation", "email_folded", name="uq_recipients_invitation"),
        sqlite_autoincrement=True,
    )
    for name in ("email_folded", "stop_hash", "result"):
        op.create_index(f"ix_recipients_{name}", "recipients", [name])
    op.create_table(
        "recipient_lists",
        sa.Column("invitation", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("entries", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("invitation", "recruiter", name="pk_recipient_lists"),
        sa.ForeignKeyConstraint(
            ["invitation"],
            ["invitations.id"],
            name="fk_recipient_lists_invitation_invitations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recruiter"],
            ["recruiters.id"],
            name="fk_recipient_lists_recruiter_recruiters",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "opt_outs",
        sa.Column("stop_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("stop_hash", name="pk_opt_outs"),
    )
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("invited", ID))
        batch.add_column(sa.Column("unsubscribe", sa.Text))
        batch.create_foreign_key(
            "fk_outbox_invited_recipients", "recipients", ["invited"], ["id"], ondelete="CASCADE"
        )
    op.create_index("ix_outbox_invited", "outbox", ["invited"])


def downgrade() -> None:
    """Forget to whom invitations were sent, and who wants none."""
    op.execute("DELETE FROM outbox WHERE invited IS NOT NULL")
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index("ix_outbox_invited")
        batch.drop_constraint("fk_outbox_invited_recipients", type_="foreignkey")
        batch.drop_column("unsubscribe")
        batch.drop_column("invited")
    op.drop_table("recipient_lists")
    op.drop_table("recipients")
    op.drop_table("opt_outs")
