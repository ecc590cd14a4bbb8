"""Let teams invite applicants, look after their results, and share them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """Return a column for a moment."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def reference(table: str, column: str, other: str, *, cascade: bool = False) -> sa.Constraint:
    """Return the constraint that a column names a row of another table."""
    return sa.ForeignKeyConstraint(
        [column],
        [f"{other}.id"],
        name=f"fk_{table}_{column}_{other}",
        ondelete="CASCADE" if cascade else None,
    )


def upgrade() -> None:
    """Create the tables, and add to results what a board is searched by."""
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        moment("opens_at", nullable=True),
        moment("closes_at", nullable=True),
        sa.Column("places", sa.Integer),
        sa.Column("asks_name", sa.Boolean, nullable=False),
        sa.Column("asks_email", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code", name="uq_invitations_code"),
        reference("invitations", "team", "teams"),
        reference("invitations", "recruiter", "recruiters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitations_team", "invitations", ["team"])
    with op.batch_alter_table("results", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("invitation", ID))
        batch.add_column(sa.Column("email", sa.Text))
        batch.add_column(sa.Column("best", sa.Text))
        batch.add_column(sa.Column("fit", sa.Integer))
        batch.add_column(sa.Column("sought", sa.Text))
        batch.add_column(sa.Column("status", sa.Text, nullable=False, server_default="new"))
        batch.create_foreign_key(
            "fk_results_invitation_invitations", "invitations", ["invitation"], ["id"]
        )
        batch.create_index("ix_results_invitation", ["invitation"])
    op.create_table(
        "visits",
        sa.Column("sitting_hash", sa.String(64), nullable=False),
        sa.Column("invitation", ID, nullable=False),
        moment("started_at"),
        sa.Column("question", sa.Text),
        moment("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("sitting_hash", name="pk_visits"),
        reference("visits", "invitation", "invitations", cascade=True),
    )
    op.create_index("ix_visits_invitation", "visits", ["invitation"])
    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("result", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        moment("at"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("says", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        reference("notes", "result", "results", cascade=True),
        reference("notes", "recruiter", "recruiters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_result", "notes", ["result"])
    op.create_table(
        "shares",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("reveal", sa.Text, nullable=False),
        sa.Column("names", sa.Boolean, nullable=False),
        moment("ends_at"),
        moment("revoked_at", nullable=True),
        sa.Column("openings", sa.Integer, nullable=False, server_default="0"),
        moment("opened_at", nullable=True),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        sa.UniqueConstraint("token_hash", name="uq_shares_token_hash"),
        reference("shares", "team", "teams"),
        reference("shares", "recruiter", "recruiters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shares_team", "shares", ["team"])
    op.create_table(
        "share_results",
        sa.Column("share", ID, nullable=False),
        sa.Column("result", ID, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("share", "result", name="pk_share_results"),
        reference("share_results", "share", "shares", cascade=True),
        reference("share_results", "result", "results", cascade=True),
    )
    op.create_index("ix_share_results_result", "share_results", ["result"])


def downgrade() -> None:
    """Forget invitations, notes and shares; results stay."""
    for table in ("share_results", "shares", "notes", "visits"):
        op.drop_table(table)
    with op.batch_alter_table("results", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index("ix_results_invitation")
        batch.drop_constraint("fk_results_invitation_invitations", type_="foreignkey")
        for column in ("invitation", "email", "best", "fit", "sought", "status"):
            batch.drop_column(column)
    op.drop_table("invitations")
