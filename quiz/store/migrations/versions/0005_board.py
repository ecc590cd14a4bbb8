"""Let a team find the results of a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.search_terms import folded

revision = "0005"
down_revision = "0004"

results = sa.table("results", sa.column("id"), sa.column("name"), sa.column("name_folded"))


def upgrade() -> None:
    """Add the names as a search finds them, of the results that have one too."""
    op.add_column("results", sa.Column("name_folded", sa.Text))
    connection = op.get_bind()
    named = sa.select(results.c.id, results.c.name).where(results.c.name.is_not(None))
    for id_, name in connection.execute(named).all():
        connection.execute(
            sa.update(results).where(results.c.id == id_).values(name_folded=folded(name))
        )


def downgrade() -> None:
    """Forget them; the names stay."""
    op.drop_column("results", "name_folded")
