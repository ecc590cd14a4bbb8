"""Give each team stages of its own in the place of the four fixed statuses, and a plan of work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.default_stages import STAGES_OF_BEFORE

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OLD = ("new", "contacted", "shortlisted", "passed_on")

teams = sa.table("teams", sa.column("id"))
invitations = sa.table("invitations", sa.column("id"), sa.column("team"))
results = sa.table("results", *map(sa.column, ("id", "invitation", "status", "stage")))
notes = sa.table("notes", *map(sa.column, ("id", "result", "kind", "says")))
stages = sa.table(
    "stages",
    *map(sa.column, ("id", "team", "place", "key", "end")),
    sa.column("names", sa.JSON),
)


def upgrade() -> None:
    """Add the stages; each result stays where it was, and so does its history."""
    op.create_table(
        "stages",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("end", sa.Text),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_stages"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name="fk_stages_team_teams"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stages_team", "stages", ["team"])
    connection = op.get_bind()
    kind = ID.compile(dialect=connection.dialect)
    for column, table in (("stage", "stages"), ("in_charge", "recruiters")):
        op.execute(
            f"ALTER TABLE results ADD COLUMN {column} {kind}"
            f" CONSTRAINT fk_results_{column}_{table} REFERENCES {table} (id)"
        )
    op.add_column("results", sa.Column("due_on", sa.Date))
    op.create_index("ix_results_stage", "results", ["stage"])
    op.add_column("notes", sa.Column("edited_at", sa.DateTime(timezone=True)))
    for team in connection.scalars(sa.select(teams.c.id)).all():
        rows = [stage.row(team, place) for place, stage in enumerate(STAGES_OF_BEFORE, 1)]
        connection.execute(sa.insert(stages), rows)
        came = sa.select(invitations.c.id).where(invitations.c.team == team)
        for id_, key in _old(connection, team):
            its = results.c.invitation.in_(came)
            connection.execute(
                sa.update(results).where(its, results.c.status == key).values(stage=id_)
            )
            of_team = sa.select(results.c.id).where(its)
            noted = notes.c.kind == "status", notes.c.says == key, notes.c.result.in_(of_team)
            connection.execute(sa.update(notes).where(*noted).values(kind="stage", says=str(id_)))
    op.drop_column("results", "status")


def downgrade() -> None:
    """Go back to the four statuses; a stage of a team's own becomes “new”."""
    op.add_column("results", sa.Column("status", sa.Text, nullable=False, server_default="new"))
    connection = op.get_bind()
    for team in connection.scalars(sa.select(teams.c.id)).all():
        for id_, key in _old(connection, team):
            connection.execute(sa.update(results).where(results.c.stage == id_).values(status=key))
            noted = notes.c.kind == "stage", notes.c.says == str(id_)
            connection.execute(sa.update(notes).where(*noted).values(kind="status", says=key))
    unknown = notes.c.kind.in_(("stage", "in_charge", "due_on"))
    connection.execute(sa.delete(notes).where(unknown))
    op.drop_index("ix_results_stage", "results")
    for column in ("stage", "in_charge", "due_on"):
        op.drop_column("results", column)
    op.drop_column("notes", "edited_at")
    op.drop_table("stages")


def _old(connection: sa.Connection, team: int) -> list[tuple[int, str]]:
    """Return the stages of a team that were statuses, with their keys."""
    query = sa.select(stages.c.id, stages.c.key)
    found = connection.execute(query.where(stages.c.team == team, stages.c.key.in_(OLD)))
    return [(row.id, row.key) for row in found]
