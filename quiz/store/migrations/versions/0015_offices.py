"""Keep what a team shows of its office, and how often each invitation was opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# Of the time before: whoever began had opened the invitation. Only the days in UTC are known.
BEGUN = """
INSERT INTO invitation_openings (invitation, day, number)
SELECT invitation, {day}, count(*) FROM visits GROUP BY invitation, {day}
"""
DAYS = {"sqlite": "date(started_at)", "postgresql": "(started_at AT TIME ZONE 'UTC')::date"}


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "offices",
        sa.Column("team", ID, nullable=False, autoincrement=False),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("contact", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("page", sa.Text),
        sa.Column("logo_digest", sa.String(64)),
        sa.Column("logo_width", sa.Integer),
        sa.Column("logo_height", sa.Integer),
        sa.Column("logo", sa.LargeBinary),
        sa.PrimaryKeyConstraint("team", name="pk_offices"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_offices_team_teams"),
    )
    op.create_index("ix_offices_logo_digest", "offices", ["logo_digest"])
    op.create_table(
        "invitation_openings",
        sa.Column("invitation", ID, nullable=False, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("invitation", "day", name="pk_invitation_openings"),
        sa.ForeignKeyConstraint(
            ["invitation"],
            ["invitations.id"],
            name="fk_invitation_openings_invitation_invitations",
            ondelete="CASCADE",
        ),
    )
    op.execute(BEGUN.format(day=DAYS[op.get_bind().dialect.name]))


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("invitation_openings")
    op.drop_table("offices")
