"""Let a team take results off its board, and count the results that leave it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add what was removed and by whom, and a row for each result that has left a team."""
    op.create_table(
        "removals",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_removals"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_removals_team_teams"),
        sa.ForeignKeyConstraint(
            ["recruiter"], ["recruiters.id"], name="fk_removals_recruiter_recruiters"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_removals_team", "removals", ["team"])
    op.create_table(
        "departures",
        sa.Column("id", ID, nullable=False),
        sa.Column("invitation", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_departures"),
        sa.ForeignKeyConstraint(
            ["invitation"],
            ["invitations.id"],
            name="fk_departures_invitation_invitations",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_departures_invitation", "departures", ["invitation"])
    # In SQL: this way SQLite adds the column without copying the table.
    kind = ID.compile(dialect=op.get_bind().dialect)
    for table in ("results", "invitations"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN removal {kind}"
            f" CONSTRAINT fk_{table}_removal_removals REFERENCES removals (id)"
        )
        op.create_index(f"ix_{table}_removal", table, ["removal"])


def downgrade() -> None:
    """Put everything back on the boards, and forget the counts."""
    for table in ("results", "invitations"):
        op.drop_index(f"ix_{table}_removal", table)
        op.drop_column(table, "removal")
    op.drop_table("departures")
    op.drop_table("removals")
