"""Let an account belong to several teams, each with a role of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.moments import UtcDateTime

revision = "0019"
down_revision = "0018"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

recruiters = sa.table(
    "recruiters",
    *map(sa.column, ("id", "team", "role", "created_at", "disabled_at")),
    sa.column("columns", sa.JSON),
)
memberships = sa.table(
    "memberships",
    *map(sa.column, ("recruiter", "team", "role", "joined_at", "disabled_at", "left_at")),
    sa.column("columns", sa.JSON),
)


def upgrade() -> None:
    """Make a membership of the team of each account; sessions go on in that team."""
    op.create_table(
        "memberships",
        sa.Column("recruiter", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("columns", sa.JSON),
        sa.Column("join_hash", sa.String(64)),
        sa.Column("join_ends_at", UtcDateTime),
        sa.Column("joined_at", UtcDateTime),
        sa.Column("disabled_at", UtcDateTime),
        sa.Column("left_at", UtcDateTime),
        sa.PrimaryKeyConstraint("recruiter", "team", name="pk_memberships"),
        sa.ForeignKeyConstraint(
            ["recruiter"],
            ["recruiters.id"],
            name="fk_memberships_recruiter_recruiters",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_memberships_team_teams"),
        sa.UniqueConstraint("join_hash", name="uq_memberships_join_hash"),
    )
    op.create_index("ix_memberships_team", "memberships", ["team"])
    its = sa.select(
        recruiters.c.id,
        recruiters.c.team,
        recruiters.c.role,
        recruiters.c.columns,
        recruiters.c.created_at,
        recruiters.c.disabled_at,
    )
    columns = ("recruiter", "team", "role", "columns", "joined_at", "disabled_at")
    op.execute(sa.insert(memberships).from_select(columns, its))
    # From now on, administrators of a team disable and enable a membership.
    op.execute(sa.update(recruiters).values(disabled_at=None))
    op.drop_column("recruiters", "role")
    op.drop_column("recruiters", "columns")
    for table in ("recruiter_sessions", "sign_ins"):
        op.add_column(table, sa.Column("team", ID))
        rows = sa.table(table, sa.column("team"), sa.column("recruiter"))
        team = sa.select(recruiters.c.team).where(recruiters.c.id == rows.c.recruiter)
        op.execute(sa.update(rows).values(team=team.scalar_subquery()))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("team", existing_type=ID, nullable=False)
            batch.create_foreign_key(f"fk_{table}_team_teams", "teams", ["team"], ["id"])


def downgrade() -> None:
    """Leave each account in the team that it was used in last."""
    for table in ("recruiter_sessions", "sign_ins"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"fk_{table}_team_teams", type_="foreignkey")
            batch.drop_column("team")
    op.add_column(
        "recruiters", sa.Column("role", sa.Text, nullable=False, server_default="recruiter")
    )
    op.add_column("recruiters", sa.Column("columns", sa.JSON))
    in_team = memberships.c.recruiter == recruiters.c.id, memberships.c.team == recruiters.c.team
    ended = sa.func.coalesce(
        recruiters.c.disabled_at, memberships.c.disabled_at, memberships.c.left_at
    )
    values = {"role": memberships.c.role, "columns": memberships.c.columns, "disabled_at": ended}
    op.execute(
        sa.update(recruiters)
        .where(sa.exists().where(*in_team))
        .values(
            {key: sa.select(its).where(*in_team).scalar_subquery() for key, its in values.items()}
        )
    )
    op.drop_table("memberships")
